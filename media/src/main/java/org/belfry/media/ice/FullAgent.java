package org.belfry.media.ice;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.belfry.media.ice.CandidatePair.Progress;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunFault;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * An agent that checks pairs itself (RFC 8445 §6 to §8), nominates once (§8.1.1) when it controls,
 * and asks for consent on the pair that was selected.
 *
 * <p>DEVIATION RFC 8445 §6.1.2.6: foundations are frozen and thawed within a component only, as
 * each component has an agent of its own. It costs a few checks more where RTCP has its own port.
 */
public final class FullAgent implements IceAgent {
  private static final int EARLY_MAX = 16;

  private final IceSettings settings;
  private final List<LocalCandidate> locals;
  private final IceOutput output;
  private final RandomGenerator random;
  private final Role role;
  private final BindingServer server;
  private final CheckList checkList;
  private final Map<TransactionId, Check> checks = new LinkedHashMap<>();
  private final List<Checked> early = new ArrayList<>();
  private IceCredentials credentials;
  private State state = State.NEW;
  private @Nullable FarEnd remote;
  private @Nullable Selection selection;
  private @Nullable Instant giveUpAt;
  private @Nullable Instant nominateAt;
  private @Nullable CandidatePair nominee;
  private Instant paceAt = Instant.EPOCH;
  private int learned;

  /** What media uses; outlives a restart, with the far end's credentials it was found with. */
  private record Selection(
      CandidatePair pair, Consent consent, IceCredentials local, FarEnd remote, Instant since) {}

  /**
   * @param controlling whether ours was the offer (RFC 8445 §6.1.1)
   * @param random of transaction ids, tie-breaker and spreads: one that strangers cannot foresee
   */
  public FullAgent(
      IceSettings settings,
      IceCredentials credentials,
      List<LocalCandidate> locals,
      boolean controlling,
      RandomGenerator random,
      IceOutput output) {
    this.settings = settings;
    this.credentials = credentials;
    this.locals = List.copyOf(locals);
    this.output = output;
    this.random = random;
    this.role = Role.of(controlling, random.nextLong());
    this.server = new BindingServer(credentials, role, output);
    this.checkList = new CheckList(settings.maxPairs());
  }

  @Override
  public IceCredentials credentials() {
    return credentials;
  }

