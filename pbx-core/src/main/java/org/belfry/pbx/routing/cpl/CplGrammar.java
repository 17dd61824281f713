package org.belfry.pbx.routing.cpl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns elements into nodes, or into problems. It is the schema of RFC 3880 §14 as code, because a
 * person is owed more than what a validator says, and goes on after a problem to find the others.
 */
final class CplGrammar {
  static final String NAMESPACE = "urn:ietf:params:xml:ns:cpl";
  private static final int PROBLEMS = 20;

  private final XmlText text;
  private final String source;
  private final List<CplProblem> problems = new ArrayList<>();
  private final Map<String, Sub> subs = new HashMap<>();
  private final ActionGrammar actions = new ActionGrammar(this);
  private final SwitchGrammar switches = new SwitchGrammar(this);
  private String namespace = NAMESPACE;

  CplGrammar(String source) {
    this.source = source;
    this.text = new XmlText(source);
  }

  /** A subaction that has been read; it may be empty. */
  record Sub(@Nullable CplNode first) {}

  List<CplProblem> problems() {
    return problems;
  }

  CplScript read(XmlElement root) {
    // Scripts of before the RFC have no namespace. Both are understood, but not mixed.
    if (root.namespace().isEmpty()) {
      namespace = "";
    }
    CplScript.Action incoming = null;
    CplScript.Action outgoing = null;
    if (!isOurs(root) || !root.name().equals("cpl")) {
      problem(root, null, "A script begins with <cpl xmlns=\"" + NAMESPACE + "\">.");
      return new CplScript(source, null, null);
    }
    attributes(root, Set.of());
    for (XmlElement child : root.children()) {
      if (!isOurs(child)) {
        extension(child);
        continue;
      }
      switch (child.name()) {
        case "ancillary" -> ancillary(child);
        case "subaction" -> subaction(child);
        case "incoming" -> incoming = action(child, incoming);
        case "outgoing" -> outgoing = action(child, outgoing);
        default -> unexpected(child, "cpl");
      }
    }
    checkExpanded(root, incoming);
    checkExpanded(root, outgoing);
    return new CplScript(source, incoming, outgoing);
  }

  /** §2.1: it is kept for extensions, which may say there what they like; nothing there acts. */
  private void ancillary(XmlElement element) {
    attributes(element, Set.of());
    for (XmlElement child : element.children()) {
      if (isOurs(child)) {
        unexpected(child, "ancillary");
      }
    }
  }

  /** §8: it is known only once it has been read, so it cannot lead to itself. */
  private void subaction(XmlElement element) {
    attributes(element, Set.of("id"));
    String id = element.attribute("id");
    if (id == null || id.isBlank()) {
      problem(element, null, "A subaction needs an id.");
    } else if (subs.containsKey(id)) {
      problem(element, "id", "There is a subaction \"" + Words.shown(id) + "\" already.");
    }
    CplNode first = content(element);
    if (id != null) {
      subs.putIfAbsent(id, new Sub(first));
    }
  }

  private CplScript.Action action(XmlElement element, CplScript.@Nullable Action before) {
    attributes(element, Set.of());
    if (before != null) {
      problem(element, null, "There is a second <" + element.name() + ">.");
    }
    return new CplScript.Action(content(element));
  }

  @Nullable Sub sub(String ref) {
    return subs.get(ref);
  }

  /** What stands in an output: one node, or none. */
  @Nullable CplNode content(XmlElement output) {
    if (output.text() != null) {
      problem(output, null, "There is text in <" + output.name() + ">: \"" + output.text() + "\".");
    }
    CplNode node = null;
    for (int i = 0; i < output.children().size(); i++) {
      XmlElement child = output.children().get(i);
      if (i > 0) {
        problem(child, null, "<" + output.name() + "> has more than one element in it.");
        return node;
      }
      node = node(child, output);
    }
    return node;
  }

  private @Nullable CplNode node(XmlElement element, XmlElement parent) {
    if (!isOurs(element)) {
      extension(element);
      return null;
    }
    return switch (element.name()) {
      case "address-switch" -> switches.address(element);
      case "string-switch" -> switches.string(element);
      case "language-switch" -> switches.language(element);
      case "time-switch" -> switches.time(element);
      case "priority-switch" -> switches.priority(element);
      case "location" -> actions.location(element);
      case "lookup" -> actions.lookup(element);
      case "remove-location" -> actions.removeLocation(element);
      case "proxy" -> actions.proxy(element);
      case "redirect" -> actions.redirect(element);
      case "reject" -> actions.reject(element);
      case "mail" -> actions.mail(element);
      case "log" -> actions.log(element);
      case "sub" -> actions.sub(element);
      default -> {
        unexpected(element, parent.name());
        yield null;
      }
    };
  }

  boolean isOurs(XmlElement element) {
    return element.namespace().equals(namespace);
  }

  /** §11: what is not understood is refused when it is uploaded, not when somebody calls. */
  void extension(XmlElement element) {
    problem(
        element,
        null,
        element.namespace().equals(NAMESPACE) || element.namespace().isEmpty()
            ? "<" + Words.shown(element.name()) + "> is not in the namespace of <cpl>."
            : "The extension "
                + Words.shown(element.namespace())
                + " (<"
                + Words.shown(element.name())
                + ">) is not supported.");
  }

  void unexpected(XmlElement element, String in) {
    problem(element, null, "<" + Words.shown(element.name()) + "> has no meaning in <" + in + ">.");
  }

  /** Reports attributes that the element has not got in the language. */
  void attributes(XmlElement element, Set<String> known) {
    for (String name : element.attributes().keySet()) {
      if (!known.contains(name)) {
        problem(
            element, name, "<" + element.name() + "> has no attribute " + Words.shown(name) + ".");
      }
    }
    for (String name : element.foreign()) {
      problem(element, name, "The extension " + Words.shown(name) + " is not supported.");
    }
  }

  void problem(XmlElement at, @Nullable String attribute, String sentence) {
    if (problems.size() < PROBLEMS) {
      problems.add(text.problem(at, attribute, sentence));
    }
  }

  /**
   * A few subactions that use one another twice each are more paths than there are atoms: counted
   * here as a plan would walk them, and refused.
   */
  private void checkExpanded(XmlElement root, CplScript.@Nullable Action action) {
    if (action != null && problems.isEmpty()) {
      if (new Expansion().of(action.first(), 1) > CplLimits.EXPANDED) {
        problem(
            root,
            null,
            "There are more than "
                + CplLimits.EXPANDED
                + " ways through this script, with every subaction counted where it is used.");
      }
    }
  }
}
