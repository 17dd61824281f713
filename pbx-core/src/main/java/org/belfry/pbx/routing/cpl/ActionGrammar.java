package org.belfry.pbx.routing.cpl;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads locations and actions (RFC 3880 §5 to §8). */
final class ActionGrammar {
  private static final Set<String> PROXY_OUTPUTS =
      Set.of("busy", "noanswer", "redirection", "failure", "default");

  private final CplGrammar grammar;

  ActionGrammar(CplGrammar grammar) {
    this.grammar = grammar;
  }

  CplNode location(XmlElement element) {
    grammar.attributes(element, Set.of("url", "priority", "clear"));
    return new CplNode.Location(
        element.line(),
        uri(element, "url"),
        priority(element),
        yes(element, "clear", false),
        grammar.content(element));
  }

  CplNode lookup(XmlElement element) {
    grammar.attributes(element, Set.of("source", "timeout", "clear"));
    String source = element.attribute("source");
    if (source == null || source.isBlank()) {
      grammar.problem(element, null, "<lookup> needs a source, which is usually registration.");
    }
    seconds(element); // nothing here takes time; that it is a number is checked all the same
    Map<String, Output> outputs = outputs(element, Set.of("success", "notfound", "failure"));
    return new CplNode.Lookup(
        element.line(),
        String.valueOf(source),
        "registration".equals(source),
        yes(element, "clear", false),
        then(outputs, "success"),
        then(outputs, "notfound"),
        then(outputs, "failure"));
  }

  CplNode removeLocation(XmlElement element) {
    grammar.attributes(element, Set.of("location"));
    String location = element.attribute("location") == null ? null : uri(element, "location");
    return new CplNode.RemoveLocation(element.line(), location, grammar.content(element));
  }

  CplNode proxy(XmlElement element) {
    grammar.attributes(element, Set.of("timeout", "recurse", "ordering"));
    Map<String, Output> outputs = outputs(element, PROXY_OUTPUTS);
    Duration time = seconds(element);
    if (time == null) {
      boolean asksForNoAnswer = outputs.containsKey("noanswer") || outputs.containsKey("default");
      time = asksForNoAnswer ? CplLimits.RINGS_BEFORE_NO_ANSWER : CplLimits.RINGS;
    }
    return new CplNode.Proxy(
        element.line(),
        time,
        yes(element, "recurse", true),
        ordering(element),
        orDefault(outputs, "busy"),
        orDefault(outputs, "noanswer"),
        orDefault(outputs, "redirection"),
        orDefault(outputs, "failure"));
  }

  private CplNode.Ordering ordering(XmlElement element) {
    String text = element.attribute("ordering");
    return switch (text == null ? "parallel" : text) {
      case "parallel" -> CplNode.Ordering.PARALLEL;
      case "sequential" -> CplNode.Ordering.SEQUENTIAL;
      case "first-only" -> CplNode.Ordering.FIRST_ONLY;
      default -> {
        grammar.problem(element, "ordering", "The ordering is parallel, sequential or first-only.");
        yield CplNode.Ordering.PARALLEL;
      }
    };
  }

  CplNode redirect(XmlElement element) {
    grammar.attributes(element, Set.of("permanent"));
    nothingIn(element);
    return new CplNode.Redirect(element.line(), yes(element, "permanent", false));
  }

  CplNode reject(XmlElement element) {
    grammar.attributes(element, Set.of("status", "reason"));
    nothingIn(element);
    String reason = element.attribute("reason");
    int status = status(element);
    return new CplNode.Reject(
        element.line(), status, reason == null ? usualReason(status) : oneLine(reason, 100));
  }

  /** §6.3.1 */
  private int status(XmlElement element) {
    String status = element.attribute("status");
    if (status == null) {
      grammar.problem(element, null, "<reject> needs a status.");
      return 603;
    }
    return switch (status) {
      case "busy" -> 486;
      case "notfound" -> 404;
      case "reject" -> 603;
      case "error" -> 500;
      default -> {
        if (status.matches("[4-6]\\d\\d")) {
          yield Integer.parseInt(status);
        }
        grammar.problem(
            element, "status", "A status is busy, notfound, reject, error or 400 to 699.");
        yield 603;
      }
    };
  }

  static String usualReason(int status) {
    return switch (status) {
      case 486 -> "Busy Here";
      case 404 -> "Not Found";
      case 480 -> "Temporarily Unavailable";
      case 500 -> "Server Internal Error";
      case 603 -> "Decline";
      default -> "Rejected";
    };
  }

