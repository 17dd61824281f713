package org.belfry.media.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.belfry.media.dtmf.InfoBody;
import org.belfry.media.play.Sound;
import org.belfry.media.record.Recorder;
import org.belfry.media.relay.Latching;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.Agreement;
import org.belfry.media.sdp.negotiation.CallNegotiation;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
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
  /** Early dialogs of a call (RFC 3261 §12.1) that are told apart; what comes after is one more. */
  static final int DIALOGS_MAX = 64;

  private static final int NARROW = 8000;
  private static final int WIDE = 16_000;

  private final MediaSessions world;
  private final CallLines lines;
  private final SessionSide caller;
  private final Map<String, CallPath> byBranch = new HashMap<>();
  private final Map<String, CallPath> byTag = new HashMap<>();
  private final Set<String> endedBranches = new HashSet<>();
  private final Map<String, Integer> ways = new HashMap<>();
  private @Nullable CallPath chosen;
  private final AtomicReference<@Nullable CallTap> tap = new AtomicReference<>();

  /** Who talks to whom by the first audio line of the answered call; read by other threads. */
  private volatile CallTap.@Nullable Talk talk;

  MediaSession(MediaSessions world, String id, Device callerDevice, SessionEvents events) {
    this.world = world;
    this.lines = CallLines.betweenDevices(world, id, events);
    this.caller = lines.half(Side.A, "caller", "caller", callerDevice);
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
    CallPath path =
        lines.closed() ? null : path(branch, tag, from == Side.A ? toDevice : fromDevice);
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
      lines.note("an answer came that nobody asked for");
      return path.told.get(from.other());
    }
    SessionDescription onward = answers ? answer(path, from, theirs) : offer(path, from, theirs);
    half(path, from).described(theirs);
    path.lastFrom = from;
    path.lastAnswered = answers;
    path.lastIn = body.clone();
    path.lastOut = onward.toBytes();
    path.told.put(from.other(), path.lastOut);
    return path.lastOut;
  }

  private @Nullable CallPath path(@Nullable String branch, @Nullable String tag, Device callee) {
    CallPath known = tag == null ? null : byTag.get(tag);
    if (known != null || branch == null || endedBranches.contains(branch)) {
      return known;
    }
    CallPath begun = byBranch.get(branch);
    if (begun != null && tag == null && !begun.callee.device().equals(callee)) {
      end(begun); // the next server of the same name: another address family, perhaps
      begun = null;
    }
    if (begun == null) {
      SessionSide half = lines.half(Side.B, "callee", "callee-" + branch, callee);
      begun = new CallPath(branch, half, sessionId(), sessionId());
      byBranch.put(branch, begun);
    }
    if (tag == null) {
      return begun;
    }
    if (byTag.size() >= DIALOGS_MAX) {
      lines.note("the callees answer in more than " + DIALOGS_MAX + " dialogs");
      return begun;
    }
    CallPath dialog = begun.fork(sessionId());
    byTag.put(tag, dialog);
    return dialog;
  }

  /** Random, and short enough for whoever reads it as a signed number (RFC 8866 §5.2). */
  private long sessionId() {
    return world.random().nextLong() >>> 2;
  }

  private static boolean expects(CallPath path, Side from) {
    CallNegotiation negotiation = path.negotiation;
    return negotiation != null
        && path.offers.containsKey(from.other())
        && negotiation.takesAnswer(CallPath.HERE, from);
  }

  private SessionDescription offer(CallPath path, Side from, SessionDescription theirs)
      throws BadSdp, NoPort {
    CallNegotiation negotiation = path.negotiation;
    if (negotiation == null) {
      SideProfile profileA = profile(caller.device(), from == Side.A ? theirs : null, 0);
      path.profileA = profileA;
      path.profileB =
          profile(
              path.callee.device(),
              from == Side.B ? theirs : null,
              ways.getOrDefault(path.branch, 0));
      negotiation = CallNegotiation.of(profileA, world.codecs());
      lines.faces(theirs);
    }
    if (negotiation.restartsIce(CallPath.HERE, from, theirs)) {
      half(path, from).restartIce();
    }
    // Both sides' ports now: a call that rings can be answered.
    half(path, from).open(theirs, path.profile(from), false);
    SideProfile to = path.profile(from.other());
    boolean withKeys =
        to.opportunistic() || (to.transport().isSecure() && !to.transport().isDtls());
    CallNegotiation.Step step =
        negotiation.offer(
            CallPath.HERE,
            from,
            theirs,
            path.profile(Side.B),
            half(path, from.other()).offered(path.session(from.other()), theirs, to, withKeys));
    path.negotiation = step.next();
    path.offers.put(from, theirs);
    return step.description();
  }

  private SessionDescription answer(CallPath path, Side from, SessionDescription theirs)
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
            CallPath.HERE,
            from,
            theirs,
            half(path, to).answered(path.session(to), offer, path.profile(to), withKeys));
    path.negotiation = step.next();
    Agreement agreement = step.agreement();
    if (agreement != null) {
      apply(path, agreement);
    }
    return step.description();
  }

  /** This callee has the call; the other branches' ports are given back. */
  public void answered(String branch, String tag) {
    CallPath path = byTag.get(tag);
    if (path == null) {
      // Its 2xx said nothing of media: that came before, or comes with the ACK.
      path = byBranch.get(branch);
    }
    if (path == null || lines.closed()) {
      return;
    }
    byTag.put(tag, path);
    chosen = path;
    SessionSide callee = path.callee;
    for (CallPath other : paths()) {
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

  /** How the device on a side of the answered call speaks; null when that is not known. */
  public @Nullable SideProfile speaks(Side side) {
    CallPath path = chosen;
    return path == null || lines.closed() ? null : half(path, side).speaks();
  }

  private List<CallPath> paths() {
    List<CallPath> all = new ArrayList<>(byBranch.values());
    all.addAll(byTag.values());
    return all;
  }

  private @Nullable SessionSide chosenCallee() {
    return chosen == null ? null : chosen.callee;
  }

  /**
   * The device of a branch has refused our offer as not acceptable.
   *
   * @return true when there is another way to offer media: the branch that {@link #follows} takes
   *     it
   */
  public boolean offersOther(String branch) {
    CallPath path = byBranch.get(branch);
    if (lines.closed() || path == null || path.offers.get(Side.A) == null) {
      return false;
    }
    List<SideProfile> offers = Offers.to(path.callee.device());
    int refused = ways.getOrDefault(branch, 0);
    if (refused + 1 >= offers.size()) {
      return false;
    }
    lines.note(
        "the callee does not take %s: it is offered %s"
            .formatted(Offers.name(offers.get(refused)), Offers.name(offers.get(refused + 1))));
    return true;
  }

  /** A branch calls the device that has refused another's offer, and offers it the next way. */
  public void follows(String branch, String refused) {
    ways.put(branch, ways.getOrDefault(refused, 0) + 1);
  }

  /** A branch has failed. */
  public void branchEnded(String branch) {
    CallPath path = byBranch.get(branch);
    if (path == null || path.callee == chosenCallee()) {
      return;
    }
    paths().stream().filter(other -> other.callee == path.callee).forEach(this::end);
    byBranch.remove(branch);
    byTag.values().removeIf(other -> other.callee == path.callee);
    endedBranches.add(branch);
  }

  /**
   * A device dialled by INFO in the answered call.
   *
   * @param mediaType of the body
   * @return true when the other side is told by telephone-events, so that the INFO shall go no
   *     further; false when it is no digit, or the other side may want it as it is
   */
  public boolean dialled(Side from, String mediaType, byte[] body) {
    CallPath path = chosen;
    if (path == null || lines.closed()) {
      return false;
    }
    InfoBody dialled = InfoBody.of(mediaType, body).orElse(null);
    return dialled != null
        && path.bridges.values().stream()
            .anyMatch(bridge -> bridge.dialled(from, dialled.digit(), dialled.ms()));
  }

  /**
   * The call is over. A second time does nothing.
   *
   * @param then is given how each leg sounded, on another thread or at once
   */
  public void close(Consumer<List<LegReport>> then) {
    talk = null;
    lines.close(() -> paths().forEach(this::endBridges), then);
    CallTap listening = tap.get();
    if (listening != null) {
      listening.stop();
    }
  }

  /**
   * Records both sides of the answered call until it ends. For any thread.
   *
   * @param recorder of two channels, for so many samples a second
   * @param announced what both sides hear first, at the same rate; may be empty
   * @throws NotRecordable when nobody talks, it is recorded already, or none of our codecs is used
   */
  public CallTap record(IntFunction<Recorder> recorder, IntFunction<List<Sound>> announced)
      throws NotRecordable {
    CallTap.Talk now = talk;
    if (now == null || lines.closed()) {
      throw new NotRecordable("Nobody talks in this call, or its sound does not run through here.");
    }
    if (tap.get() != null) {
      throw new NotRecordable("This call is being recorded already.");
    }
    int rate = recordingRate(now.agreed());
    CallTap made =
        new CallTap(
            world,
            () -> talk,
            recorder.apply(rate),
            announced.apply(rate),
            ended -> tap.compareAndSet(ended, null));
    if (!tap.compareAndSet(null, made)) {
      throw new NotRecordable("This call is being recorded already.");
    }
    made.begin();
    if (lines.closed()) {
      made.stop();
    }
    return made;
  }

  /** Whether both sides have agreed on sound, so that it can be recorded. For any thread. */
  public boolean talks() {
    return talk != null;
  }

  /** Wideband if one of the two is. */
  private int recordingRate(AgreedStream.Open agreed) throws NotRecordable {
    int rate = NARROW;
    for (Side side : Side.values()) {
      try {
        List<Integer> rates =
            Transcoding.format(agreed.leg(side), world.sound().codecs())
                .sending()
                .codec()
                .sampleRates();
        rate = rates.getLast() > NARROW ? WIDE : rate;
      } catch (Transcoding.UnsupportedCodec e) {
        throw new NotRecordable(
            "This call cannot be recorded: " + e.getMessage() + " is none of our codecs.");
      }
    }
    return rate;
  }

  /** How each leg sounds now. */
  public CompletableFuture<List<LegReport>> live() {
    return lines.live();
  }

  private void apply(CallPath path, Agreement agreement) {
    if (chosen != null && chosen != path) {
      return; // another dialog of the same branch, and the caller has no use for it
    }
    for (AgreedStream stream : agreement.streams()) {
      switch (stream) {
        case AgreedStream.Declined declined -> {
          end(path.bridges.remove(declined.index()));
          talksNoMore(declined.index());
          shut(caller.line(declined.index()));
          shut(path.callee.line(declined.index()));
        }
        case AgreedStream.Open agreed -> {
          Line a = caller.line(agreed.index());
          Line b = path.callee.line(agreed.index());
          if (a == null || b == null) {
            continue; // declined where it was opened: there is no port
          }
          Duration timeout = timeout(path, agreed);
          Latching latching = world.settings().latching();
          b.apply(agreed.type(), agreed.b(), path.callee.device(), latching, timeout);
          a.apply(agreed.type(), agreed.a(), caller.device(), latching, timeout);
          connect(path, agreed, a, b);
          talks(path, agreed, a, b);
        }
      }
    }
  }

  private void talks(CallPath path, AgreedStream.Open agreed, Line a, Line b) {
    CallTap.Talk before = talk;
    if (chosen == path
        && agreed.type().equals("audio")
        && (before == null || before.agreed().index() >= agreed.index())) {
      talk = new CallTap.Talk(agreed, a, b);
      if (before == null) {
        lines.tellTalk();
      }
    }
  }

  private void talksNoMore(int index) {
    CallTap.Talk before = talk;
    if (before != null && before.agreed().index() == index) {
      talk = null;
    }
  }

  /**
   * How long a side may be silent: only when both talk and the call is answered. Who holds need not
   * send whatever it said, nor has a camera that is off or a fax between two pages anything to say.
   */
  private Duration timeout(CallPath path, AgreedStream.Open agreed) {
    return chosen == path
            && agreed.type().equals("audio")
            && agreed.a().direction() == Direction.SENDRECV
            && agreed.b().direction() == Direction.SENDRECV
        ? world.settings().mediaTimeout()
        : Duration.ZERO;
  }

  private void connect(CallPath path, AgreedStream.Open agreed, Line a, Line b) {
    Bridge before = path.bridges.get(agreed.index());
    for (CallPath other : paths()) {
      if (other != path) {
        end(other.bridges.remove(agreed.index())); // the caller hears one at a time
      }
    }
    if (before != null && before.does(agreed)) {
      return;
    }
    end(before);
    Bridge bridge =
        Bridge.between(
            world,
            agreed,
            a,
            b,
            chosen == path ? world.music() : null,
            side -> half(path, side).device().browser(),
            lines::note);
    path.bridges.put(agreed.index(), bridge);
  }

  private void shut(@Nullable Line line) {
    if (line != null) {
      line.shut();
    }
  }

  private void end(CallPath path) {
    endBridges(path);
    path.callee.lines().forEach(lines::drop);
  }

  private void endBridges(CallPath path) {
    path.bridges.values().forEach(MediaSession::end);
    path.bridges.clear();
  }

  private static void end(@Nullable Bridge bridge) {
    if (bridge != null) {
      bridge.end();
    }
  }

  private SessionSide half(CallPath path, Side side) {
    return side == Side.A ? caller : path.callee;
  }

  /**
   * How we speak to a device.
   *
   * @param itsOffer what it wants to talk by, or null when we offer first
   * @param way how many of our offers it has refused
   */
  static SideProfile profile(Device device, @Nullable SessionDescription itsOffer, int way) {
    SideProfile profile =
        itsOffer == null ? Offers.to(device).get(way) : SideProfile.like(itsOffer);
    if (device.encryption() == Encryption.FORBIDDEN && !device.browser()) {
      return SideProfile.PLAIN.withEncryption(Encryption.FORBIDDEN);
    }
    return profile.ice() ? profile : profile.withEncryption(device.encryption());
  }
}
