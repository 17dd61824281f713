package org.belfry.pbx.routing.cpl;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the switches (RFC 3880 §4). */
final class SwitchGrammar {
  private static final Map<String, AddressPart.Subfield> SUBFIELDS =
      Map.of(
          "address-type", AddressPart.Subfield.ADDRESS_TYPE,
          "user", AddressPart.Subfield.USER,
          "host", AddressPart.Subfield.HOST,
          "port", AddressPart.Subfield.PORT,
          "tel", AddressPart.Subfield.TEL,
          "display", AddressPart.Subfield.DISPLAY,
          "password", AddressPart.Subfield.PASSWORD,
          "alias-type", AddressPart.Subfield.ALIAS_TYPE);

  private final CplGrammar grammar;
  private final Steps counting = new Steps(CplLimits.COUNTING);

  SwitchGrammar(CplGrammar grammar) {
    this.grammar = grammar;
  }

  /** Reads the condition of one case, or reports what is wrong with it. */
  private interface CaseReader {
    @Nullable CplTest test(XmlElement element);
  }

  CplNode address(XmlElement element) {
    grammar.attributes(element, Set.of("field", "subfield"));
    AddressPart.Field field = field(element);
    AddressPart.Subfield subfield = subfield(element);
    AddressPart part = new AddressPart(field, subfield);
    return cases(element, "address", part, c -> addressTest(c, part));
  }

  private AddressPart.Field field(XmlElement element) {
    String field = String.valueOf(element.attribute("field"));
    return switch (field) {
      case "origin" -> AddressPart.Field.ORIGIN;
      case "destination" -> AddressPart.Field.DESTINATION;
      case "original-destination" -> AddressPart.Field.ORIGINAL_DESTINATION;
      default -> {
        grammar.problem(
            element,
            element.attribute("field") == null ? null : "field",
            "The field of an address-switch is origin, destination or original-destination.");
        yield AddressPart.Field.ORIGIN;
      }
    };
  }

  private AddressPart.Subfield subfield(XmlElement element) {
    String name = element.attribute("subfield");
    AddressPart.Subfield subfield = name == null ? AddressPart.Subfield.WHOLE : SUBFIELDS.get(name);
    if (subfield == null) {
      grammar.problem(
          element,
          "subfield",
          "A subfield is address-type, user, host, port, tel or display (also password and"
              + " alias-type, which no call has).");
      return AddressPart.Subfield.WHOLE;
    }
    return subfield;
  }

  private @Nullable CplTest addressTest(XmlElement element, AddressPart part) {
    String name = one(element, "is", "contains", "subdomain-of");
    if (name == null) {
      return null;
    }
    AddressPart.Match match =
        switch (name) {
          case "contains" -> AddressPart.Match.CONTAINS;
          case "subdomain-of" -> AddressPart.Match.SUBDOMAIN_OF;
          default -> AddressPart.Match.IS;
        };
    AddressPart.Subfield subfield = part.subfield();
    if (match == AddressPart.Match.CONTAINS && subfield != AddressPart.Subfield.DISPLAY) {
      grammar.problem(element, name, "contains is for the subfield display only.");
    }
    if (match == AddressPart.Match.SUBDOMAIN_OF
        && subfield != AddressPart.Subfield.HOST
        && subfield != AddressPart.Subfield.TEL) {
      grammar.problem(element, name, "subdomain-of is for the subfields host and tel only.");
    }
    String value = value(element, name);
    if (subfield == AddressPart.Subfield.WHOLE && AddressPart.read(value) == null) {
      grammar.problem(element, name, "\"" + Words.shown(value) + "\" is no address.");
    }
    return new CplTest.OfAddress(part, match, value);
  }

  CplNode string(XmlElement element) {
    grammar.attributes(element, Set.of("field"));
    CplTest.Text field =
        switch (String.valueOf(element.attribute("field"))) {
          case "subject" -> CplTest.Text.SUBJECT;
          case "organization" -> CplTest.Text.ORGANIZATION;
          case "user-agent" -> CplTest.Text.USER_AGENT;
          case "display" -> CplTest.Text.DISPLAY;
          default -> {
            grammar.problem(
                element,
                element.attribute("field") == null ? null : "field",
                "The field of a string-switch is subject, organization, user-agent or display.");
            yield CplTest.Text.SUBJECT;
          }
        };
    return cases(
        element,
        "string",
        field,
        c -> {
          String name = one(c, "is", "contains");
          return name == null
              ? null
              : new CplTest.OfText(field, name.equals("is"), CplTest.folded(value(c, name)));
        });
  }

