package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.directory.Whereabouts;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a call, decided before it is done: immutable, small, and nothing in it asks the
 * clock or the directory any more. The vocabulary is that of CPL (RFC 3880 §6): ring these
 * together; if they are busy, those; then redirect or reject.
 */
public sealed interface CallPlan {

  /**
   * Ring places together. Who answers first has the call.
   *
   * @param alerts 1 to {@link PlanLimits#alerts()}
   * @param time after which it counts as not answered; 1 s to 10 min
   * @param then what comes when nobody took the call
   */
  record Ring(List<Alert> alerts, Duration time, Outcomes then) implements CallPlan {
    public Ring {
      alerts = List.copyOf(alerts);
      if (alerts.isEmpty()) {
        throw new IllegalArgumentException("nobody to ring");
      }
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("no time to ring");
      }
    }
  }

  /**
   * Tell the caller to try elsewhere (RFC 3261 §8.3, RFC 3880 §6.2).
   *
   * @param uris at least one
   */
  record Redirect(List<String> uris, boolean permanent) implements CallPlan {
    public Redirect {
      uris = List.copyOf(uris);
      if (uris.isEmpty()) {
        throw new IllegalArgumentException("nowhere to redirect to");
      }
    }
  }

  /**
   * Refuse it.
   *
   * @param status 400 to 699
   */
  record Reject(int status, String reason) implements CallPlan {
    public Reject {
      if (status < 400 || status > 699) {
        throw new IllegalArgumentException(status + " refuses nothing");
      }
    }
  }

  /**
   * Do this beside, then go on.
   *
   * @param what something that takes no part in the call: a line in the log, a mail
   */
  record Aside(SideNote what, CallPlan then) implements CallPlan {}

  /** Something said about the call to somebody who is not in it. */
  sealed interface SideNote {
    /** RFC 3880 §7.2 */
    record Log(@Nullable String name, String comment) implements SideNote {}

    /**
     * A mail about the call (RFC 3880 §7.1).
     *
     * @param by the extension whose script writes it
     */
    record Mail(String by, String to, String subject, String body) implements SideNote {}

    /**
     * An emergency call: the front desk is told at once (47 CFR §9.16).
     *
     * @param frontDesk who is told, or null when the site has nobody
     * @param extension who calls; empty when it is no user
     * @param number that is called
     * @param where the caller is
     * @param test whether it is a call to a number to test by, which alarms nobody
     */
    record Emergency(
        @Nullable String frontDesk,
        String extension,
        String number,
        Whereabouts where,
        boolean test)
        implements SideNote {}
  }

  /**
   * One place that rings.
   *
   * @param place who
   * @param delay how much later than the others
   * @param confirm whether who answers must press 1 to take the call
   * @param ringTone what the phone is told in Alert-Info, or null
   * @param onBehalfOf the extension that sent the call here, which the place is told of in
   *     Diversion and History-Info; null when it was called itself
   * @param cause why it sent it here (RFC 4458 and RFC 7044 use these values as SIP statuses: 302
   *     always, 486 busy, 408 no answer, 404 or 503 unreachable); 0 when it was called itself
   * @param group the number of the group it rings for, or null
   */
  record Alert(
      Place place,
      Duration delay,
      boolean confirm,
      @Nullable String ringTone,
      @Nullable String onBehalfOf,
      int cause,
      @Nullable String group) {

    /** The {@code ringTone} of a phone that is to answer by itself (RFC 5373). */
    public static final String ANSWERS = "auto-answer";

    /** One that rings for no group. */
    public Alert(
        Place place,
        Duration delay,
        boolean confirm,
        @Nullable String ringTone,
        @Nullable String onBehalfOf,
        int cause) {
      this(place, delay, confirm, ringTone, onBehalfOf, cause, null);
    }

    public static Alert of(Place place) {
      return new Alert(place, Duration.ZERO, false, null, null, 0);
    }
  }

  /** Where something can ring. */
  sealed interface Place {
    /** All phones of a user, as registered at that moment. None is {@link Outcome#UNREACHABLE}. */
    record Phones(String extension) implements Place {}

    /**
     * A number by a trunk.
     *
     * @param number E.164 with {@code +}, or as dialled when it is none (short and emergency
     *     numbers)
     * @param callerNumber what the called party sees; null to hide it
     * @param emergency whether nothing may stand in its way
     * @param payer the extension whose class of service allowed it; null for the site itself
     * @param lastResort whether the trunk is tried for the very reason that it seems to be down
     * @param sent where the caller is, when the trunk is to be told (RFC 6442); else null
     * @param test whether it only tests how emergency calls go
     */
    record Outside(
        String trunk,
        String number,
        @Nullable String callerNumber,
        boolean emergency,
        @Nullable String payer,
        boolean lastResort,
        @Nullable Whereabouts sent,
        boolean test)
        implements Place {

      /** By a trunk that is up. */
      public Outside(
          String trunk,
          String number,
          @Nullable String callerNumber,
          boolean emergency,
          @Nullable String payer) {
        this(trunk, number, callerNumber, emergency, payer, false, null, false);
      }
    }

    /**
     * A neighbour server, with the Request-URI as it was dialled.
     *
     * @param payer the extension of who dialled it or has arranged that calls go there; null for
     *     neighbours and the site itself
     */
    record Neighbour(String peer, String uri, @Nullable String payer) implements Place {}

    /** Any URI, found by DNS. */
    record Address(String uri) implements Place {}

    /** An application of ours; what it is for is in the argument. */
    record Application(String name, String argument) implements Place {}
  }

  /** How ringing ended when nobody took the call. */
  enum Outcome {
    /** 486, 600 */
    BUSY,
    /** 408, or the time was over */
    NO_ANSWER,
    /** 3xx with places that are not followed */
    REDIRECTED,
    /** Nothing is registered, nothing answers, 480, 5xx, any other 4xx: a way that leads nowhere */
    UNREACHABLE,
    /** 603, 607: a person said no */
    DECLINED;

    /** By the best of the answers. */
    public static Outcome of(int status) {
      return switch (status) {
        case 486, 600 -> BUSY;
        case 408, 487 -> NO_ANSWER;
        case 603, 607 -> DECLINED;
        default -> status / 100 == 3 ? REDIRECTED : UNREACHABLE;
      };
    }
  }

  /**
   * What comes next, by outcome; null where nothing does: then the caller gets the best of the
   * answers (RFC 3261 §16.7).
   */
  record Outcomes(
      @Nullable CallPlan busy,
      @Nullable CallPlan noAnswer,
      @Nullable CallPlan redirected,
      @Nullable CallPlan unreachable,
      @Nullable CallPlan declined) {
    public static final Outcomes NONE = new Outcomes(null, null, null, null, null);

    /** The same whatever happened. */
    public static Outcomes all(@Nullable CallPlan next) {
      return next == null ? NONE : new Outcomes(next, next, next, next, next);
    }

    /** Whatever happened except that a person declined. */
    public static Outcomes unlessDeclined(@Nullable CallPlan next) {
      return new Outcomes(next, next, next, next, null);
    }

    public @Nullable CallPlan of(Outcome outcome) {
      return switch (outcome) {
        case BUSY -> busy;
        case NO_ANSWER -> noAnswer;
        case REDIRECTED -> redirected;
        case UNREACHABLE -> unreachable;
        case DECLINED -> declined;
      };
    }
  }
}
