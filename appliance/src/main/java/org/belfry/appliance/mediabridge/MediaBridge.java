package org.belfry.appliance.mediabridge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.belfry.media.play.Sound;
import org.belfry.media.record.Recorder;
import org.belfry.media.rtp.QualityPoint;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.belfry.media.session.CallTap;
import org.belfry.media.session.Device;
import org.belfry.media.session.Kind;
import org.belfry.media.session.LegReport;
import org.belfry.media.session.MediaSession;
import org.belfry.media.session.MediaSessions;
import org.belfry.media.session.NoPort;
import org.belfry.media.session.NotRecordable;
import org.belfry.media.session.SessionEvents;
import org.belfry.pbx.anchor.AgreedMedia;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media of the calls that go on, by Call-ID. */
public final class MediaBridge implements MediaAnchor, SessionEvents {
  private static final Logger LOG = LoggerFactory.getLogger(MediaBridge.class);
  private static final int WARNING_MISCELLANEOUS = 399;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final MediaSessions sessions;
  private final Encryption encryption;
  private final Supplier<Directory> directory;
  private final InetAddress fallback;
  private final Map<String, MediaSession> calls = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private volatile @Nullable BiConsumer<String, String> onLost;
  private volatile @Nullable BiConsumer<String, String> onNoted;
  private volatile @Nullable Consumer<String> onTalk;

  /**
   * @param encryption what phones may or must do, unless the directory says otherwise of their user
   * @param directory the current snapshot
   * @param fallback the address of ours for a device of which we do not know to which it speaks
   */
  MediaBridge(
      MediaSessions sessions,
      Encryption encryption,
      Supplier<Directory> directory,
      InetAddress fallback) {
    this.sessions = sessions;
    this.encryption = encryption;
    this.directory = directory;
    this.fallback = fallback;
  }

  /** Who ends a call whose media has gone: is given the Call-ID and a few words. */
  public void onMediaLost(BiConsumer<String, String> ends) {
    onLost = ends;
  }

  /** Who writes into a call's ladder: is given the Call-ID and a sentence. */
  public void onNoted(BiConsumer<String, String> writes) {
    onNoted = writes;
  }

  /** Who records calls: is given the Call-ID of each that can be, on its lane. */
  void onTalk(Consumer<String> records) {
    onTalk = records;
  }

  /** Whether an answered call can be recorded. */
  boolean canRecord(String callId) {
    MediaSession session = calls.get(callId);
    return session != null && session.talks();
  }

  /** Calls whose media runs through us. */
  public int calls() {
    return calls.size();
  }

