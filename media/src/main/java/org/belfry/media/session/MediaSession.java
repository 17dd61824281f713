package org.belfry.media.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.Agreement;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.MediaNegotiation;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Answered;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Forwarded;
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
  private final Map<MediaLeg, Line> lines = new ConcurrentHashMap<>();
  private @Nullable Path chosen;
  private volatile boolean closed;
  private final List<LegReport> reports = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Consumer<List<LegReport>> onClosed;

  MediaSession(MediaSessions world, String id, Device callerDevice, SessionEvents events) {
    this.world = world;
    this.id = id;
    this.events = events;
    this.call = world.server().open(id, new Legs());
    this.caller = new Half(world, this, call, Side.A, "caller", callerDevice);
  }

  /** One way from the caller to a callee: a branch before its answer, one of its dialogs after. */
  private static final class Path {
    final String branch;
    final Half callee;
    final Map<Integer, Bridge> bridges = new HashMap<>();
    @Nullable MediaNegotiation negotiation;
    @Nullable SideProfile profileA;
    @Nullable SideProfile profileB;
    @Nullable SessionDescription offer;
    @Nullable Side lastFrom;
    byte[] lastIn = {};
    byte[] lastOut = {};

    Path(String branch, Half callee) {
      this.branch = branch;
      this.callee = callee;
    }

    /** Another dialog of the same branch goes on from the same offer. */
    Path fork() {
      Path path = new Path(branch, callee);
      path.negotiation = negotiation;
      path.profileA = profileA;
      path.profileB = profileB;
      path.offer = offer;
      return path;
    }

    SideProfile profile(Side side) {
      SideProfile profile = side == Side.A ? profileA : profileB;
      if (profile == null) {
        throw new IllegalStateException("nothing was offered yet");
      }
      return profile;
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
    Path path = path(branch, tag, from == Side.A ? toDevice : fromDevice);
    if (path == null || closed) {
      return null;
    }
    if (path.lastFrom == from && Arrays.equals(path.lastIn, body)) {
      return path.lastOut; // sent again, or to the next server of the same name
    }
    half(path, from).device(fromDevice);
    SessionDescription theirs = SessionDescription.parse(body);
    MediaNegotiation negotiation = path.negotiation;
    boolean answers =
        kind == Kind.ANSWER
            || (kind == Kind.EITHER
                && negotiation != null
                && negotiation.underWay() == from.other());
    SessionDescription onward = answers ? answer(path, from, theirs) : offer(path, from, theirs);
    if (onward == null) {
      return null;
    }
    path.lastFrom = from;
    path.lastIn = body.clone();
    path.lastOut = onward.toBytes();
    return path.lastOut;
  }

  private @Nullable Path path(@Nullable String branch, @Nullable String tag, Device callee) {
    Path known = tag == null ? null : byTag.get(tag);
    if (known != null || branch == null) {
      return known;
    }
    Path begun = byBranch.get(branch);
    if (begun == null) {
      begun = new Path(branch, new Half(world, this, call, Side.B, "callee-" + branch, callee));
      byBranch.put(branch, begun);
    }
    if (tag == null) {
      return begun;
    }
    Path dialog = begun.fork();
    byTag.put(tag, dialog);
    return dialog;
  }

  private SessionDescription offer(Path path, Side from, SessionDescription theirs)
      throws BadSdp, NoPort {
    MediaNegotiation negotiation = path.negotiation;
    if (negotiation == null) {
      path.profileA = profile(caller.device(), from == Side.A ? theirs : null);
      path.profileB = profile(path.callee.device(), from == Side.B ? theirs : null);
      negotiation = MediaNegotiation.between(path.profileA, path.profileB, codecs());
    } else if (negotiation.underWay() != null) {
      // What was offered before was refused, or both offered at once and both are refused (RFC 3261
      // §14.1).
      negotiation = negotiation.refused();
    }
    if (negotiation.restartsIce(from, theirs)) {
      half(path, from).restartIce();
    }
    SideProfile to = path.profile(from.other());
    boolean withKeys =
        to.opportunistic() || (to.transport().isSecure() && !to.transport().isDtls());
    Forwarded forwarded =
        negotiation.offer(from, theirs, half(path, from.other()).local(theirs, to, withKeys));
    path.negotiation = forwarded.next();
    path.offer = theirs;
    return forwarded.description();
  }

  private @Nullable SessionDescription answer(Path path, Side from, SessionDescription theirs)
      throws BadSdp, NoPort {
    MediaNegotiation negotiation = path.negotiation;
    SessionDescription offer = path.offer;
    if (negotiation == null || offer == null) {
      note("an answer came that nobody asked for");
      return null;
    }
    Side to = from.other();
    boolean withKeys = offer.media().stream().anyMatch(section -> !section.crypto().isEmpty());
    Answered answered =
        negotiation.answer(from, theirs, half(path, to).local(offer, path.profile(to), withKeys));
    path.negotiation = answered.next();
    apply(path, answered.agreement());
    return answered.description();
  }

  /** This callee has the call; the other branches' ports are given back. */
  public void answered(String branch, String tag) {
    Path path = byTag.get(tag);
    if (path == null) {
      path =
          byBranch.get(
              branch); // its 2xx said nothing of media: that came before, or comes with the ACK
    }
    if (path == null || closed) {
      return;
    }
    byTag.put(tag, path);
    chosen = path;
    for (Path other : byBranch.values()) {
      if (other.callee != path.callee) {
        end(other);
      }
    }
    byBranch.values().removeIf(other -> other != chosen && other.callee != chosenCallee());
    byTag.values().removeIf(other -> other.callee != chosenCallee());
    Agreement agreement = path.negotiation == null ? null : path.negotiation.agreement();
    if (agreement != null) {
      apply(path, agreement);
    }
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
    byBranch.remove(branch);
    byTag
        .values()
        .removeIf(other -> {
          boolean its = other.callee == path.callee;
          if (its) {
            end(other);
          }
          return its;
        });
    end(path);
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
    List<Line> all = List.copyOf(lines.values());
    open.set(all.size() + 1);
    onClosed = then;
    byBranch.values().forEach(this::endBridges);
    byTag.values().forEach(this::endBridges);
    all.forEach(Line::close);
    call.close();
    oneClosed();
  }

  /** How each leg sounds now. */
  public CompletableFuture<List<LegReport>> live() {
    List<CompletableFuture<LegReport>> each =
        lines.values().stream().map(line -> line.leg().totals().thenApply(line::report)).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(done -> sorted(each.stream().map(CompletableFuture::join).toList()));
  }

  private void apply(Path path, Agreement agreement) {
    boolean speaks = chosen == null || chosen == path;
    var timeout = chosen == path ? world.settings().mediaTimeout() : java.time.Duration.ZERO;
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
          b.apply(agreed.b(), path.callee.device(), world.settings().latching(), timeout);
          if (speaks) {
            a.apply(agreed.a(), caller.device(), world.settings().latching(), timeout);
            connect(path, agreed, a, b);
          }
        }
      }
    }
  }

  private void connect(Path path, AgreedStream.Open agreed, Line a, Line b) {
    Bridge before = path.bridges.get(agreed.index());
    for (Path other : byTag.values()) {
      if (other != path) {
        end(other.bridges.remove(agreed.index())); // the caller hears one at a time
      }
    }
    if (before != null && before.does(agreed)) {
      return;
    }
    end(before);
    Bridge bridge = Bridge.between(world, agreed, a, b, this::note);
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

  private void oneClosed() {
    Consumer<List<LegReport>> then = onClosed;
    if (open.decrementAndGet() == 0 && then != null) {
      then.accept(sorted(reports));
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
      if (event instanceof LegEvent.MediaTimedOut timedOut && !closed) {
        events.mediaLost(id, timedOut.words().replace("the phone", "the " + line.who()));
      }
    }

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {
      Line line = lines.remove(leg);
      if (line != null) {
        reports.add(line.report(totals));
        oneClosed();
      }
    }

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      note("the media of this call failed by our own fault: " + fault);
      events.mediaLost(id, "a fault of the media server");
    }
  }
}
