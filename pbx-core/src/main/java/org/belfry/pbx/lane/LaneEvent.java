package org.belfry.pbx.lane;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipMessage;

/** What happens to a lane from outside that is for none of its machines alone. */
public sealed interface LaneEvent extends Event {

  /** A message came in. */
  record Received(SipMessage message, Hop from) implements LaneEvent {}

  /** A message of ours could not be sent. */
  record SendFailed(SipMessage message, Hop to, String why) implements LaneEvent {}

  /** A text of ours to the phones of a user (RFC 3428). */
  record TextToSend(String callId, String extension, String text) implements LaneEvent {}

  /** What has become of such a text: its status. */
  record TextEnded(String extension, int status) implements LaneEvent {}

  /** Something to be said of a call in its ladder. */
  record CallNoted(String callId, String what) implements LaneEvent {}

  /** Somebody wants to know whether the lane still does its work; it runs this. */
  record PulseAsked(Runnable beat) implements LaneEvent {}
}
