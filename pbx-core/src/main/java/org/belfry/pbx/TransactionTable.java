package org.belfry.pbx;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.transaction.AnsweredRequests;
import org.belfry.pbx.sip.transaction.ClientKey;
import org.belfry.pbx.sip.transaction.ClientState;
import org.belfry.pbx.sip.transaction.ClientTransaction;
import org.belfry.pbx.sip.transaction.InviteClientTransaction;
import org.belfry.pbx.sip.transaction.InviteServerTransaction;
import org.belfry.pbx.sip.transaction.NonInviteClientTransaction;
import org.belfry.pbx.sip.transaction.NonInviteServerTransaction;
import org.belfry.pbx.sip.transaction.ServerKey;
import org.belfry.pbx.sip.transaction.ServerState;
import org.belfry.pbx.sip.transaction.ServerTransaction;
import org.belfry.pbx.sip.transaction.TimerValues;
import org.belfry.pbx.sip.transaction.TransactionEffect;
import org.belfry.pbx.sip.transaction.TransactionEvent;
import org.belfry.pbx.sip.transaction.TransactionTimer;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one lane: keeps their states, runs their machines, carries out their effects.
 * One that has nothing left to do but to give its answer again is kept as that answer alone.
 */
final class TransactionTable {
  /** How often answers are looked through for those whose time is over. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** Who is told what the transactions have to say. */
  interface User {
    void delivered(ClientEntry client, SipResponse response, Instant now);

    void timedOut(ClientEntry client, Instant now);

    void failed(ClientEntry client, String why, Instant now);

    void failed(ServerEntry server, String why, Instant now);

    /** A request is for an application of ours. */
    void toApplication(SipRequest request, ClientEntry branch);
  }

  private final Map<ServerKey, ServerEntry> servers = new HashMap<>();
  private final Map<ClientKey, ClientEntry> clients = new HashMap<>();

  /** Transactions that begin something, by what all copies of their request have alike. */
  private final Map<ServerEntry.Copies, ServerEntry> beginnings = new HashMap<>();

  private final AnsweredRequests answered;
  private final TracedNetwork network;
  private final User user;
  private final ServerTransaction[] inviteServer;
  private final ServerTransaction unproven;
  private final ServerTransaction[] otherServer;
  private final ClientTransaction[] inviteClient;
  private final ClientTransaction[] otherClient;
  private @Nullable Lane lane;

  /**
   * @param secret a random number
   * @param answerBytes room for the answers that are kept
   */
  TransactionTable(
      TimerValues timers, TracedNetwork network, long secret, long answerBytes, User user) {
    answered = new AnsweredRequests(secret, answerBytes);
    this.network = network;
    this.user = user;
    inviteServer =
        new ServerTransaction[] {
          new InviteServerTransaction(timers, false), new InviteServerTransaction(timers, true)
        };
    unproven = InviteServerTransaction.ofUnprovenSource(timers);
    otherServer =
        new ServerTransaction[] {
          new NonInviteServerTransaction(timers, false),
          new NonInviteServerTransaction(timers, true)
        };
    inviteClient =
        new ClientTransaction[] {
          new InviteClientTransaction(timers, false), new InviteClientTransaction(timers, true)
        };
    otherClient =
        new ClientTransaction[] {
          new NonInviteClientTransaction(timers, false),
          new NonInviteClientTransaction(timers, true)
        };
  }

  void runOn(Lane itsLane) {
    lane = itsLane;
  }

  int size() {
    return servers.size() + clients.size() + answered.size();
  }

  /** The transaction of a request, or null when there is none or it is answered for good. */
  @Nullable ServerEntry server(ServerKey key) {
    return servers.get(key);
  }

  /**
   * Gives a request the answer that it was given before (RFC 3261 §17.2.2).
   *
   * @param replyHop where answers to it go now: whoever asks again may sit behind another port of
   *     its NAT (RFC 3581 §4)
   * @return false when it was not answered yet
   */
  boolean answerAgain(ServerKey key, Hop replyHop, Instant now) {
    byte[] answer = answered.answerTo(key, now);
    if (answer == null) {
      return false;
    }
    network.send(answer, replyHop);
    return true;
  }