  /**
   * How each leg sounds now, by Call-ID; without calls whose media does not run through us, and
   * without the calls whose media does not answer within a second.
   */
  public Map<String, List<LegQuality>> live(Collection<String> callIds) {
    Map<String, CompletableFuture<List<LegReport>>> asked = new HashMap<>();
    for (String callId : callIds) {
      MediaSession session = calls.get(callId);
      if (session != null) {
        asked.put(callId, session.live());
      }
    }
    try {
      CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("the media server does not tell how {} calls sound", asked.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.error("how calls sound cannot be told by our own fault", e);
    }
    Map<String, List<LegQuality>> told = new HashMap<>();
    asked.forEach((callId, reports) -> {
      if (reports.state() == Future.State.SUCCESS) {
        told.put(callId, reports.resultNow().stream().map(MediaBridge::quality).toList());
      }
    });
    return told;
  }

  /**
   * Records an answered call; see {@link MediaSession#record}.
   *
   * @throws NotRecordable also when its media does not run through us
   */
  CallTap record(String callId, IntFunction<Recorder> recorder, IntFunction<List<Sound>> announced)
      throws NotRecordable {
    MediaSession session = calls.get(callId);
    if (session == null) {
      throw new NotRecordable("The sound of this call does not run through the server.");
    }
    return session.record(recorder, announced);
  }

  /** Descriptions that were refused. */
  public long refused() {
    return refused.sum();
  }

  /** Calls that were ended because their media had gone. */
  public long mediaLost() {
    return lost.sum();
  }

  /** The media server's side of it, for figures. */
  public MediaSessions sessions() {
    return sessions;
  }

  @Override
  public Outcome describe(RelayedDescription passage) {
    Device from = device(passage.from());
    Device to = device(passage.to());
    boolean byCaller = passage.towards() == RelayedDescription.Side.CALLEE;
    MediaSession session =
        calls.computeIfAbsent(
            passage.callId(), id -> sessions.open(id, byCaller ? from : to, this));
    try {
      byte[] onward =
          session.describe(
              byCaller ? Side.A : Side.B,
              passage.branch(),
              passage.calleeTag(),
              kind(passage.kind()),
              from,
              to,
              passage.body());
      return onward == null ? Outcome.UNCHANGED : new Outcome.Replaced(onward);
    } catch (BadSdp e) {
      refused.increment();
      noted(
          passage.callId(),
          "the description of the %s was refused: %s"
              .formatted(byCaller ? "caller" : "callee", e.getMessage()));
      return new Outcome.Refused(
          488, "Not Acceptable Here", e.warning().code(), String.valueOf(e.getMessage()));
    } catch (NoPort e) {
      refused.increment();
      LOG.warn("call={} has no media: {}", passage.callId(), e.why());
      noted(passage.callId(), "there is no port for the media of this call: " + e.why());
      return new Outcome.Refused(503, "No Media Port", WARNING_MISCELLANEOUS, e.why());
    }
  }

  @Override
  public boolean offersOther(String callId, String branch) {
    MediaSession session = calls.get(callId);
    return session != null && session.offersOther(branch);
  }

  @Override
  public void follows(String callId, String branch, String refused) {
    MediaSession session = calls.get(callId);
    if (session != null) {
      session.follows(branch, refused);
    }
  }

  @Override
  public void branchEnded(String callId, String branch) {
    MediaSession session = calls.get(callId);
    if (session != null) {
      session.branchEnded(branch);
    }
  }

  @Override
  public void answered(String callId, String branch, String calleeTag) {
    MediaSession session = calls.get(callId);
    if (session != null) {
      session.answered(branch, calleeTag);
    }
  }

  @Override
  public boolean dialled(
      String callId, RelayedDescription.Side towards, String mediaType, byte[] body) {
    MediaSession session = calls.get(callId);
    return session != null
        && session.dialled(
            towards == RelayedDescription.Side.CALLEE ? Side.A : Side.B, mediaType, body);
  }

  /** As media knows it. */
  private record Speaks(SideProfile profile) implements AgreedMedia {}

  @Override
  public @Nullable AgreedMedia agreed(String callId, RelayedDescription.Side side) {
    MediaSession session = calls.get(callId);
    SideProfile profile =
        session == null
            ? null
            : session.speaks(side == RelayedDescription.Side.CALLER ? Side.A : Side.B);
    return profile == null ? null : new Speaks(profile);
  }

  @Override
  public void ended(String callId, Consumer<List<LegQuality>> then) {
    MediaSession session = calls.remove(callId);
    if (session == null) {
      then.accept(List.of());
    } else {
      session.close(reports -> then.accept(reports.stream().map(MediaBridge::quality).toList()));
    }
  }

  @Override
  public void mediaLost(String sessionId, String why) {
    lost.increment();
    LOG.info("call={} is ended: {}", sessionId, why);
    BiConsumer<String, String> ends = onLost;
    if (ends != null) {
      ends.accept(sessionId, why);
    }
  }

  @Override
  public void noted(String sessionId, String what) {
    LOG.debug("call={} media: {}", sessionId, what);
    BiConsumer<String, String> writes = onNoted;
    if (writes != null) {
      writes.accept(sessionId, what);
    }
  }

  @Override
  public void talks(String sessionId) {
    Consumer<String> records = onTalk;
    if (records != null) {
      records.accept(sessionId);
    }
  }

  private Device device(FarEnd far) {
    InetSocketAddress local = far.local();
    InetAddress here =
        local == null || local.getAddress().isAnyLocalAddress() ? fallback : local.getAddress();
    boolean browser = far.transport() == Transport.WS || far.transport() == Transport.WSS;
    return new Device(
        browser,
        far.transport() == Transport.TLS,
        browser ? Encryption.ALLOWED : encryption(far.aor()),
        here,
        // What an application hands on to another call of ours comes from ourselves.
        far.inside() ? here : far.remote().getAddress(),
        far.agreed() instanceof Speaks(SideProfile profile) ? profile : null,
        far.elsewhere());
  }

  /** Of a phone; a neighbour's and another domain's is the site's. */
  private Encryption encryption(@Nullable Aor aor) {
    User user = aor == null ? null : directory.get().user(aor.user());
    if (user == null) {
      return encryption;
    }
    return switch (user.encryption()) {
      case SITE -> encryption;
      case FORBIDDEN -> Encryption.FORBIDDEN;
      case ALLOWED -> Encryption.ALLOWED;
      case REQUIRED -> Encryption.REQUIRED;
    };
  }

  private static Kind kind(RelayedDescription.Kind kind) {
    return switch (kind) {
      case OFFER -> Kind.OFFER;
      case ANSWER -> Kind.ANSWER;
      case EITHER -> Kind.EITHER;
    };
  }

  private static LegQuality quality(LegReport report) {
    return new LegQuality(
        report.side() == Side.A ? "caller" : "callee",
        report.type(),
        report.codec(),
        report.protection(),
        report.received(),
        report.sent(),
        report.lost(),
        millis(report.jitter()),
        report.roundTrip() == null ? null : millis(report.roundTrip()),
        report.opinion(),
        report.note(),
        report.course().stream().map(MediaBridge::sample).toList());
  }

  private static QualitySample sample(QualityPoint point) {
    return new QualitySample(
        point.length().toMillis() / 1e3,
        point.lossPercent(),
        millis(point.jitter()),
        point.opinion(),
        point.remoteLossPercent(),
        point.remoteJitter() == null ? null : millis(point.remoteJitter()),
        point.remoteOpinion());
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
