package org.belfry.appliance.dialplan;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.AttendantAdmin.Again;
import org.belfry.pbx.admin.AttendantAdmin.Ask;
import org.belfry.pbx.admin.AttendantAdmin.Branch;
import org.belfry.pbx.admin.AttendantAdmin.Collect;
import org.belfry.pbx.admin.AttendantAdmin.Find;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.HangUp;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.Recording;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Say;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;
import org.belfry.pbx.app.ivr.Attendant;
import org.belfry.pbx.app.ivr.Flaws;
import org.belfry.pbx.app.ivr.Line;
import org.belfry.pbx.app.ivr.Node;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** Attendants: from the command to what is stored, and on to what the call path knows. */
final class AttendantForm {
  static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})?");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");
  private static final Pattern KEY = Pattern.compile("[0-9*#]");
  static final int LINES_MAX = 20;
  private static final int LINE_LENGTH_MAX = 1000;

  private final Fields fields = new Fields();

  /** Each field by itself, and whether the nodes make a tree. */
  static SaveAttendant checked(SaveAttendant c) {
    return new AttendantForm().check(c);
  }

  private SaveAttendant check(SaveAttendant c) {
    Map<String, SaveNode> given = c.nodes() == null ? Map.of() : c.nodes();
    if (given.isEmpty() || given.size() > Attendant.NODES_MAX) {
      fields.problem("nodes", "must have 1 to " + Attendant.NODES_MAX + " nodes");
    }
    SequencedMap<String, SaveNode> nodes = new LinkedHashMap<>();
    if (given.size() <= Attendant.NODES_MAX) {
      given.forEach((name, node) -> {
        String at = "nodes." + name;
        fields.matching(at, name, NODE, "names must have 1 to 40 letters, digits, _ or -");
        nodes.put(name, node(at, node));
      });
    }
    SaveAttendant good =
        new SaveAttendant(
            fields.number("name", c.name()),
            numberOrNull(fields, c.number()),
            language(fields, c.language()),
            fields.needed("start", c.start(), 40),
            nodes);
    fields.refuse();
    for (Flaws.Flaw flaw : Flaws.of(attendant(good))) {
      fields.problem(flaw.field(), flaw.sentence());
    }
    fields.refuse();
    return good;
  }

  static @Nullable String numberOrNull(Fields fields, @Nullable String number) {
    return number == null || number.isBlank() ? null : fields.number("number", number);
  }

  static @Nullable String language(Fields fields, @Nullable String language) {
    return language(fields, "language", language);
  }

  private static @Nullable String language(Fields fields, String at, @Nullable String language) {
    return language == null || language.isBlank()
        ? null
        : fields.matching(at, language, LANGUAGE, "must be a language, such as de or en-GB");
  }

  private SaveNode node(String at, @Nullable SaveNode n) {
    SaveNode node =
        n == null
            ? new SaveNode(null, null, null, null, null, null, null, null, null, null, null)
            : n;
    long kinds =
        java.util.stream.Stream.of(
                node.say(),
                node.menu(),
                node.collect(),
                node.extension(),
                node.name(),
                node.branch(),
                node.goTo(),
                node.voicemail(),
                node.ask(),
                node.record(),
                node.hangUp())
            .filter(Objects::nonNull)
            .count();
    if (kinds != 1) {
      fields.problem(
          at,
          "requires exactly one of say, menu, collect, extension, name, branch, goTo, voicemail,"
              + " ask, record and hangUp");
    }
    return new SaveNode(
        node.say() == null ? null : say(at + ".say", node.say()),
        node.menu() == null ? null : menu(at + ".menu", node.menu()),
        node.collect() == null ? null : collect(at + ".collect", node.collect()),
        node.extension() == null ? null : find(at + ".extension", node.extension()),
        node.name() == null ? null : find(at + ".name", node.name()),
        node.branch() == null ? null : branch(at + ".branch", node.branch()),
        node.goTo() == null ? null : goTo(at + ".goTo", node.goTo()),
        node.voicemail() == null
            ? null
            : new Voicemail(
                fields.number(at + ".voicemail.extension", node.voicemail().extension())),
        node.ask() == null ? null : ask(at + ".ask", node.ask()),
        node.record() == null ? null : recording(at + ".record", node.record()),
        node.hangUp() == null
            ? null
            : new HangUp(lines(fields, at + ".hangUp.lines", node.hangUp().lines())));
  }

  private Say say(String at, Say n) {
    List<String> lines = lines(fields, at + ".lines", n.lines());
    if (lines.isEmpty()) {
      fields.problem(at + ".lines", "required");
    }
    return new Say(
        lines,
        CallForm.or(n.skippable(), true),
        next(at + ".next", n.next()),
        language(fields, at + ".language", n.language()));
  }

  private Menu menu(String at, Menu n) {
    Map<String, String> keys = new TreeMap<>();
    (n.keys() == null ? Map.<String, String>of() : n.keys())
        .forEach((key, to) -> {
          String field = at + ".keys." + key;
          fields.matching(field, key, KEY, "must be one of 0 to 9, * and #");
          keys.put(key, fields.needed(field, to, 40));
        });
    boolean extensions = Boolean.TRUE.equals(n.extensions());
    if (keys.isEmpty() && !extensions) {
      fields.problem(at + ".keys", "add a key");
    }
    if (extensions && keys.containsKey("#")) {
      fields.problem(at + ".keys.#", "not available while extensions can be dialled");
    }
    return new Menu(
        lines(fields, at + ".lines", n.lines()),
        keys,
        extensions,
        fields.range(at + ".seconds", n.seconds(), 5, 1, 60),
        again(at + ".invalid", n.invalid()),
        again(at + ".silence", n.silence()));
  }

  private Collect collect(String at, Collect n) {
    String value =
        fields.matching(
            at + ".value",
            n.value(),
            VALUE,
            "must start with a letter, followed by letters, digits and _");
    if (Node.GIVEN.contains(value)) {
      fields.problem(at + ".value", "reserved name");
    }
    int min = fields.range(at + ".min", n.min(), 1, 1, 32);
    int max = fields.range(at + ".max", n.max(), 32, 1, 32);
    if (max < min) {
      fields.problem(at + ".max", "must not be less than min");
    }
    return new Collect(
        lines(fields, at + ".lines", n.lines()),
        value,
        min,
        max,
        fields.range(at + ".seconds", n.seconds(), 5, 1, 60),
        again(at + ".invalid", n.invalid()),
        again(at + ".silence", n.silence()),
        next(at + ".next", n.next()));
  }

  private Find find(String at, Find n) {
    return new Find(
        lines(fields, at + ".lines", n.lines()),
        fields.range(at + ".seconds", n.seconds(), 5, 1, 60),
        again(at + ".invalid", n.invalid()),
        again(at + ".silence", n.silence()),
        next(at + ".otherwise", n.otherwise()));
  }

  private Branch branch(String at, Branch n) {
    return new Branch(
        fields.needed(at + ".schedule", n.schedule(), 64),
        next(at + ".open", n.open()),
        next(at + ".closed", n.closed()));
  }

  private GoTo goTo(String at, GoTo n) {
    String to = fields.destination(at + ".to", n.to());
    if (to == null) {
      fields.problem(at + ".to", "required");
    }
    return new GoTo(CallForm.text(to), next(at + ".otherwise", n.otherwise()));
  }

  private Ask ask(String at, Ask n) {
    return new Ask(
        url(at + ".url", n.url()),
        fields.range(at + ".seconds", n.seconds(), 5, 1, 20),
        fields.distinct(
            at + ".nodes", n.nodes(), 50, (field, name) -> fields.needed(field, name, 40)),
        next(at + ".otherwise", n.otherwise()));
  }

  private String url(String at, @Nullable String value) {
    String text = fields.needed(at, value, 500);
    try {
      URI uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!text.isEmpty() && (!web || uri.getHost() == null || uri.getUserInfo() != null)) {
        fields.problem(at, "must be a URL without a password, such as https://crm.example/calls");
      }
    } catch (IllegalArgumentException e) {
      fields.problem(at, "must be a URL, such as https://crm.example/calls");
    }
    return text;
  }

  private Recording recording(String at, Recording n) {
    return new Recording(
        lines(fields, at + ".lines", n.lines()),
        fields.range(at + ".seconds", n.seconds(), 120, 1, 600),
        fields.number(at + ".mailbox", n.mailbox()),
        next(at + ".next", n.next()));
  }

  private Again again(String at, @Nullable Again again) {
    return again == null
        ? new Again(List.of(), 2, null)
        : new Again(
            lines(fields, at + ".lines", again.lines()),
            fields.range(at + ".times", again.times(), 2, 0, 10),
            next(at + ".then", again.then()));
  }

  private @Nullable String next(String at, @Nullable String name) {
    return fields.optional(at, name, 40);
  }

  static List<String> lines(Fields fields, String at, @Nullable List<String> lines) {
    return fields.list(
        at, lines, LINES_MAX, (field, text) -> fields.needed(field, text, LINE_LENGTH_MAX));
  }

  static Attendant attendant(SaveAttendant a) {
    SequencedMap<String, Node> nodes = new LinkedHashMap<>();
    Objects.requireNonNull(a.nodes()).forEach((name, node) -> nodes.put(name, node(node)));
    return new Attendant(a.name(), a.number(), a.language(), a.start(), nodes);
  }

  private static Node node(SaveNode n) {
    if (n.say() != null) {
      return new Node.Say(
          lines(n.say().lines()),
          !Boolean.FALSE.equals(n.say().skippable()),
          n.say().next(),
          n.say().language());
    } else if (n.menu() != null) {
      Menu m = n.menu();
      return new Node.Menu(
          lines(m.lines()),
          new LinkedHashMap<>(m.keys()),
          Boolean.TRUE.equals(m.extensions()),
          Fields.seconds(m.seconds()),
          again(m.invalid()),
          again(m.silence()));
    } else if (n.collect() != null) {
      Collect c = n.collect();
      return new Node.Collect(
          lines(c.lines()),
          c.value(),
          Objects.requireNonNull(c.min()),
          Objects.requireNonNull(c.max()),
          Fields.seconds(c.seconds()),
          again(c.invalid()),
          again(c.silence()),
          c.next());
    } else if (n.extension() != null) {
      Find f = n.extension();
      return new Node.Extension(
          lines(f.lines()),
          Fields.seconds(f.seconds()),
          again(f.invalid()),
          again(f.silence()),
          f.otherwise());
    } else if (n.name() != null) {
      Find f = n.name();
      return new Node.Name(
          lines(f.lines()),
          Fields.seconds(f.seconds()),
          again(f.invalid()),
          again(f.silence()),
          f.otherwise());
    } else if (n.branch() != null) {
      return new Node.Branch(n.branch().schedule(), n.branch().open(), n.branch().closed());
    } else if (n.goTo() != null) {
      return new Node.GoTo(Destination.parse(n.goTo().to()), n.goTo().otherwise());
    } else if (n.voicemail() != null) {
      return new Node.Voicemail(new Destination.Mailbox(n.voicemail().extension()));
    } else if (n.ask() != null) {
      Ask a = n.ask();
      return new Node.Ask(
          a.url(),
          Fields.seconds(a.seconds()),
          Set.copyOf(Fields.orEmpty(a.nodes())),
          a.otherwise());
    } else if (n.record() != null) {
      Recording r = n.record();
      return new Node.Recording(
          lines(r.lines()),
          Duration.ofSeconds(Objects.requireNonNull(r.seconds())),
          new Destination.Mailbox(r.mailbox()),
          r.next());
    } else if (n.hangUp() != null) {
      return new Node.HangUp(lines(n.hangUp().lines()));
    }
    throw new IllegalArgumentException("a node without an action");
  }

  private static Node.Again again(@Nullable Again a) {
    return a == null
        ? new Node.Again(List.of(), 2, null)
        : new Node.Again(lines(a.lines()), Objects.requireNonNull(a.times()), a.then());
  }

  static List<Line> lines(@Nullable List<String> texts) {
    List<Line> lines = new ArrayList<>();
    Fields.orEmpty(texts).forEach(text -> lines.add(Line.parse(text)));
    return lines;
  }
}
