package org.belfry.pbx.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.trace.TracedNetwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one lane: keeps their states, runs their machines, carries out their effects.
 * One that has nothing left to do but to give its answer again is kept as that answer alone.
 */
public final class TransactionTable {
  /** How often answers are looked through for those whose time is over. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Map<ServerKey, ServerEntry> servers = new HashMap<>();
  private final Map<ClientKey, ClientEntry> clients = new HashMap<>();

  /** Transactions that begin something, by what all copies of their request have alike. */
  private final Map<ServerEntry.Copies, ServerEntry> beginnings = new HashMap<>();

  private final AnsweredRequests answered;
  private final TracedNetwork network;
  private final Post post;
  private final ServerTransaction[] inviteServer;
  private final ServerTransaction unproven;
  private final ServerTransaction[] otherServer;
  private final ClientTransaction[] inviteClient;
  private final ClientTransaction[] otherClient;

  /**
   * @param secret a random number
   * @param answerBytes room for the answers that are kept
   */
  public TransactionTable(
      TimerValues timers, TracedNetwork network, long secret, long answerBytes, Post post) {
    answered = new AnsweredRequests(secret, answerBytes);
    this.network = network;
    this.post = post;
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

  public int size() {
    return servers.size() + clients.size() + answered.size();
  }

  /** The transaction of a request, or null when there is none or it is answered for good. */
  public @Nullable ServerEntry server(ServerKey key) {
    return servers.get(key);
  }

  /** Whether a request from there has its final answer, which may be given again. */
  public boolean isAnswered(ServerKey key, Hop replyHop, Instant now) {
    return answered.answerTo(key, replyHop.remote().getAddress(), now) != null;
  }

  /**
   * Gives a request the answer that it was given before (RFC 3261 §17.2.2).
   *
   * @param replyHop where answers to it go now: whoever asks again may sit behind another port of
   *     its NAT (RFC 3581 §4)
   * @return false when it was not answered yet
   */
  public boolean answerAgain(ServerKey key, Hop replyHop, Instant now) {
    byte[] answer = answered.answerTo(key, replyHop.remote().getAddress(), now);
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
      post.after(SWEEP, TransactionLetter.AnswersExpire.EXPIRE, now);
    }
  }

  /** Timer J runs: what is left of the transaction is its answer. */
  private void linger(
      ServerEntry entry, ServerState.Completed state, Duration timerJ, Instant now) {
    if (answered.size() == 0) {
      post.after(timerJ, TransactionLetter.AnswersExpire.EXPIRE, now);
    }
    answered.keep(entry.key, entry.hop.remote().getAddress(), state.response(), now.plus(timerJ));
    forget(entry);
  }

  public @Nullable ClientEntry client(ClientKey key) {
    return clients.get(key);
  }

  /** Starts a server transaction for a request that matches none. */
  public ServerEntry open(SipRequest request, ServerKey key, Hop replyHop) {
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
    carryOut(entry, entry.machine.begins(), network.now());
    return entry;
  }

  /** The sender is where it says: it has answered a challenge, or knows a dialog of ours. */
  public void prove(ServerEntry entry) {
    if (entry.machine == unproven) {
      entry.machine = inviteServer[0];
    }
  }

  /** Whether the source of a datagram may still be forged. */
  public boolean isUnproven(ServerEntry entry) {
    return entry.machine == unproven;
  }

