package org.belfry.media.session;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.HoldTune;
import org.belfry.media.relay.Latching;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServerSettings;
import org.jspecify.annotations.Nullable;

/** A media server on loopback with G.711 and nothing else, and what it told. */
final class World implements SessionEvents, AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  static final Device PHONE = new Device(false, false, Encryption.ALLOWED, LOOPBACK, LOOPBACK);
  static final Device BROWSER = new Device(true, false, Encryption.ALLOWED, LOOPBACK, LOOPBACK);

  final MediaSessions sessions;
  final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

  World() throws Exception {
    this(63_000, 63_999, Duration.ZERO);
  }

  World(int first, int last, Duration timeout) throws Exception {
    this(first, last, timeout, 0);
  }

  World(int first, int last, Duration timeout, int browsersPort) throws Exception {
    this(first, last, timeout, browsersPort, Optional.empty());
  }

  /**
   * @param tones what finds digits in sound
   */
  World(
      int first,
      int last,
      Duration timeout,
      int browsersPort,
      Optional<Supplier<ToneReceiver>> tones)
      throws Exception {
    sessions =
        new MediaSessions(
            MediaServerSettings.on(List.of(new LocalAddress("lo", LOOPBACK)))
                .withPorts(first, last)
                .withSharedPort(browsersPort),
            new SessionSettings(
                CodecPolicy.DEFAULT.withAdding(CodecPolicy.Adding.WHEN_NOT_KNOWN),
                IceSettings.DEFAULT,
                List.of(),
                Latching.HOST,
                timeout,
                HoldTune.clip()),
            (local, remote) -> local,
            new SoundLibraries(
                new Codecs(List.of(G711Codec.PCMA, G711Codec.PCMU)), tones, List.of()));
  }

  MediaSession call() {
    return sessions.open("call", PHONE, this);
  }

  static String offer(MediaSession session, String branch, String body) throws Exception {
    return text(session.describe(Side.A, branch, null, Kind.OFFER, PHONE, PHONE, bytes(body)));
  }

  static String answer(MediaSession session, String branch, String tag, String body)
      throws Exception {
    return text(session.describe(Side.B, branch, tag, Kind.ANSWER, PHONE, PHONE, bytes(body)));
  }

  /** Inside the dialog of tag {@code t}. */
  static String later(MediaSession session, Side from, Kind kind, String body)
      throws BadSdp, NoPort {
    return text(session.describe(from, null, "t", kind, PHONE, PHONE, bytes(body)));
  }

  /** Alice calls Bob, and he answers. */
  static MediaSession between(MediaSession session, Handset alice, Handset bob) throws Exception {
    return between(session, alice, alice.sdp(), bob, bob.sdp());
  }

  static MediaSession between(
      MediaSession session, Handset alice, String offer, Handset bob, String answer)
      throws Exception {
    bob.told(offer(session, "b0", offer));
    alice.told(answer(session, "b0", "t", answer));
    session.answered("b0", "t");
    return session;
  }

  static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte @Nullable [] body) {
    if (body == null) {
      throw new AssertionError("it passed unchanged");
    }
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  static List<LegReport> closed(MediaSession session) throws Exception {
    CompletableFuture<List<LegReport>> reports = new CompletableFuture<>();
    session.close(list -> {
      if (!reports.complete(list)) {
        throw new AssertionError("told twice");
      }
    });
    return reports.get(10, TimeUnit.SECONDS);
  }

  /** All that was asked for of the legs is done. */
  static void settled(MediaSession session) throws Exception {
    session.live().get(10, TimeUnit.SECONDS);
  }

  @Override
  public void mediaLost(String sessionId, String why) {
    lost.add(why);
  }

  @Override
  public void noted(String sessionId, String what) {
    notes.add(what);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
