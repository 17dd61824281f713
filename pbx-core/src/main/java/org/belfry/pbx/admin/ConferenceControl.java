package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Conferences that go on right now: who is in them, and what is done there. */
public interface ConferenceControl {

  /** All that go on, by name. */
  List<ConferenceView> conferences();

  /**
   * @throws NotFound when nobody is in the room
   */
  ConferenceView conference(String name);

  /**
   * @param callId of the participant
   * @throws NotFound when nobody is in the room, or not this one
   */
  void mute(String name, String callId, boolean on);

  /**
   * Everybody but the moderators.
   *
   * @throws NotFound when nobody is in the room
   */
  void muteAll(String name, boolean on);

  /**
   * Sends somebody away.
   *
   * @throws NotFound when nobody is in the room, or not this one
   */
  void kick(String name, String callId);

  /**
   * @throws NotFound when nobody is in the room
   */
  void lock(String name, boolean on);

  /**
   * Begins or ends a recording, which everybody is told.
   *
   * @throws NotFound when nobody is in the room
   */
  void record(String name, boolean on);

  /**
   * Sends everybody away.
   *
   * @throws NotFound when nobody is in the room
   */
  void end(String name);

  /**
   * Calls somebody in; who answers must press 1.
   *
   * @param number an extension or number as it would be dialled, or a SIP address
   * @return the Call-ID of that call
   * @throws NotFound when nobody is in the room
   * @throws InvalidCommand when that is no number
   */
  String invite(String name, String number);

  /**
   * The same, where the permissions of a user count and not the site's.
   *
   * @param extension of that user
   */
  String invite(String name, String number, String extension);

  /**
   * Calls the listener with a conference after it has changed, on a thread of the appliance's; the
   * listener must return at once.
   */
  LiveUpdates.Subscription onChange(Consumer<ConferenceView> listener);

  /**
   * A conference that goes on.
   *
   * @param mutedAll whether participants are muted until a moderator says otherwise
   * @param participants in the order in which they came; none in the last word on a conference
   */
  record ConferenceView(
      String name,
      @Nullable String number,
      String title,
      Instant since,
      boolean locked,
      boolean mutedAll,
      boolean recording,
      List<ParticipantView> participants) {}

  /**
   * @param waiting whether it waits for a moderator
   * @param talking whether it is heard just now
   */
  record ParticipantView(
      String callId,
      @Nullable String name,
      @Nullable String number,
      boolean moderator,
      boolean muted,
      boolean waiting,
      boolean talking,
      Instant since) {}
}