  CplNode mail(XmlElement element) {
    grammar.attributes(element, Set.of("url"));
    String url = String.valueOf(element.attribute("url")).strip();
    String to = "";
    Map<String, String> headers = new HashMap<>();
    if (url.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
      int question = url.indexOf('?');
      to = decoded(url.substring(7, question < 0 ? url.length() : question));
      for (String header : question < 0 ? new String[0] : url.substring(question + 1).split("&")) {
        int equals = header.indexOf('=');
        if (equals > 0) {
          headers.put(
              header.substring(0, equals).toLowerCase(Locale.ROOT),
              decoded(header.substring(equals + 1)));
        }
      }
    }
    if (!to.matches("[^\\s,;<>\"@\\p{Cntrl}]{1,64}@[A-Za-z0-9.-]{1,253}")) {
      grammar.problem(
          element,
          element.attribute("url") == null ? null : "url",
          "A mail needs a url with one recipient, like mailto:jones@example.com?subject=Missed.");
    }
    return new CplNode.Mail(
        element.line(),
        to,
        oneLine(headers.getOrDefault("subject", ""), 200),
        headers.getOrDefault("body", ""),
        grammar.content(element));
  }

  /** RFC 6068 §2: a plus is a plus, and what cannot be decoded stays as it is. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  CplNode log(XmlElement element) {
    grammar.attributes(element, Set.of("name", "comment"));
    String name = element.attribute("name");
    String comment = element.attribute("comment");
    return new CplNode.Log(
        element.line(),
        name == null ? null : oneLine(name, 100),
        comment == null ? "" : oneLine(comment, 500),
        grammar.content(element));
  }

  CplNode sub(XmlElement element) {
    grammar.attributes(element, Set.of("ref"));
    nothingIn(element);
    String ref = element.attribute("ref");
    CplGrammar.Sub sub = ref == null ? null : grammar.sub(ref);
    if (ref == null) {
      grammar.problem(element, null, "<sub> needs a ref.");
    } else if (sub == null) {
      grammar.problem(
          element, "ref", "There is no subaction \"" + Words.shown(ref) + "\" above this line.");
    }
    return new CplNode.Sub(element.line(), String.valueOf(ref), sub == null ? null : sub.first());
  }

  /** An output that is there; it may be empty, which is not the same as missing. */
  private record Output(@Nullable CplNode then) {}

  private Map<String, Output> outputs(XmlElement element, Set<String> names) {
    if (element.text() != null) {
      grammar.problem(element, null, "There is text in <" + element.name() + ">.");
    }
    Map<String, Output> outputs = new HashMap<>();
    for (XmlElement child : element.children()) {
      if (!grammar.isOurs(child)) {
        grammar.extension(child);
      } else if (!names.contains(child.name())) {
        grammar.unexpected(child, element.name());
      } else {
        grammar.attributes(child, Set.of());
        Output output = new Output(grammar.content(child));
        if (outputs.putIfAbsent(child.name(), output) != null) {
          grammar.problem(child, null, "There is a second <" + child.name() + ">.");
        }
      }
    }
    return outputs;
  }

  private static @Nullable CplNode then(Map<String, Output> outputs, String name) {
    Output output = outputs.get(name);
    return output == null ? null : output.then;
  }

  private static @Nullable CplNode orDefault(Map<String, Output> outputs, String name) {
    return then(outputs, outputs.containsKey(name) ? name : "default");
  }

  private void nothingIn(XmlElement element) {
    if (!element.children().isEmpty() || element.text() != null) {
      grammar.problem(element, null, "There is nothing in <" + element.name() + ">.");
    }
  }

  private boolean yes(XmlElement element, String attribute, boolean otherwise) {
    String text = element.attribute(attribute);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("yes") && !text.equals("no")) {
      grammar.problem(element, attribute, attribute + " is yes or no.");
    }
    return text.equals("yes");
  }

  private @Nullable Duration seconds(XmlElement element) {
    String text = element.attribute("timeout");
    if (text == null) {
      return null;
    }
    try {
      Duration time = Duration.ofSeconds(Words.number("timeout", text, 1, Integer.MAX_VALUE));
      return time.compareTo(CplLimits.RINGS_AT_MOST) > 0 ? CplLimits.RINGS_AT_MOST : time;
    } catch (RecurrenceReader.Wrong e) {
      grammar.problem(element, "timeout", e.sentence());
      return null;
    }
  }

  private int priority(XmlElement element) {
    String text = element.attribute("priority");
    if (text == null) {
      return 1000;
    }
    if (!text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?|\\.\\d{1,3}")) {
      grammar.problem(element, "priority", "A priority is a number from 0.0 to 1.0.");
      return 1000;
    }
    return (int) Math.round(Double.parseDouble(text) * 1000);
  }

  /** It ends up in messages, so it must not hold what would end a line or a URI there. */
  private String uri(XmlElement element, String attribute) {
    String uri = element.attribute(attribute);
    if (uri == null) {
      grammar.problem(element, null, "<" + element.name() + "> needs a " + attribute + ".");
      return "";
    }
    String text = uri.strip();
    boolean sip = text.matches("(?i)(sips?|tel):.*");
    if (!text.matches("[A-Za-z][A-Za-z0-9+.-]{0,30}:[!-~&&[^<>\"]]{1,500}")
        || (sip && AddressPart.read(text) == null)) {
      grammar.problem(element, attribute, "\"" + Words.shown(oneLine(uri, 100)) + "\" is no URI.");
    }
    return text;
  }

  private static String oneLine(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most);
  }
}