  @Override
  public List<Candidate> candidates() {
    return locals.stream().map(LocalCandidate::candidate).toList();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public boolean controlling() {
    return role.controlling();
  }

  @Override
  public @Nullable SelectedPair selected() {
    return selection == null ? null : selection.pair().selected();
  }

  // ---- the far end's description ---------------------------------------------------------------

  @Override
  public void remote(RemoteIce description, Instant now) {
    FarEnd before = remote;
    if (before == null || !before.isOf(description)) {
      begin(description, now);
    }
    for (Candidate candidate : description.candidates()) {
      addRemote(candidate, now);
    }
    List<Checked> waiting = List.copyOf(early);
    early.clear();
    for (Checked check : waiting) {
      checked(check, now);
    }
    wake(now);
  }

  private void begin(RemoteIce description, Instant now) {
    checkList.clear();
    checks.clear();
    nominateAt = null;
    nominee = null;
    remote = new FarEnd(description);
    if (description.lite()) {
      role.control();
    }
    state = State.CHECKING;
    giveUpAt = now.plus(settings.giveUpAfter());
  }

  @Override
  public void addRemote(Candidate candidate, Instant now) {
    FarEnd there = remote;
    if (there == null
        || there.candidates() >= settings.maxRemoteCandidates()
        || there.knows(candidate.address())) {
      return;
    }
    there.add(candidate);
    checkList.add(candidate, locals, role.controlling());
  }

  @Override
  public void endOfCandidates(Instant now) {
    // RFC 8863 §4: even then the far end's own checks may show a way, so failing waits for the
    // limit.
  }

  @Override
  public void restart(IceCredentials fresh, Instant now) {
    credentials = fresh;
    server.restart(fresh);
    checkList.clear();
    checks.clear();
    early.clear();
    remote = null;
    nominateAt = null;
    nominee = null;
    state = State.NEW;
    giveUpAt = now.plus(settings.giveUpAfter());
    output.happened(new IceEvent.Restarted(fresh));
  }

  // ---- what comes ------------------------------------------------------------------------------

  @Override
  public Received received(
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress from,
      InetSocketAddress base,
      Instant now) {
    Received outcome =
        switch (StunCodec.read(bytes, offset, length)) {
          case StunFault fault -> Received.MALFORMED;
          case ReceivedStun stun when stun.message().method() != Method.BINDING ->
              Received.MALFORMED;
          case ReceivedStun stun -> message(stun, from, base, now);
        };
    if (outcome == Received.ANSWERED || outcome == Received.TAKEN) {
      wake(now);
    }
    return outcome;
  }

  private Received message(
      ReceivedStun stun, InetSocketAddress from, InetSocketAddress base, Instant now) {
    StunClass stunClass = stun.message().stunClass();
    if (stunClass == StunClass.INDICATION) {
      return Received.TAKEN; // keeps a NAT's binding; says nothing
    }
    if (stunClass != StunClass.REQUEST) {
      return response(stun, from, base, now);
    }
    Checked check = server.answer(stun, from, base);
    if (check == null) {
      return Received.REFUSED;
    }
    if (check.switched()) {
      checkList.sort(role.controlling());
    }
    if (check.current() && remote != null) {
      checked(check, now);
    } else if (check.current() && early.size() < EARLY_MAX) {
      early.add(check);
    }
    return Received.ANSWERED;
  }

  // RFC 8445 §7.3.1.3 to §7.3.1.5: learn the candidate, check back, take the nomination.
  private void checked(Checked check, Instant now) {
    CandidatePair pair = checkList.find(check.base(), check.from());
    if (pair == null) {
      pair = learn(check);
    }
    if (pair == null || state == State.FAILED) {
      return;
    }
    boolean nominated = check.nominates() && !role.controlling();
    if (state == State.LOST) {
      pair.nominateWhenValid(true); // it is back: ask on this pair, and an answer revives
    } else if (pair.state() == Progress.SUCCEEDED) {
      if (nominated) {
        nominated(pair, now);
      }
      return;
    }
    if (nominated) {
      pair.nominateWhenValid(true);
    }
    if (pair.state() == Progress.IN_PROGRESS) {
      cancel(pair);
    }
    checkList.trigger(pair);
  }

  private @Nullable CandidatePair learn(Checked check) {
    for (LocalCandidate local : locals) {
      if (local.base().equals(check.base())) {
        Candidate candidate =
            new Candidate(
                "p" + ++learned,
                local.candidate().component(),
                check.priority(),
                check.from(),
                CandidateType.PEER_REFLEXIVE,
                null);
        return checkList.learn(local, candidate, role.controlling());
      }
    }
    return null;
  }

  private void cancel(CandidatePair pair) {
    checks.replaceAll((id, check) -> check.pair() == pair ? check.cancel() : check);
  }

  private Received response(
      ReceivedStun stun, InetSocketAddress from, InetSocketAddress base, Instant now) {
    TransactionId id = stun.message().id();
    Selection chosen = selection;
    if (chosen != null && chosen.consent().isOurs(id)) {
      boolean agrees =
          stun.message().stunClass() == StunClass.SUCCESS
              && chosen.pair().joins(base, from)
              && chosen.remote().hasSigned(stun)
              && chosen.consent().answered(id, now);
      if (agrees && state == State.LOST) {
        state = State.CONNECTED;
        output.happened(new IceEvent.Selected(chosen.pair().selected(), true));
      }
      return agrees ? Received.TAKEN : Received.STRAY;
    }
    Check check = checks.get(id);
    FarEnd there = remote;
    if (check == null || there == null) {
      return Received.STRAY;
    }
    boolean success = stun.message().stunClass() == StunClass.SUCCESS;
    boolean signed = there.hasSigned(stun);
    if (success && !signed) {
      return Received.STRAY; // RFC 8489 §9.1.4: as if it had never come
    }
    checks.remove(id);
    if (!success) {
      refused(check, stun.message().errorCode(), signed);
    } else if (!check.pair().joins(base, from)) {
      lost(check); // RFC 8445 §7.2.5.2.1: came from elsewhere
    } else {
      succeeded(check, stun.message(), now);
    }
    return Received.TAKEN;
  }

  private void refused(Check check, int code, boolean signed) {
    if (code == 487 && signed) {
      role.refused(check.controlling());
      checkList.sort(role.controlling());
      check.pair().become(Progress.WAITING);
      checkList.trigger(check.pair());
    } else if (!check.cancelled()) {
      lost(check);
    }
  }

  private void lost(Check check) {
    if (check.nominates()) {
      check.pair().nominationHasFailed();
      check.pair().nominateWhenValid(false);
      nominee = null;
    } else {
      checkList.failed(check.pair());
    }
  }

  private void succeeded(Check check, StunMessage success, Instant now) {
    CandidatePair pair = check.pair();
    InetSocketAddress seenAs = success.address(AttributeType.XOR_MAPPED_ADDRESS);
    if (seenAs != null) {
      pair.seenAs(seenAs);
    }
    checkList.succeeded(pair);
    if (check.nominates() && role.controlling()) {
      nominated(pair, now);
    } else if (!role.controlling() && pair.nominateWhenValid()) {
      nominated(pair, now);
    } else if (role.controlling() && nominateAt == null && state == State.CHECKING) {
      nominateAt = now.plus(settings.patience());
    }
  }

  private void nominated(CandidatePair pair, Instant now) {
    Selection old = selection;
    FarEnd there = remote;
    if (there == null || !replaces(pair, old, now)) {
      return;
    }
    if (old != null && old.pair() == pair && state == State.CONNECTED) {
      return;
    }
    selection = new Selection(pair, new Consent(settings, random, now), credentials, there, now);
    state = State.CONNECTED;
    giveUpAt = null;
    nominateAt = null;
    server.forget();
    output.happened(new IceEvent.Selected(pair.selected(), true));
  }

  // Peers of RFC 5245 nominate each pair that works: the best counts (its §8.1.1.2). Later than
  // that, a far end that nominates another pair has moved.
  private boolean replaces(CandidatePair pair, @Nullable Selection old, Instant now) {
    if (old == null || state != State.CONNECTED) {
      return true;
    }
    boolean better = pair.priority(role.controlling()) > old.pair().priority(role.controlling());
    return better || Duration.between(old.since(), now).compareTo(LiteAgent.MOVES_AFTER) > 0;
  }

  // ---- time ------------------------------------------------------------------------------------

  @Override
  public @Nullable Instant wakeAt() {
    Instant at = giveUpAt;
    Selection chosen = selection;
    if (chosen != null && state != State.FAILED) {
      at = sooner(at, consentAt(chosen));
    }
    at = sooner(at, nominationAt());
    for (Check check : checks.values()) {
      at = sooner(at, check.dueAt());
    }
    return remote != null && checkList.hasNext() ? sooner(at, paceAt) : at;
  }

  private @Nullable Instant consentAt(Selection chosen) {
    // While a restart looks for a new pair the limit on that is what counts.
    return state == State.CONNECTED ? chosen.consent().wakeAt() : null;
  }

  private static @Nullable Instant sooner(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  @Override
  public void wake(Instant now) {
    if (state == State.FAILED) {
      return;
    }
    retransmit(now);
    nominate(now);
    FarEnd there = remote;
    if (there != null && !now.isBefore(paceAt)) {
      CandidatePair next = checkList.next();
      if (next != null) {
        send(next, there, now);
        paceAt = now.plus(settings.pace());
      }
    }
    keepConsent(now);
    Instant limit = giveUpAt;
    if (limit != null && !now.isBefore(limit)) {
      giveUp();
    }
  }

  private void retransmit(Instant now) {
    for (Map.Entry<TransactionId, Check> entry : List.copyOf(checks.entrySet())) {
      Check check = entry.getValue();
      if (now.isBefore(check.dueAt())) {
        continue;
      }
      if (check.cancelled()) {
        checks.remove(entry.getKey());
      } else if (check.sent() >= settings.transmissions()) {
        checks.remove(entry.getKey());
        lost(check);
      } else {
        checks.put(
            entry.getKey(),
            check.again(now, settings.transmissions(), settings.firstRetransmission()));
        CandidatePair pair = check.pair();
        output.send(check.bytes(), pair.local().base(), pair.remote().address());
      }
    }
  }

  // RFC 8445 §8.1.1: one pair, once nothing better is to be hoped for or patience has ended. Should
  // its nomination fail, the next best has its turn.
  private void nominate(Instant now) {
    Instant at = nominationAt();
    if (at == null) {
      return;
    }
    CandidatePair best = checkList.bestValid();
    if (best == null) {
      nominateAt = null;
    } else if (!now.isBefore(at) || !checkList.betterMayCome(best)) {
      nominee = best;
      best.nominateWhenValid(true);
      checkList.trigger(best);
    }
  }

  private @Nullable Instant nominationAt() {
    boolean ours = role.controlling() && state == State.CHECKING && nominee == null;
    return ours ? nominateAt : null;
  }

  private void send(CandidatePair pair, FarEnd there, Instant now) {
    boolean nominates = role.controlling() && pair.nominateWhenValid();
    TransactionId id = TransactionId.next(random);
    byte[] bytes = there.check(id, pair, credentials, role, nominates);
    Duration busy = settings.pace().multipliedBy(checks.size() + 1L);
    Duration rto =
        busy.compareTo(settings.firstRetransmission()) > 0 ? busy : settings.firstRetransmission();
    checks.put(id, Check.first(pair, bytes, nominates, role.controlling(), now, rto));
    if (pair.state() != Progress.SUCCEEDED) {
      pair.become(Progress.IN_PROGRESS);
    }
    output.send(bytes, pair.local().base(), pair.remote().address());
  }

  private void keepConsent(Instant now) {
    Selection chosen = selection;
    if (chosen == null || state != State.CONNECTED) {
      return;
    }
    if (chosen.consent().expired(now)) {
      state = State.LOST;
      output.happened(
          new IceEvent.ConsentLost(
              chosen.pair().remote().address(),
              "the far end has not answered for %d s"
                  .formatted(settings.consentExpires().toSeconds())));
    } else if (chosen.consent().due(now)) {
      TransactionId id = TransactionId.next(random);
      chosen.consent().asked(id, now);
      CandidatePair pair = chosen.pair();
      output.send(
          chosen.remote().check(id, pair, chosen.local(), role, false),
          pair.local().base(),
          pair.remote().address());
    }
  }

  private void giveUp() {
    FarEnd there = remote;
    int tried = there == null ? 0 : there.candidates();
    String why =
        there == null
            ? "the far end's description did not come within %d s"
                .formatted(settings.giveUpAfter().toSeconds())
            : "none of the far end's %d candidates answered on any of our %d addresses within %d s"
                .formatted(tried, locals.size(), settings.giveUpAfter().toSeconds());
    state = State.FAILED;
    giveUpAt = null;
    selection = null;
    checks.clear();
    checkList.clear();
    output.happened(new IceEvent.Failed(why));
  }

  @Override
  public String debugState() {
    return "full %s, %s, ufrag %s, selected %s, pairs %s"
        .formatted(
            state,
            role.controlling() ? "controlling" : "controlled",
            credentials.ufrag(),
            selected(),
            checkList.pairs());
  }
}
