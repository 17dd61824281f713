package org.belfry.pbx;

import org.belfry.pbx.app.trunk.TrunkEvent;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.proxy.ProxyEvent;
import org.belfry.pbx.proxy.Target;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.Question;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.transaction.TransactionTimer;
import org.jspecify.annotations.Nullable;

/** What can happen to a lane. */
public sealed interface LaneEvent extends Event {

  /** A message came in. */
  record Received(SipMessage message, Hop from) implements LaneEvent {}

  /** A message of ours could not be sent. */
  record SendFailed(SipMessage message, Hop to, String why) implements LaneEvent {}

  /** A transaction's timer. */
  record TransactionTimerFired(TransactionEntry entry, TransactionTimer timer)
      implements LaneEvent {}

  /** It is time to forget answers that nobody asks for any more. */
  record AnswersExpire() implements LaneEvent {
    static final AnswersExpire EXPIRE = new AnswersExpire();
  }

  /** A forwarded request's Timer C or ring timer. */
  record ProxyTimerFired(ProxyEntry entry, ProxyEvent event) implements LaneEvent {}

  /** The DNS has answered a question of a search. */
  record NameAnswered(HopFinder.Search search, Question question, Answer answer)
      implements LaneEvent {}

  /** A search for the hops of a name has lasted long enough. */
  record SearchOverdue(HopFinder.Search search) implements LaneEvent {}

  /** A hop of a branch has said nothing for long enough, and there is another. */
  record HopOverdue(ProxyEntry entry, int index, ProxyEntry.Attempt attempt) implements LaneEvent {}

  /** A call is to be ended by us, for both sides. */
  record CallToEnd(String callId, CallRecord.Cause cause, String why) implements LaneEvent {}

  /**
   * A ringing call is to ring here as well.
   *
   * @param by who fetches it
   */
  record CallFetched(String callId, Target here, String by) implements LaneEvent {}

  /** A text of ours to the phones of a user (RFC 3428). */
  record TextToSend(String callId, String extension, String text) implements LaneEvent {}

  /**
   * A registered phone is to do something with itself.
   *
   * @param contact of its binding
   * @param event as its maker wants it, {@code check-sync;reboot=false}
   */
  record PhoneToTell(Aor aor, String contact, String event) implements LaneEvent {}

  /** Something to be said of a call in its ladder. */
  record CallNoted(String callId, String what) implements LaneEvent {}

  /** Something happened to a call that we hold ourselves. */
  record AgentHappened(AgentEvent event) implements LaneEvent {}

  /** The lane that owns the trunk asks its server at once. */
  record TrunkTried(String trunk) implements LaneEvent {}

  /** Trunks may have come, gone or changed. */
  record TrunksChanged() implements LaneEvent {}

  /** All trunks end; {@code done} is run when they have. */
  record TrunksStopped(Runnable done) implements LaneEvent {}

  /** Somebody wants to know whether the lane still does its work; it runs this. */
  record PulseAsked(Runnable beat) implements LaneEvent {}

  /** Something happened to a trunk: the time it waited for has come. */
  record TrunkHappened(TrunkLines.Line line, TrunkEvent event) implements LaneEvent {}

  /** The connection to a trunk's server is closed. */
  record TrunkFlowClosed(Hop hop) implements LaneEvent {}

  /** The earliest binding of an AOR runs out. */
  record BindingsExpire(Aor aor) implements LaneEvent {}

  /** Time to look for calls that have lasted longer than one may. */
  record CallsSwept() implements LaneEvent {}

  /** An administrator removed a binding, or its user is gone (contact null: all of them). */
  record BindingRemoved(Aor aor, @Nullable String contact) implements LaneEvent {}

  /** The connection over which a phone was reached is closed. */
  record FlowClosed(Aor aor, long connection) implements LaneEvent {}

  /** Time to ask the phones of an AOR whether they are still there. */
  record KeepAliveDue(Aor aor) implements LaneEvent {}

  /** What somebody may watch has changed, or may have. */
  record ResourceChanged(Aor aor) implements LaneEvent {}

  /** A subscription's time is over. */
  record SubscriptionExpired(Subscriptions.Entry entry) implements LaneEvent {}

  /** A watcher may be told of another change. */
  record NotifyIntervalOver(Subscriptions.Entry entry) implements LaneEvent {}

  /** What somebody has published runs out. */
  record PublicationsExpire(Aor aor) implements LaneEvent {}

  /** Bindings were restored: set their timers. */
  record BindingsRestored(Aor aor) implements LaneEvent {}
}
