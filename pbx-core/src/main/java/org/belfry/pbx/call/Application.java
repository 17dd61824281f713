package org.belfry.pbx.call;

import java.time.Instant;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A program of ours that takes calls as a phone does: behind the proxy, reached by a target whose
 * hop is {@link Hop#inside}. Asked on the lane of the call, by several lanes at once; it must not
 * block.
 */
public interface Application {

  /** A few letters, digits and hyphens: the name in plans, ladders and live calls. */
  String name();

  /**
   * A call has come.
   *
   * @return who takes it, or a refusal
   */
  Reception called(Incoming incoming, Instant now);

  /**
   * Who is behind the application in a call, when it passes descriptions on untouched: then media
   * is meant for there.
   *
   * @param uri the Request-URI by which it is called, or by which it calls
   * @return null when media is its own, or goes through our proxy again
   */
  default @Nullable Hop beyond(SipUri uri) {
    return null;
  }

  /**
   * Whether the far end of a leg that does not go through our proxy may be here too, besides the
   * address that it was reached at: a provider has several.
   *
   * @param contact our Contact URI in that dialog
   * @param from where a request with the tags of the dialog comes from
   */
  default boolean isAt(String contact, Hop from, Directory directory) {
    return false;
  }

  /**
   * A call that comes to an application.
   *
   * @param from {@link Hop#inside} when it came through our proxy, else the way it came
   * @param caller our own user who calls, authenticated with this very INVITE; null for everybody
   *     else
   * @param outside the outside call that a plan has decided on, when it comes to the application
   *     for that; else null
   * @param desk gives what a leg needs that no application can make itself
   */
  record Incoming(
      SipRequest invite,
      Hop from,
      Directory directory,
      @Nullable Aor caller,
      @Nullable OutsideCall outside,
      Environment desk) {}

  /** Things a call needs of the place it runs at. */
  interface Environment {
    /** A Contact for a leg that goes through our proxy. */
    String contact(String application);

    /**
     * A Contact for a leg that goes to somebody outside over this hop.
     *
     * @param user its user part
     */
    String contact(String user, Hop out);

    /** Characters that nobody can guess, good for cnonces and tokens. */
    String token();
  }

  /** What becomes of a call. */
  sealed interface Reception {
    /**
     * The program that leads it; the caller is its leg 0.
     *
     * @param over run on the lane when the call is over
     */
    record Taken(LegProfile profile, CallProgram program, Runnable over) implements Reception {
      public Taken(LegProfile profile, CallProgram program) {
        this(profile, program, () -> {});
      }
    }

    /**
     * Who calls comes to a call that goes on here: its program hears {@link CallEvent.Replaced}.
     *
     * @param callId of the first leg of that call
     */
    record Joins(String callId) implements Reception {}

    /**
     * Nobody takes it.
     *
     * @param why what its ladder says of it, or null
     * @param warning a sentence for the caller (RFC 3261 §20.43), or null
     */
    record Refused(int status, String reason, @Nullable String why, @Nullable String warning)
        implements Reception {
      public Refused(int status, String reason, @Nullable String why) {
        this(status, reason, why, null);
      }
    }
  }
}