  /** Forgets answers that nobody asks for any more. */
  void forgetAnswers(Instant now) {
    answered.forget(now);
    if (answered.size() > 0) {
      lane().after(SWEEP, LaneEvent.AnswersExpire.EXPIRE, now);
    }
  }

  /** Timer J runs: what is left of the transaction is its answer. */
  private void linger(
      ServerEntry entry, ServerState.Completed state, Duration timerJ, Instant now) {
    if (answered.size() == 0) {
      lane().after(timerJ, LaneEvent.AnswersExpire.EXPIRE, now);
    }
    answered.keep(entry.key, state.response(), now.plus(timerJ));
    forget(entry);
  }

  @Nullable ClientEntry client(ClientKey key) {
    return clients.get(key);
  }

  /** Starts a server transaction for a request that matches none. */
  ServerEntry open(SipRequest request, ServerKey key, Hop replyHop) {
    boolean reliable = replyHop.transport().reliable();
    ServerTransaction machine =
        request.method().equals(Method.INVITE)
            ? reliable ? inviteServer[1] : unproven
            : otherServer[reliable ? 1 : 0];
    ServerEntry entry = new ServerEntry(key, machine, replyHop);
    entry.trace = network.current();
    servers.put(key, entry);
    // A REGISTER is told from its copies by its CSeq (§10.3), a CANCEL belongs to its request.
    if (request.toTag() == null
        && !request.method().equals(Method.REGISTER)
        && !request.method().equals(Method.CANCEL)) {
      ServerEntry.Copies copies = ServerEntry.Copies.of(request);
      if (beginnings.putIfAbsent(copies, entry) == null) {
        entry.copies = copies;
      }
    }
    return entry;
  }

  /** The sender is where it says: it has answered a challenge, or knows a dialog of ours. */
  void prove(ServerEntry entry) {
    if (entry.machine == unproven) {
      entry.machine = inviteServer[0];
    }
  }

  /** Whether the source of a datagram may still be forged. */
  boolean isUnproven(ServerEntry entry) {
    return entry.machine == unproven;
  }

  /**
   * True when a request outside of dialogs is being worked on that has come along another way
   * before (RFC 3261 §8.2.2.2). After a refusal the next way may be tried (RFC 3263 §4.3).
   *
   * @param mine the transaction of the request itself
   */
  boolean merges(SipRequest request, ServerEntry mine) {
    if (mine.copies != null || request.toTag() != null) {
      return false;
    }
    ServerEntry first = beginnings.get(ServerEntry.Copies.of(request));
    return first != null
        && first != mine
        && !(first.state instanceof ServerState.Completed)
        && !(first.state instanceof ServerState.Confirmed);
  }

  /** A request from inside: it needs no transaction, and its answers are handed back. */
  ServerEntry inside(SipRequest request, Hop hop, ServerEntry.Inside from) {
    return new ServerEntry(ServerKey.of(request), otherServer[1], hop, request, from);
  }

  /** Starts a client transaction for a request of our own. */
  void ask(SipRequest request, Hop hop, Inquiry inquiry, Instant now) {
    begin(enter(request, hop, null, 0, inquiry), request, now);
  }

  /** Starts a client transaction and sends the request. */
  void start(SipRequest request, Hop hop, @Nullable ProxyEntry proxy, int branch, Instant now) {
    if (hop.inside()) {
      // Nothing is lost within this process, so nothing need be repeated.
      ClientKey key = ClientKey.of(request);
      user.toApplication(request, new ClientEntry(key, otherClient[1], hop, proxy, branch, null));
      return;
    }
    begin(enter(request, hop, proxy, branch, null), request, now);
  }

  private ClientEntry enter(
      SipRequest request,
      Hop hop,
      @Nullable ProxyEntry proxy,
      int branch,
      @Nullable Inquiry inquiry) {
    ClientTransaction[] machines =
        request.method().equals(Method.INVITE) ? inviteClient : otherClient;
    ClientKey key = ClientKey.of(request);
    ClientEntry entry =
        new ClientEntry(
            key, machines[hop.transport().reliable() ? 1 : 0], hop, proxy, branch, inquiry);
    entry.trace = network.current();
    clients.put(key, entry);
    return entry;
  }

