package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.app.trunk.TrunkState.Problem;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipResponse;

/** Judges what a provider answers (RFC 3261 §10.2, §21). */
final class Verdicts {
  static final HeaderName SERVICE_ROUTE = HeaderName.of("Service-Route");
  private static final int ROUTES_MAX = 8;
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration SHORTEST = Duration.ofSeconds(20);

  private final String contactUser;

  Verdicts(String contactUser) {
    this.contactUser = contactUser;
  }

  /** Of a final response to a REGISTER that asked for so long. */
  Verdict ofRegister(SipResponse response, Duration asked, Instant now) {
    try {
      return judged(response, asked, now);
    } catch (MalformedHeader e) {
      String sentence = "The provider's answer cannot be read: " + e.phrase() + ".";
      return new Verdict.TryElsewhere(problem(response, sentence, now), null);
    }
  }

  private Verdict judged(SipResponse response, Duration asked, Instant now) {
    int status = response.status();
    if (response.success()) {
      return new Verdict.Good(granted(response, asked), serviceRoute(response));
    }
    if (status < 400) {
      // Whoever can redirect a registration can have our credentials sent to any place.
      String sentence = "The provider sends its registrations elsewhere, which is not followed.";
      return new Verdict.Refused(problem(response, sentence, now), null);
    }
    return switch (status) {
      case 401, 407 -> new Verdict.Challenge();
      case 423 -> tooShort(response, asked, now);
      case 408, 430, 480, 491 -> elsewhere(response, now);
      default -> status >= 500 && status < 600 ? elsewhere(response, now) : refused(response, now);
    };
  }

  /** Of a final response to an OPTIONS: whoever says no is there all the same. */
  Verdict ofOptions(SipResponse response, Instant now) {
    return switch (response.status()) {
      case 408, 502, 503, 504 -> elsewhere(response, now);
      default -> new Verdict.Good(Duration.ZERO, List.of());
    };
  }

  /** RFC 3261 §10.2.8. */
  private static Verdict tooShort(SipResponse response, Duration asked, Instant now) {
    Duration least = Duration.ofSeconds(response.number(HeaderName.MIN_EXPIRES, 0));
    if (least.compareTo(asked) > 0 && least.compareTo(LONGEST) <= 0) {
      return new Verdict.Longer(least);
    }
    String sentence =
        "The provider finds the registration too short and names no time we can take.";
    return new Verdict.Refused(problem(response, sentence, now), null);
  }

  /** §10.2.4: the expires of our Contact, else of the response, else what we asked for. */
  private Duration granted(SipResponse response, Duration asked) {
    long seconds = response.number(HeaderName.EXPIRES, asked.toSeconds());
    List<String> contacts = response.values(HeaderName.CONTACT);
    for (String value : contacts) {
      NameAddr contact = Grammar.nameAddr(value);
      String own = contact.params().get("expires");
      // Some providers give back a Contact of their own making: when it is the only one, it is
      // ours.
      if (own != null && (contactUser.equals(contact.uri().user()) || contacts.size() == 1)) {
        seconds = number(own, seconds);
        break;
      }
    }
    Duration lasts = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    return lasts.compareTo(SHORTEST) < 0 ? SHORTEST : lasts;
  }

  private static long number(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise; // nonsense is as good as nothing said
    }
  }

  /** RFC 3608 §6.1. */
  private static List<String> serviceRoute(SipResponse response) {
    List<String> routes = response.values(SERVICE_ROUTE);
    for (String route : routes) {
      Grammar.nameAddr(route);
    }
    return routes.size() > ROUTES_MAX ? routes.subList(0, ROUTES_MAX) : routes;
  }

  private static Verdict elsewhere(SipResponse response, Instant now) {
    String sentence = "The provider's server cannot at the moment: " + said(response) + ".";
    return new Verdict.TryElsewhere(problem(response, sentence, now), response.retryAfter());
  }

  private static Verdict refused(SipResponse response, Instant now) {
    String sentence = "The provider refuses the registration: " + said(response) + ".";
    return new Verdict.Refused(problem(response, sentence, now), response.retryAfter());
  }

  private static String said(SipResponse response) {
    return response.status() + " " + response.reason();
  }

  static Problem problem(SipResponse response, String sentence, Instant now) {
    return new Problem(response.status(), response.reason(), sentence, now);
  }
}
