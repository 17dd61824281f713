package org.belfry.pbx.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for calls to and from one user.
 *
 * @param aliases further numbers and names of this user, E.164 numbers with {@code +}
 * @param doNotDisturb calls find the user busy
 * @param rules in order; the first that fits wins
 * @param ringTime how long the phones ring before nobody answers, 5 to 300 s
 * @param callLimit calls at once, beyond which the user is busy; 0 for no limit
 * @param blocked callers that are always declined
 * @param allowed when not empty, only these and inside callers get through
 * @param permissions where the user may call
 * @param outsideNumber what the called party sees on outside calls, E.164; null for the site's
 * @param pickupGroup users of the same one may pick up each other's calls; null for none
 * @param speedDials what is dialled for a short number
 * @param location what an emergency centre is to be told of where this extension stands, or null
 * @param mailbox whether unanswered calls end in voicemail
 */
public record CallSettings(
    List<String> aliases,
    boolean doNotDisturb,
    List<CallRule> rules,
    Duration ringTime,
    int callLimit,
    List<NumberPattern> blocked,
    List<NumberPattern> allowed,
    Permissions permissions,
    @Nullable String outsideNumber,
    @Nullable String pickupGroup,
    Map<String, String> speedDials,
    @Nullable String location,
    boolean mailbox) {

  public static final Duration RING_TIME = Duration.ofSeconds(30);

  /** How a user begins. */
  public static final CallSettings DEFAULT =
      new CallSettings(
          List.of(),
          false,
          List.of(),
          RING_TIME,
          0,
          List.of(),
          List.of(),
          Permissions.DEFAULT,
          null,
          null,
          Map.of(),
          null,
          false);

  public CallSettings {
    aliases = List.copyOf(aliases);
    rules = List.copyOf(rules);
    blocked = List.copyOf(blocked);
    allowed = List.copyOf(allowed);
    speedDials = Map.copyOf(speedDials);
    if (callLimit < 0 || callLimit > 100) {
      throw new IllegalArgumentException("A user takes 0 to 100 calls at once; 0 is no limit.");
    }
    if (ringTime.compareTo(Duration.ofSeconds(5)) < 0
        || ringTime.compareTo(Duration.ofSeconds(300)) > 0) {
      throw new IllegalArgumentException("Phones ring for 5 to 300 seconds.");
    }
  }

  /** The same, with unanswered calls ending in voicemail or not. */
  public CallSettings withMailbox(boolean on) {
    return new CallSettings(
        aliases,
        doNotDisturb,
        rules,
        ringTime,
        callLimit,
        blocked,
        allowed,
        permissions,
        outsideNumber,
        pickupGroup,
        speedDials,
        location,
        on);
  }

  /**
   * Where somebody may call. Emergency numbers are always allowed.
   *
   * @param classes kinds of numbers
   * @param countries ISO 3166 codes, upper case, that {@link NumberClass#INTERNATIONAL} is limited
   *     to; empty for all
   */
  public record Permissions(Set<NumberClass> classes, Set<String> countries) {
    /** International and premium numbers are closed until somebody opens them. */
    public static final Permissions DEFAULT =
        new Permissions(
            Set.of(
                NumberClass.INTERNAL,
                NumberClass.LOCAL,
                NumberClass.NATIONAL,
                NumberClass.MOBILE,
                NumberClass.FREE),
            Set.of());

    public Permissions {
      classes = Set.copyOf(classes);
      countries = Set.copyOf(countries);
    }

    /**
     * @param country of the number, ISO 3166, or null when it has none
     */
    public boolean allow(NumberClass kind, @Nullable String country) {
      if (kind == NumberClass.EMERGENCY) {
        return true;
      }
      return classes.contains(kind)
          && (kind != NumberClass.INTERNATIONAL
              || countries.isEmpty()
              || (country != null && countries.contains(country)));
    }
  }
}