  CplNode language(XmlElement element) {
    grammar.attributes(element, Set.of());
    return cases(
        element,
        "language",
        new CplTest.Languages(),
        c -> {
          String name = one(c, "matches");
          if (name == null) {
            return null;
          }
          String tag = value(c, name);
          if (!tag.matches("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,8}")) {
            grammar.problem(c, name, "\"" + Words.shown(tag) + "\" is no language like es or de.");
          }
          return new CplTest.OfLanguage(tag.toLowerCase(Locale.ROOT));
        });
  }

  CplNode time(XmlElement element) {
    grammar.attributes(element, Set.of("tzid", "tzurl"));
    ZoneId zone = zone(element);
    return cases(
        element,
        "time",
        null,
        c -> {
          grammar.attributes(c, RecurrenceReader.ATTRIBUTES);
          try {
            return new CplTest.OfTime(RecurrenceReader.read(c, counting), zone);
          } catch (RecurrenceReader.Wrong e) {
            grammar.problem(c, e.attribute(), e.sentence());
            return null;
          }
        });
  }

  /** A tzurl is where others may fetch the zone from; we know all zones that have a name. */
  private @Nullable ZoneId zone(XmlElement element) {
    String name = element.attribute("tzid");
    if (name == null) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      grammar.problem(
          element, "tzid", "There is no time zone \"" + Words.shown(name) + "\" we know of.");
      return null;
    }
  }

  CplNode priority(XmlElement element) {
    grammar.attributes(element, Set.of());
    return cases(
        element,
        "priority",
        null,
        c -> {
          String name = one(c, "less", "greater", "equal");
          if (name == null) {
            return null;
          }
          String value = value(c, name);
          if (!name.equals("equal") && !CplTest.OfPriority.known(value)) {
            grammar.problem(
                c, name, "A priority is emergency, urgent, normal or non-urgent, in this order.");
          }
          return new CplTest.OfPriority(
              CplTest.Compare.valueOf(name.toUpperCase(Locale.ROOT)), value);
        });
  }

  /**
   * @param subject what may be missing; null when it never is
   */
  private CplNode cases(
      XmlElement element, String name, CplTest.@Nullable Subject subject, CaseReader reader) {
    List<CplNode.Case> cases = new ArrayList<>();
    boolean closed = false;
    boolean absent = false;
    if (element.text() != null) {
      grammar.problem(element, null, "There is text in <" + element.name() + ">.");
    }
    for (XmlElement child : element.children()) {
      if (!grammar.isOurs(child)) {
        grammar.extension(child);
        continue;
      }
      if (closed) {
        grammar.problem(child, null, "Nothing comes behind <otherwise>.");
      }
      CplTest test = null;
      if (child.name().equals(name)) {
        test = reader.test(child);
      } else if (child.name().equals("otherwise")) {
        grammar.attributes(child, Set.of());
        closed = true;
        test = new CplTest.Otherwise();
      } else if (child.name().equals("not-present") && subject != null) {
        grammar.attributes(child, Set.of());
        if (absent) {
          grammar.problem(child, null, "There is a second <not-present>.");
        }
        absent = true;
        test = new CplTest.NotPresent(subject);
      } else {
        grammar.unexpected(child, element.name());
        continue;
      }
      CplNode then = grammar.content(child);
      if (test != null) {
        cases.add(new CplNode.Case(child.line(), test, then));
      }
    }
    return new CplNode.Switch(element.line(), element.name(), cases);
  }

  /** The one attribute of these that a condition has, or null after reporting. */
  private @Nullable String one(XmlElement element, String... names) {
    grammar.attributes(element, Set.of(names));
    String found = null;
    int count = 0;
    for (String name : names) {
      if (element.attribute(name) != null) {
        found = name;
        count++;
      }
    }
    if (count != 1) {
      grammar.problem(
          element, null, "<" + element.name() + "> has one of: " + String.join(", ", names) + ".");
      return null;
    }
    return found;
  }

  private static String value(XmlElement element, String name) {
    return String.valueOf(element.attribute(name)).strip();
  }
}
