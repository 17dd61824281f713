package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;

/**
 * One call, as the program that leads it sees it. Its methods wait until what they do is done, and
 * belong to the program's own thread; only {@link #tell}, {@link #stopRinging}, {@link #gone},
 * {@link #id} and what describes the caller are for any thread.
 *
 * <p>After the caller is gone every method returns at once with the value that says so, so that a
 * program falls through to its end. One that goes on for more than {@value #AFTER_THE_END} methods
 * is ended with an exception, which it should not catch.
 */
public interface VoiceCall {
  /** How many methods a program may call when nobody is there any more. */
  int AFTER_THE_END = 200;

  /** How many methods a program may call in all. */
  int OPERATIONS_MAX = 100_000;

  /** Its Call-ID, for logs. */
  String id();

  /** What the plan, the destination or the URI gives the application; may be empty. */
  String argument();

  /** Who is there: the caller, or whom we called. */
  CallingParty caller();

  /** What the caller dialled; the application's name when it came by its URI. */
  String dialled();

  /** Whose call it was, and why it came here; null when the application itself was called. */
  @Nullable Diverted diverted();

  /**
   * Who pays for the number that a plan has given the program to call; nobody when there is none.
   */
  Payer payer();

  /** True for a call that we made; it is answered. */
  boolean outgoing();

  /** BCP 47. */
  String language();

  /** Speaks this from now on. */
  void language(String tag);

  Instant now();

  /** The site's. */
  ZoneId zone();

  /** True once the caller has hung up or is lost. */
  boolean gone();

  /** Where the program is, for who looks at live calls: two or three words. */
  void step(String name);

  // ---- the call

  /**
   * Answers it, if that was not done yet. Everything that sounds does so by itself.
   *
   * @return false when the caller is gone, or has no sound that we know
   */
  boolean answer();

  /** Lets the caller hear that it rings (180). Nothing once it is answered. */
  void ring();

  /**
   * Does not take the call; it is gone then. Hangs up when it is answered.
   *
   * @param status 400 to 699
   */
  void refuse(int status, String reason);

  /** Ends it; it is gone then. */
  void hangUp();

  /**
   * Sends the call there for good: what comes of it is none of the program's any more, and the call
   * is gone for it. A call that nobody takes ends.
   *
   * @param destination an extension, a number as it would be dialled, or a SIP address
   * @param payer whose class of service counts
   */
  void transfer(String destination, Payer payer);

  /**
   * Rules out that the caller is replaced (RFC 3891), even by the caller's pickup group: the caller
   * has proved an identity.
   */
  void keepCaller();

  /** Lets the caller talk to somebody; see {@link Bridge}. */
  Bridged bridge(Bridge bridge);

  // ---- sound

  /**
   * Says something, to its end. Keys that are pressed meanwhile wait for {@link #collect}.
   *
   * @return false when the caller is gone
   */
  boolean play(List<Prompt> prompts);

  /** The same. */
  default boolean play(Prompt... prompts) {
    return play(List.of(prompts));
  }

  /** Asks for digits; see {@link Collect}. */
  Collected collect(Collect collect);

  /** Waits for what comes first; see {@link Await}. */
  Awaited await(Await what);

  /** Plays these from now on and does not wait; empty for silence. */
  void background(List<Prompt> prompts);

  /** Goes forwards or backwards in what plays. */
  void seek(Duration by);

  /** Holds what plays where it is, or lets it go on. */
  void holdPlaying(boolean on);

  /** Records the caller; see {@link Recording}. */
  Recorded record(Recording recording);

  /**
   * Does nothing for a while; what plays goes on.
   *
   * @return false when the caller is gone
   */
  boolean pause(Duration length);

  /** Everything that the caller says comes back to it, or no more. */
  void echo(boolean on);

  /**
   * Takes a seat in a room. What is played now is heard by this caller alone, instead of the room.
   *
   * @param name of the caller, for {@link Room#talkers}
   * @return null when the room is full, or the caller is gone
   */
  Room.@Nullable Seat enter(Room room, String name, boolean muted);

  // ---- others

  /**
   * What came of what the caller has asked for. For any thread; nothing when it does not want to
   * know, or is gone.
   *
   * @param status 200 to 699
   */
  void referred(Referral referral, int status, String reason);

  /**
   * Gives up ringing in a {@link #bridge}, which returns {@link Bridged.NoAnswer} then, unless they
   * talk already. For any thread; nothing when nobody rings.
   */
  void stopRinging();

  /**
   * Says something to the program, which gets it in {@link #await}. For any thread. At most 64
   * wait; what comes then is lost, and logged.
   */
  void tell(Object message);
}
