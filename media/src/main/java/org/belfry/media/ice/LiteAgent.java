package org.belfry.media.ice;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunFault;
import org.jspecify.annotations.Nullable;

/**
 * An agent that only answers (RFC 8445 §2.5): the far end checks, and what it nominates is
 * selected. It sends no checks of its own, so that the far end's are its consent (RFC 7675 §5.1
 * leaves no other sign): while they come from the selected address it agrees to be sent to.
 */
public final class LiteAgent implements IceAgent {
  /** The far end may nominate another pair when it has been silent on the old one so long. */
  static final Duration MOVES_AFTER = Duration.ofSeconds(5);

  private final IceSettings settings;
  private final List<LocalCandidate> locals;
  private final IceOutput output;
  private final Role role = Role.controlledForGood();
  private final BindingServer server;
  private final Map<InetSocketAddress, Candidate> remotes = new LinkedHashMap<>();
  private IceCredentials credentials;
  private @Nullable RemoteIce remote;
  private State state = State.NEW;
  private @Nullable Nominated nominated;
  private @Nullable Instant giveUpAt;

  private record Nominated(SelectedPair pair, long priority, Instant heardAt) {
    boolean is(Checked check) {
      return pair.remote().equals(check.from()) && pair.base().equals(check.base());
    }

    Nominated heard(Instant now) {
      return new Nominated(pair, priority, now);
    }
  }

  /**
   * @param locals what we tell the far end; may be empty only when we learn of no address of ours
   */
  public LiteAgent(
      IceSettings settings,
      IceCredentials credentials,
      List<LocalCandidate> locals,
      IceOutput output) {
    this.settings = settings;
    this.credentials = credentials;
    this.locals = List.copyOf(locals);
    this.output = output;
    this.server = new BindingServer(credentials, role, output);
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
    return nominated == null ? null : nominated.pair();
  }

  @Override
  public void remote(RemoteIce description, Instant now) {
    RemoteIce before = remote;
    if (before != null && !before.credentials().equals(description.credentials())) {
      remotes.clear();
    }
    remote = description;
    if (state == State.NEW) {
      state = State.CHECKING;
      giveUpAt = now.plus(settings.giveUpAfter());
    }
    for (Candidate candidate : description.candidates()) {
      addRemote(candidate, now);
    }
    if (description.lite() && nominated == null) {
      selectWithoutChecks(now);
    }
  }

  @Override
  public void addRemote(Candidate candidate, Instant now) {
    if (remotes.size() < settings.maxRemoteCandidates()) {
      remotes.putIfAbsent(candidate.address(), candidate);
    }
    RemoteIce there = remote;
    if (there != null && there.lite() && nominated == null) {
      selectWithoutChecks(now);
    }
  }

  @Override
  public void endOfCandidates(Instant now) {
    // The far end checks with what it has; nothing here waits for its candidates.
  }

  // RFC 8445 §8.2: between two lite agents nobody checks; the best pair of a family is taken.
  private void selectWithoutChecks(Instant now) {
    Candidate best = null;
    LocalCandidate ours = null;
    for (Candidate candidate : remotes.values()) {
      LocalCandidate base = baseFor(candidate.address());
      if (base != null && (best == null || candidate.priority() > best.priority())) {
        best = candidate;
        ours = base;
      }
    }
    if (best != null && ours != null) {
      SelectedPair pair =
          new SelectedPair(
              ours.base(),
              best.address(),
              ours.candidate().address(),
              ours.candidate().type(),
              best.type());
      select(new Nominated(pair, best.priority(), now), false);
    }
  }

  private @Nullable LocalCandidate baseFor(InetSocketAddress there) {
    for (LocalCandidate local : locals) {
      if (local.base().getAddress().getClass() == there.getAddress().getClass()) {
        return local;
      }
    }
    return null;
  }

