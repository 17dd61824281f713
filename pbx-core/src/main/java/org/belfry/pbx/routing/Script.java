package org.belfry.pbx.routing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.directory.CallScript;
import org.jspecify.annotations.Nullable;

/**
 * A user's own script, asked for a plan like everything else that decides about calls: pure, and
 * bounded in time whatever the user wrote.
 */
public interface Script extends CallScript {

  /**
   * What the script does with this call. Where it says nothing about calls of this direction, or
   * ends without having done anything, that is {@link Around#normal()} (RFC 3880 §10).
   */
  Planned plan(Call call, Instant now, Around around);

  /** Which way a call goes, seen from the script's owner. */
  enum Direction {
    INCOMING,
    OUTGOING
  }

  /**
   * What a script may look at (RFC 3880 §4). Addresses are URIs as text.
   *
   * @param origin who calls: {@code sip:1001@domain} for our users, {@code tel:+49…} for callers by
   *     a trunk, {@code sip:anonymous@anonymous.invalid} for anonymous callers
   * @param originDisplay the caller's name, or null
   * @param destination where the call goes now
   * @param originalDestination what the caller dialled (To), or null when that is the destination
   * @param languages the values of Accept-Language, with their q; empty when there is none
   * @param priority the value of Priority, or null
   */
  record Call(
      Direction direction,
      String origin,
      @Nullable String originDisplay,
      String destination,
      @Nullable String originalDestination,
      @Nullable String subject,
      @Nullable String organization,
      @Nullable String userAgent,
      List<String> languages,
      @Nullable String priority) {
    public Call {
      languages = List.copyOf(languages);
    }

    /** A call of which only the parties are known. */
    public static Call between(Direction direction, String origin, String destination) {
      return new Call(
          direction, origin, null, destination, null, null, null, null, List.of(), null);
    }
  }

  /** What a script needs to know of the world around it. */
  interface Around {

    /** Extension of the script's owner. */
    String extension();

    /** What would happen without the script. */
    CallPlan normal();

    /** All phones of the owner: what a look-up of registrations finds. */
    CallPlan.Place phones();

    /** Whether the owner has a phone registered; true when that is not known. */
    boolean registered();

    /**
     * The place that a URI of the script means, under the owner's permissions.
     *
     * @return null when the owner may not send a call there, or when it leads nowhere
     */
    CallPlan.@Nullable Place place(String uri);

    /** Whether the caller's phone may be told to call this URI itself (RFC 3880 §6.2). */
    default boolean mayRedirect(String uri) {
      return true;
    }

    /** Of times for which the script names no zone. */
    ZoneId zone();
  }
}
