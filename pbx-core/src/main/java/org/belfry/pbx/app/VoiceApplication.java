package org.belfry.pbx.app;

/**
 * A program that takes calls: the echo test, a mailbox, a menu, a conference. One object serves all
 * its calls at once, each on a thread of its own, so it keeps nothing of a call in fields.
 *
 * <p>It is reached by {@code sip:~name@domain}, by the place {@code Application(name, argument)} of
 * a plan, and by a destination {@code app:name:argument}.
 */
public interface VoiceApplication {

  /** A few lower-case letters, digits and hyphens: the name in plans, URIs, ladders, live calls. */
  String name();

  /**
   * Leads one call. When it returns the call ends: with BYE when it was answered, else with 480.
   * Whatever it throws is logged once with the call's id, and ends this call alone with 500 or BYE.
   *
   * @param call not answered yet, unless we called ({@link VoiceCall#outgoing})
   */
  void run(VoiceCall call);

  /**
   * Whether its calls are ways into a conference: then our Contact says so (RFC 4579 §5.2), and
   * phones show it.
   */
  default boolean isFocus() {
    return false;
  }

  /** Calls at once; a further one is refused with 503. */
  default int callsMax() {
    return 500;
  }
}