  /**
   * True when a request outside of dialogs is being worked on that has come along another way
   * before (RFC 3261 §8.2.2.2). After a refusal the next way may be tried (RFC 3263 §4.3).
   *
   * @param mine the transaction of the request itself
   */
  public boolean merges(SipRequest request, ServerEntry mine) {
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
  public ServerEntry inside(SipRequest request, Hop hop, ClientUser from) {
    return new ServerEntry(ServerKey.of(request), otherServer[1], hop, request, from);
  }

  /**
   * Starts a client transaction and sends the request.
   *
   * @param user told what comes of it, or null when nobody needs to know
   */
  public void start(SipRequest request, Hop hop, @Nullable ClientUser user, Instant now) {
    ClientEntry entry = enter(request, hop, user);
    Step<ClientState, TransactionEffect> step = entry.machine.start(request);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  private ClientEntry enter(SipRequest request, Hop hop, @Nullable ClientUser user) {
    ClientTransaction[] machines =
        request.method().equals(Method.INVITE) ? inviteClient : otherClient;
    ClientKey key = ClientKey.of(request);
    ClientEntry entry =
        new ClientEntry(key, machines[hop.transport().reliable() ? 1 : 0], hop, user);
    entry.trace = network.current();
    clients.put(key, entry);
    return entry;
  }

  public void on(ServerEntry entry, TransactionEvent event, Instant now) {
    if (entry.gone) {
      return;
    }
    Step<ServerState, TransactionEffect> step = entry.machine.on(entry.state, event, now);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  public void on(ClientEntry entry, TransactionEvent event, Instant now) {
    ClientState state = entry.state;
    if (state == null || entry.gone) {
      return; // its start is still being carried out: a send failed at once, and start() reports it
    }
    Step<ClientState, TransactionEffect> step = entry.machine.on(state, event, now);
    entry.state = step.state();
    carryOut(entry, step.effects(), now);
  }

  public void on(TransactionEntry entry, TransactionEvent event, Instant now) {
    switch (entry) {
      case ServerEntry server -> on(server, event, now);
      case ClientEntry client -> on(client, event, now);
    }
  }

  /** Sends a response to its request's transaction. */
  public void respond(ServerEntry entry, SipResponse response, Instant now) {
    if (entry.inside() != null) {
      post.send(entry.inside().answered(response));
      return;
    }
    on(entry, new TransactionEvent.ResponseGiven(response), now);
  }

  /**
   * Forgets a server transaction that will never be answered (RFC 4320 §4.2), or that our own fault
   * broke.
   */
  public void forget(TransactionEntry entry) {
    entry.gone = true;
    entry.eachTimer(post::cancel);
    switch (entry) {
      case ServerEntry server when server.inside() != null ->
          post.send(server.inside().silent(408, "nobody answers"));
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
            post.after(e.delay(), new TransactionLetter.TimerFired(entry, e.timer()), now));
      }
      case TransactionEffect.StopTimer e -> cancelTimer(entry, e.timer());
      case TransactionEffect.Deliver e -> {
        if (entry instanceof ClientEntry client && client.user != null) {
          post.send(client.user.answered(e.response()));
        }
      }
      case TransactionEffect.TimedOut e -> silent(entry, 408, "no answer in time");
      case TransactionEffect.Failed e -> silent(entry, 503, e.why());
      case TransactionEffect.Ended e -> forget(entry);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TransactionTable.class);

  /** Nothing comes of a request, or a response could not be sent. */
  private void silent(TransactionEntry entry, int status, String why) {
    switch (entry) {
      case ServerEntry server -> {
        LOG.debug("a response did not reach {}: {}", server.hop.shown(), why);
        ServerUser user = server.user();
        if (status == 408 && user != null) {
          post.send(user.overdue());
        }
      }
      case ClientEntry client -> {
        if (client.user != null) {
          post.send(client.user.silent(status, why));
        }
      }
    }
  }

  /** What a transaction waited for. */
  public void on(TransactionLetter letter, Instant now) {
    switch (letter) {
      case TransactionLetter.TimerFired e -> {
        e.entry().timer(e.timer(), null); // nobody cancels what is gone
        on(e.entry(), new TransactionEvent.TimerFired(e.timer()), now);
      }
      case TransactionLetter.AnswersExpire e -> forgetAnswers(now);
    }
  }

  /** Our own fault broke it: whoever uses it hears that nothing comes of its request. */
  public void broken(TransactionEntry entry) {
    forget(entry);
    if (entry instanceof ClientEntry client && client.user != null) {
      post.send(client.user.silent(503, "our own fault"));
    }
  }

  private void cancelTimer(TransactionEntry entry, TransactionTimer name) {
    var timer = entry.timer(name);
    if (timer != null) {
      post.cancel(timer);
      entry.timer(name, null);
    }
  }
}