  private void begin(ClientEntry entry, SipRequest request, Instant now) {
    Step<ClientState, TransactionEffect> step = entry.machine.start(request);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  void on(ServerEntry entry, TransactionEvent event, Instant now) {
    if (entry.gone) {
      return;
    }
    Step<ServerState, TransactionEffect> step = entry.machine.on(entry.state, event, now);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  void on(ClientEntry entry, TransactionEvent event, Instant now) {
    ClientState state = entry.state;
    if (state == null || entry.gone) {
      return; // its start is still being carried out: a send failed at once, and start() reports it
    }
    Step<ClientState, TransactionEffect> step = entry.machine.on(state, event, now);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  void on(TransactionEntry entry, TransactionEvent event, Instant now) {
    switch (entry) {
      case ServerEntry server -> on(server, event, now);
      case ClientEntry client -> on(client, event, now);
    }
  }

  /** Sends a response to its request's transaction. */
  void respond(ServerEntry entry, SipResponse response, Instant now) {
    if (entry.inside != null) {
      entry.inside.answered(response);
      return;
    }
    on(entry, new TransactionEvent.ResponseGiven(response), now);
  }

  /**
   * Forgets a server transaction that will never be answered (RFC 4320 §4.2), or that our own fault
   * broke.
   */
  void forget(TransactionEntry entry) {
    entry.gone = true;
    entry.eachTimer(lane()::cancel);
    switch (entry) {
      case ServerEntry server when server.inside != null -> server.inside.abandoned();
      case ServerEntry server -> {
        servers.remove(server.key, server);
        if (server.copies != null) {
          beginnings.remove(server.copies, server);
        }
      }
      case ClientEntry client -> clients.remove(client.key, client);
    }
  }

  private void carryOut(
      TransactionEntry entry, List<? extends TransactionEffect> effects, Instant now) {
    for (int i = 0; i < effects.size(); i++) {
      carryOut(entry, effects.get(i), now);
    }
  }

  private void carryOut(TransactionEntry entry, TransactionEffect effect, Instant now) {
    switch (effect) {
      case TransactionEffect.Transmit e -> network.send(e.message(), entry.hop);
      case TransactionEffect.StartTimer e
          when e.timer() == TransactionTimer.J
              && entry instanceof ServerEntry server
              && server.state instanceof ServerState.Completed state ->
          linger(server, state, e.delay(), now);
      case TransactionEffect.StartTimer e -> {
        cancelTimer(entry, e.timer());
        entry.timer(
            e.timer(),
            lane().after(e.delay(), new LaneEvent.TransactionTimerFired(entry, e.timer()), now));
      }
      case TransactionEffect.StopTimer e -> cancelTimer(entry, e.timer());
      case TransactionEffect.Deliver e -> user.delivered((ClientEntry) entry, e.response(), now);
      case TransactionEffect.TimedOut e -> {
        if (entry instanceof ClientEntry client) {
          user.timedOut(client, now);
        }
      }
      case TransactionEffect.Failed e -> {
        switch (entry) {
          case ServerEntry server -> user.failed(server, e.why(), now);
          case ClientEntry client -> user.failed(client, e.why(), now);
        }
      }
      case TransactionEffect.Ended e -> forget(entry);
    }
  }

  /** Called when a timer has fired, so that nobody cancels what is gone. */
  void timerFired(TransactionEntry entry, TransactionTimer timer) {
    entry.timer(timer, null);
  }

  private void cancelTimer(TransactionEntry entry, TransactionTimer name) {
    var timer = entry.timer(name);
    if (timer != null) {
      lane().cancel(timer);
      entry.timer(name, null);
    }
  }

  private Lane lane() {
    Lane itsLane = lane;
    if (itsLane == null) {
      throw new IllegalStateException("the table is used before its lane runs");
    }
    return itsLane;
  }
}
