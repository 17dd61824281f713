package org.belfry.pbx.routing.cpl;

import java.util.Locale;
import org.belfry.pbx.routing.Script;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** What an address-switch looks at, and how it compares (RFC 3880 §4.1). */
record AddressPart(Field field, Subfield subfield) implements CplTest.Subject {

  /** Whose address. */
  enum Field {
    ORIGIN,
    DESTINATION,
    ORIGINAL_DESTINATION
  }

  /** Which part of it. */
  enum Subfield {
    WHOLE,
    ADDRESS_TYPE,
    USER,
    HOST,
    PORT,
    TEL,
    DISPLAY,
    /** Nobody sends one, and nobody should be asked about it. */
    PASSWORD,
    /** Only H.323 has it. */
    ALIAS_TYPE
  }

  /** How the value is meant. */
  enum Match {
    IS,
    CONTAINS,
    SUBDOMAIN_OF;

    String attribute() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public boolean present(Script.Call call) {
    if (subfield == Subfield.DISPLAY) {
      return display(call) != null;
    }
    SipUri uri = read(address(call));
    return uri != null && (subfield == Subfield.WHOLE || value(uri) != null);
  }

  boolean matches(Script.Call call, Match match, String wanted) {
    if (subfield == Subfield.DISPLAY) {
      String name = display(call);
      if (name == null) {
        return false;
      }
      String folded = CplTest.folded(name);
      return match == Match.IS
          ? folded.equals(CplTest.folded(wanted))
          : folded.contains(CplTest.folded(wanted));
    }
    SipUri uri = read(address(call));
    if (uri == null) {
      return false;
    }
    if (subfield == Subfield.WHOLE) {
      SipUri other = read(wanted);
      return other != null && same(uri, other);
    }
    String value = value(uri);
    if (value == null) {
      return false;
    }
    return switch (subfield) {
      case HOST ->
          value.equalsIgnoreCase(wanted) || (match == Match.SUBDOMAIN_OF && below(value, wanted));
      case TEL -> sameNumber(value, number(wanted), match == Match.SUBDOMAIN_OF);
      case ADDRESS_TYPE -> value.equalsIgnoreCase(wanted);
      default -> value.equals(wanted);
    };
  }

  private String address(Script.Call call) {
    String original = call.originalDestination();
    return switch (field) {
      case ORIGIN -> call.origin();
      case DESTINATION -> call.destination();
      case ORIGINAL_DESTINATION -> original == null ? call.destination() : original;
    };
  }

  private @Nullable String display(Script.Call call) {
    return field == Field.ORIGIN ? call.originDisplay() : null;
  }

  private @Nullable String value(SipUri uri) {
    return switch (subfield) {
      case WHOLE -> uri.text();
      case ADDRESS_TYPE -> uri.scheme();
      case USER -> uri.isSip() ? uri.user() : null;
      case HOST -> uri.isSip() ? uri.host() : null;
      case PORT ->
          uri.isSip()
              ? Integer.toString(uri.portOr(uri.scheme().equals("sips") ? 5061 : 5060))
              : null;
      case TEL -> telephone(uri);
      case DISPLAY, PASSWORD, ALIAS_TYPE -> null;
    };
  }

  /** §4.1.1: the number of a tel URI, or a user part that is one. */
  private static @Nullable String telephone(SipUri uri) {
    String user = uri.user();
    if (user == null || user.isEmpty()) {
      return null;
    }
    int semicolon = user.indexOf(';');
    String number = number(semicolon < 0 ? user : user.substring(0, semicolon));
    return number.matches("\\+?[0-9*#]{1,32}") ? number : null;
  }

  /** Without what people write between digits (RFC 3966 §5.1.1). */
  private static String number(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if ("-.() ".indexOf(text.charAt(i)) < 0) {
        digits.append(text.charAt(i));
      }
    }
    return digits.toString();
  }

  /** A value without + also means numbers that came in the international form. */
  private static boolean sameNumber(String number, String wanted, boolean begins) {
    String given = number.startsWith("+") && !wanted.startsWith("+") ? number.substring(1) : number;
    return begins ? given.startsWith(wanted) : given.equals(wanted);
  }

  private static boolean below(String host, String domain) {
    return host.length() > domain.length()
        && host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
  }

  /** Scheme, user, host and port count; parameters do not: nobody writes them into a script. */
  static boolean same(SipUri a, SipUri b) {
    if (!a.scheme().equals(b.scheme())) {
      return false;
    }
    String userA = a.user() == null ? "" : a.user();
    String userB = b.user() == null ? "" : b.user();
    return a.scheme().equals("tel")
        ? number(userA).equals(number(userB))
        : userA.equals(userB) && a.host().equalsIgnoreCase(b.host()) && a.port() == b.port();
  }

  static @Nullable SipUri read(String uri) {
    try {
      return Grammar.uri(uri);
    } catch (MalformedHeader e) {
      return null; // an address that is none fits nothing
    }
  }
}