  @Override
  public Received received(
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress from,
      InetSocketAddress base,
      Instant now) {
    return switch (StunCodec.read(bytes, offset, length)) {
      case StunFault fault -> Received.MALFORMED;
      case ReceivedStun stun when stun.message().method() != Method.BINDING -> Received.MALFORMED;
      case ReceivedStun stun when stun.message().stunClass() == StunClass.INDICATION ->
          Received.TAKEN;
      case ReceivedStun stun when stun.message().stunClass() != StunClass.REQUEST -> Received.STRAY;
      case ReceivedStun stun -> {
        Checked check = server.answer(stun, from, base);
        if (check == null) {
          yield Received.REFUSED;
        }
        checked(check, now);
        yield Received.ANSWERED;
      }
    };
  }

  private void checked(Checked check, Instant now) {
    Nominated old = nominated;
    if (old != null && old.is(check)) {
      nominated = old.heard(now);
      boolean revives = state != State.CONNECTED && (check.nominates() || state == State.LOST);
      if (revives && check.current()) {
        select(old.heard(now), true);
      }
    } else if (check.nominates() && check.current() && state != State.FAILED) {
      Candidate known = remotes.get(check.from());
      long priority = known == null ? check.priority() : known.priority();
      // RFC 8445 §8.1.1 nominates once. Older peers nominate each pair that works, and the best
      // counts; and a far end that moved nominates a worse one after the old one fell silent.
      boolean moves =
          old == null
              || state != State.CONNECTED
              || priority > old.priority()
              || Duration.between(old.heardAt(), now).compareTo(MOVES_AFTER) > 0;
      if (moves) {
        select(new Nominated(pair(check, known), priority, now), true);
      }
    }
  }

  private SelectedPair pair(Checked check, @Nullable Candidate known) {
    CandidateType theirs = known == null ? CandidateType.PEER_REFLEXIVE : known.type();
    for (LocalCandidate local : locals) {
      if (local.base().equals(check.base())) {
        Candidate ours = local.candidate();
        return new SelectedPair(check.base(), check.from(), ours.address(), ours.type(), theirs);
      }
    }
    return new SelectedPair(check.base(), check.from(), check.base(), CandidateType.HOST, theirs);
  }

  private void select(Nominated chosen, boolean checked) {
    nominated = chosen;
    state = State.CONNECTED;
    giveUpAt = null;
    server.forget();
    output.happened(new IceEvent.Selected(chosen.pair(), checked));
  }

  @Override
  public void restart(IceCredentials fresh, Instant now) {
    credentials = fresh;
    server.restart(fresh);
    remotes.clear();
    remote = null;
    state = State.NEW;
    giveUpAt = now.plus(settings.giveUpAfter());
    output.happened(new IceEvent.Restarted(fresh));
  }

  @Override
  public @Nullable Instant wakeAt() {
    Nominated there = nominated;
    return switch (state) {
      case NEW, CHECKING -> giveUpAt;
      case CONNECTED ->
          there == null || silentByNature()
              ? null
              : there.heardAt().plus(settings.consentExpires());
      case LOST, FAILED -> null;
    };
  }

  // Two lite agents never hear checks of each other; the media time-out watches them.
  private boolean silentByNature() {
    RemoteIce there = remote;
    return there != null && there.lite();
  }

  @Override
  public void wake(Instant now) {
    Instant due = wakeAt();
    if (due == null || now.isBefore(due)) {
      return;
    }
    if (state == State.CONNECTED && nominated != null) {
      state = State.LOST;
      output.happened(
          new IceEvent.ConsentLost(
              nominated.pair().remote(),
              "no check came from the far end for %d s"
                  .formatted(settings.consentExpires().toSeconds())));
    } else {
      state = State.FAILED;
      nominated = null;
      output.happened(
          new IceEvent.Failed(
              "the far end nominated no candidate within %d s"
                  .formatted(settings.giveUpAfter().toSeconds())));
    }
  }

  @Override
  public String debugState() {
    List<String> parts = new ArrayList<>();
    parts.add("lite " + state);
    parts.add("ufrag " + credentials.ufrag());
    parts.add("selected " + selected());
    parts.add(remotes.size() + " remote candidates");
    return String.join(", ", parts);
  }
}
