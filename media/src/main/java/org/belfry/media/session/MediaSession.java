package org.belfry.media.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.Agreement;
import org.belfry.media.sdp.negotiation.CallNegotiation;
import org.belfry.media.sdp.negotiation.CallNegotiation.Where;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.belfry.media.server.MediaCall;
import org.belfry.media.server.MediaEvents;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call: a caller (A), and callees (B) of whom one will answer. Signalling shows
 * each description that passes to {@link #describe} and sends on what it gives. Called from one
 * thread at a time.
 *
 * <p>Each branch of a fork has ports of its own; the caller has one set of them, which hears
 * whoever answered last, and from {@link #answered} on the one who got the call.
 */
public final class MediaSession {
  private final MediaSessions world;
  private final String id;
  private final SessionEvents events;
  private final MediaCall call;
  private final Half caller;
  private final Map<String, Path> byBranch = new HashMap<>();
  private final Map<String, Path> byTag = new HashMap<>();
  private final Set<String> endedBranches = new HashSet<>();
  private final Map<MediaLeg, Line> lines = new ConcurrentHashMap<>();
  private final AtomicBoolean lost = new AtomicBoolean();
  private @Nullable Path chosen;
  private volatile boolean closed;
  private final List<LegReport> reports = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Consumer<List<LegReport>>> onClosed =
      new AtomicReference<>();

  MediaSession(MediaSessions world, String id, Device callerDevice, SessionEvents events) {
    this.world = world;
    this.id = id;
    this.events = events;
    this.call = world.server().open(id, new Legs());
    this.caller = new Half(world, this, call, Side.A, "caller", callerDevice);
  }

  /** One way from the caller to a callee: a branch before its answer, one of its dialogs after. */
  private static final class Path {
    private static final Where HERE = new Where("", null);

    final String branch;
    final Half callee;
    final Map<Integer, Bridge> bridges = new HashMap<>();
    final Map<Side, SessionDescription> offers = new EnumMap<>(Side.class);
    final Map<Side, byte[]> told = new EnumMap<>(Side.class);
    final long sessionOfA;
    final long sessionOfB;
    @Nullable CallNegotiation negotiation;
    @Nullable SideProfile profileA;
    @Nullable SideProfile profileB;
    @Nullable Side lastFrom;
    boolean lastAnswered;
    byte[] lastIn = {};
    byte[] lastOut = {};

    Path(String branch, Half callee, long sessionOfA, long sessionOfB) {
      this.branch = branch;
      this.callee = callee;
      this.sessionOfA = sessionOfA;
      this.sessionOfB = sessionOfB;
    }

    /**
     * Another dialog of the same branch goes on from the same offer. For the caller it is a session
     * of its own, or it would take the second answer for the first one again.
     */
    Path fork(long sessionForCaller) {
      Path path = new Path(branch, callee, sessionForCaller, sessionOfB);
      path.negotiation = negotiation;
      path.profileA = profileA;
      path.profileB = profileB;
      path.offers.putAll(offers);
      return path;
    }

    SideProfile profile(Side side) {
      SideProfile profile = side == Side.A ? profileA : profileB;
      if (profile == null) {
        throw new IllegalStateException("nothing was offered yet");
      }
      return profile;
    }

    long session(Side side) {
      return side == Side.A ? sessionOfA : sessionOfB;
    }

    boolean awaitsAnswer(Side from) {
      return negotiation != null && negotiation.awaitsAnswer(HERE, from);
    }

    @Nullable Agreement agreement() {
      return negotiation == null ? null : negotiation.agreement(HERE);
    }
  }

  /**
   * A description passes from one side to the other.
   *
   * @param branch which branch of the first request, or null inside a dialog
   * @param tag the callee's tag, or null before it has answered
   * @return what the other side gets; null when this is no description of ours to change
   * @throws BadSdp when it cannot be: 488
   * @throws NoPort when there is no port left: 503
   */
  public byte @Nullable [] describe(
      Side from,
      @Nullable String branch,
      @Nullable String tag,
      Kind kind,
      Device fromDevice,
      Device toDevice,
      byte[] body)
      throws BadSdp, NoPort {
    Path path = closed ? null : path(branch, tag, from == Side.A ? toDevice : fromDevice);
    if (path == null) {
      return null;
    }
    boolean answers = kind == Kind.ANSWER || (kind == Kind.EITHER && path.awaitsAnswer(from));
    if (path.lastFrom == from) {
      if (Arrays.equals(path.lastOut, body)) {
        return null; // our own: the message spirals through us (RFC 3261 §16.3)
      }
      // What was an answer may come again as an offer: the callee refreshes the session, say.
      if ((kind == Kind.EITHER || path.lastAnswered == answers)
          && Arrays.equals(path.lastIn, body)) {
        return path.lastOut; // sent again, or to the next server of the same name
      }
    }
    half(path, from).device(fromDevice);
    SessionDescription theirs = SessionDescription.parse(body);
    if (answers && !expects(path, from)) {
      note("an answer came that nobody asked for");
      return path.told.get(from.other());
    }
    SessionDescription onward = answers ? answer(path, from, theirs) : offer(path, from, theirs);
    path.lastFrom = from;
    path.lastAnswered = answers;
    path.lastIn = body.clone();
    path.lastOut = onward.toBytes();
    path.told.put(from.other(), path.lastOut);
    return path.lastOut;
  }

  private @Nullable Path path(@Nullable String branch, @Nullable String tag, Device callee) {
    Path known = tag == null ? null : byTag.get(tag);
    if (known != null || branch == null || endedBranches.contains(branch)) {
      return known;
    }
    Path begun = byBranch.get(branch);
    if (begun != null && tag == null && !begun.callee.device().equals(callee)) {
      end(begun); // the next server of the same name: another address family, perhaps
      begun = null;
    }
    if (begun == null) {
      Half half = new Half(world, this, call, Side.B, "callee-" + branch, callee);
      begun = new Path(branch, half, sessionId(), sessionId());
      byBranch.put(branch, begun);
    }
    if (tag == null) {
      return begun;
    }
    Path dialog = begun.fork(sessionId());
    byTag.put(tag, dialog);
    return dialog;
  }

  /** Random, and short enough for whoever reads it as a signed number (RFC 8866 §5.2). */
  private long sessionId() {
    return world.random().nextLong() >>> 2;
  }

  private static boolean expects(Path path, Side from) {
    CallNegotiation negotiation = path.negotiation;
    return negotiation != null
        && path.offers.containsKey(from.other())
        && negotiation.takesAnswer(Path.HERE, from);
  }

  private SessionDescription offer(Path path, Side from, SessionDescription theirs)
      throws BadSdp, NoPort {
    CallNegotiation negotiation = path.negotiation;
    if (negotiation == null) {
      SideProfile profileA = profile(caller.device(), from == Side.A ? theirs : null);
      path.profileA = profileA;
      path.profileB = profile(path.callee.device(), from == Side.B ? theirs : null);
      negotiation = CallNegotiation.of(profileA, codecs());
    }
    if (negotiation.restartsIce(Path.HERE, from, theirs)) {
      half(path, from).restartIce();
    }
    // Both sides' ports now: a call that rings can be answered.
    half(path, from).open(theirs, path.profile(from));
    SideProfile to = path.profile(from.other());
    boolean withKeys =
        to.opportunistic() || (to.transport().isSecure() && !to.transport().isDtls());
    CallNegotiation.Step step =
        negotiation.offer(
            Path.HERE,
            from,
            theirs,
            path.profile(Side.B),
            half(path, from.other()).local(path.session(from.other()), theirs, to, withKeys));
    path.negotiation = step.next();
    path.offers.put(from, theirs);
    return step.description();
  }

  private SessionDescription answer(Path path, Side from, SessionDescription theirs)
      throws BadSdp, NoPort {
    CallNegotiation negotiation = path.negotiation;
    SessionDescription offer = path.offers.get(from.other());
    if (negotiation == null || offer == null) {
      throw new IllegalStateException("an answer is expected and nothing was offered");
    }
    Side to = from.other();
    boolean withKeys = offer.media().stream().anyMatch(section -> !section.crypto().isEmpty());
    CallNegotiation.Step step =
        negotiation.answer(
            Path.HERE,
            from,
            theirs,
            half(path, to).local(path.session(to), offer, path.profile(to), withKeys));
    path.negotiation = step.next();
    Agreement agreement = step.agreement();
    if (agreement != null) {
      apply(path, agreement);
    }
    return step.description();
  }

  /** This callee has the call; the other branches' ports are given back. */
  public void answered(String branch, String tag) {
    Path path = byTag.get(tag);
    if (path == null) {
      // Its 2xx said nothing of media: that came before, or comes with the ACK.
      path = byBranch.get(branch);
    }
    if (path == null || closed) {
      return;
    }
    byTag.put(tag, path);
    chosen = path;
    Half callee = path.callee;
    for (Path other : paths()) {
      if (other.callee != callee) {
        end(other);
        endedBranches.add(other.branch);
      } else if (other != path) {
        endBridges(other);
      }
    }
    byBranch.values().removeIf(other -> other.callee != callee);
    byTag.values().removeIf(other -> other.callee != callee);
    Agreement agreement = path.agreement();
    if (agreement != null) {
      apply(path, agreement);
    }
  }

  private List<Path> paths() {
    List<Path> all = new ArrayList<>(byBranch.values());
    all.addAll(byTag.values());
    return all;
  }

  private @Nullable Half chosenCallee() {
    return chosen == null ? null : chosen.callee;
  }

  /** A branch has failed. */
  public void branchEnded(String branch) {
    Path path = byBranch.get(branch);
    if (path == null || path.callee == chosenCallee()) {
      return;
    }
    paths().stream().filter(other -> other.callee == path.callee).forEach(this::end);
    byBranch.remove(branch);
    byTag.values().removeIf(other -> other.callee == path.callee);
    endedBranches.add(branch);
  }

  /**
   * The call is over. A second time does nothing.
   *
   * @param then is given how each leg sounded, on another thread or at once
   */
  public void close(Consumer<List<LegReport>> then) {
    if (closed) {
      return;
    }
    closed = true;
    onClosed.set(then);
    paths().forEach(this::endBridges);
    lines.values().forEach(Line::close);
    call.close();
    tellIfAllIsClosed();
  }

  /** How each leg sounds now. */
  public CompletableFuture<List<LegReport>> live() {
    List<CompletableFuture<LegReport>> each =
        lines.values().stream().map(line -> line.leg().totals().thenApply(line::report)).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(done -> sorted(each.stream().map(CompletableFuture::join).toList()));
  }

  private void apply(Path path, Agreement agreement) {
    if (chosen != null && chosen != path) {
      return; // another dialog of the same branch, and the caller has no use for it
    }
    for (AgreedStream stream : agreement.streams()) {
      switch (stream) {
        case AgreedStream.Declined declined -> {
          end(path.bridges.remove(declined.index()));
          shut(caller.line(declined.index()));
          shut(path.callee.line(declined.index()));
        }
        case AgreedStream.Open agreed -> {
          Line a = caller.line(agreed.a().transport());
          Line b = path.callee.line(agreed.b().transport());
          if (a == null || b == null) {
            continue; // declined where it was opened: there is no port
          }
          Duration timeout = timeout(path, agreed);
          Latching latching = world.settings().latching();
          b.apply(agreed.type(), agreed.b(), path.callee.device(), latching, timeout);
          a.apply(agreed.type(), agreed.a(), caller.device(), latching, timeout);
          connect(path, agreed, a, b);
        }
      }
    }
  }

  /**
   * How long a side may be silent: only when both talk and the call is answered. Who holds need not
   * send whatever it said, nor has a camera that is off or a fax between two pages anything to say.
   */
  private Duration timeout(Path path, AgreedStream.Open agreed) {
    return chosen == path
            && agreed.type().equals("audio")
            && agreed.a().direction() == Direction.SENDRECV
            && agreed.b().direction() == Direction.SENDRECV
        ? world.settings().mediaTimeout()
        : Duration.ZERO;
  }

  private void connect(Path path, AgreedStream.Open agreed, Line a, Line b) {
    Bridge before = path.bridges.get(agreed.index());
    for (Path other : paths()) {
      if (other != path) {
        end(other.bridges.remove(agreed.index())); // the caller hears one at a time
      }
    }
    if (before != null && before.does(agreed)) {
      return;
    }
    end(before);
    Bridge bridge =
        Bridge.between(world, agreed, a, b, chosen == path ? world.music() : null, this::note);
    path.bridges.put(agreed.index(), bridge);
  }

  private void shut(@Nullable Line line) {
    if (line != null) {
      line.shut();
    }
  }

  private void end(Path path) {
    endBridges(path);
    for (Line line : path.callee.lines()) {
      if (lines.remove(line.leg()) != null) {
        line.close();
      }
    }
  }

  private void endBridges(Path path) {
    path.bridges.values().forEach(MediaSession::end);
    path.bridges.clear();
  }

  private static void end(@Nullable Bridge bridge) {
    if (bridge != null) {
      bridge.end();
    }
  }

  private Half half(Path path, Side side) {
    return side == Side.A ? caller : path.callee;
  }

  private CodecPolicy codecs() {
    CodecPolicy policy = world.settings().codecs();
    return new CodecPolicy(
        policy.order(),
        policy.allowed(),
        policy.transcodable().stream()
            .filter(format ->
                world
                    .sound()
                    .codecs()
                    .find(format.encoding(), format.clockRate(), format.channels())
                    .isPresent())
            .toList(),
        policy.adding());
  }

  private static SideProfile profile(Device device, @Nullable SessionDescription itsOffer) {
    SideProfile profile;
    if (itsOffer != null) {
      profile = SideProfile.like(itsOffer);
    } else if (device.browser()) {
      profile = SideProfile.WEBRTC;
    } else if (device.encryption() == Encryption.REQUIRED) {
      profile = SideProfile.SDES_REQUIRED;
    } else {
      profile =
          device.offersKeys() && device.encryption() == Encryption.ALLOWED
              ? SideProfile.SDES_OPTIONAL
              : SideProfile.PLAIN;
    }
    if (device.encryption() == Encryption.FORBIDDEN && !device.browser()) {
      return SideProfile.PLAIN.withEncryption(Encryption.FORBIDDEN);
    }
    // Each m-line has a port of its own with us; a browser that would rather bundle them goes
    // along.
    return profile.ice() ? profile.withBundle(false) : profile.withEncryption(device.encryption());
  }

  void opened(Line line) {
    lines.put(line.leg(), line);
  }

  void note(String what) {
    events.noted(id, what);
  }

  /** Each leg that ends looks, and so does who closes: the last of them tells. */
  private void tellIfAllIsClosed() {
    if (lines.isEmpty()) {
      Consumer<List<LegReport>> then = onClosed.getAndSet(null);
      if (then != null) {
        then.accept(sorted(reports));
      }
    }
  }

  private static List<LegReport> sorted(List<LegReport> all) {
    List<LegReport> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(LegReport::side).thenComparing(LegReport::type));
    return sorted;
  }

  /** What the media server tells; on the control thread. */
  private final class Legs implements MediaEvents {
    @Override
    public void happened(MediaLeg leg, LegEvent event) {
      Line line = lines.get(leg);
      if (line == null) {
        return;
      }
      line.happened(event);
      if (event instanceof LegEvent.MediaTimedOut timedOut
          && !closed
          && lost.compareAndSet(false, true)) {
        events.mediaLost(id, timedOut.words().replace("the phone", "the " + line.who()));
      }
    }

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {
      Line line = lines.get(leg);
      if (line != null) {
        reports.add(line.report(totals));
        lines.remove(leg);
        tellIfAllIsClosed();
      }
    }

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      note("the media of this call failed by our own fault: " + fault);
      events.mediaLost(id, "a fault of the media server");
    }
  }
}
