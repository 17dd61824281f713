package org.belfry.appliance.mediabridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.relay.Latching;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServerSettings;
import org.belfry.media.session.MediaSessions;
import org.belfry.media.session.SessionSettings;
import org.belfry.pbx.anchor.AgreedMedia;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.anchor.RelayedDescription.Kind;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.MediaEncryption;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions between users of whom the directory says how they encrypt; on loopback. */
class MediaBridgeTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String DOMAIN = "pbx.example";
  private static final byte[] PLAIN =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio 40000 RTP/AVP 8
      a=rtpmap:8 PCMA/8000
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED =
      new String(PLAIN, StandardCharsets.UTF_8)
          .replace("RTP/AVP", "RTP/SAVP")
          .concat(
              "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                  + " inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n")
          .getBytes(StandardCharsets.UTF_8);

  private final List<MediaSessions> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(MediaSessions::close);
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOWED,  SITE,      true",
    "REQUIRED, SITE,      false",
    "REQUIRED, ALLOWED,   true",
    "REQUIRED, FORBIDDEN, true",
    "ALLOWED,  REQUIRED,  false",
  })
  void whatAUserHasGoesBeforeWhatTheSiteHas(
      Encryption site, MediaEncryption user, boolean plainIsTaken) throws IOException {
    MediaBridge bridge = bridge(site, user, MediaEncryption.ALLOWED);

    Outcome outcome = bridge.describe(offer("1"));

    if (plainIsTaken) {
      assertThat(outcome).isInstanceOf(Outcome.Replaced.class);
      assertThat(bridge.refused()).isZero();
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(((Outcome.Refused) outcome).status()).isEqualTo(488);
      assertThat(bridge.refused()).isOne();
    }
  }

  @Test
  void aUserWhoMustEncryptIsOfferedKeysByTheSideThatHasNone() throws IOException {
    MediaBridge bridge = bridge(Encryption.ALLOWED, MediaEncryption.SITE, MediaEncryption.REQUIRED);

    assertThat(text(bridge.describe(offer("1")))).contains("RTP/SAVP", "a=crypto:");
  }

  @Test
  void aUserWhoMayNotEncryptIsOfferedPlainSound() throws IOException {
    MediaBridge bridge =
        bridge(Encryption.REQUIRED, MediaEncryption.ALLOWED, MediaEncryption.FORBIDDEN);

    assertThat(text(bridge.describe(offer("1")))).contains("RTP/AVP").doesNotContain("a=crypto");
  }

  @Test
  void aCallThatGoesOnTellsHowItSoundsAndOneThatIsOverTellsItOnce() throws Exception {
    MediaBridge bridge = bridge(Encryption.ALLOWED, MediaEncryption.SITE, MediaEncryption.SITE);
    bridge.describe(offer("1"));
    bridge.describe(
        new RelayedDescription(
            "1", Side.CALLER, "b1", "tag", Kind.ANSWER, far("1002"), far("1001"), PLAIN));
    bridge.answered("1", "b1", "tag");

    assertThat(bridge.live(List.of("1", "unknown"))).containsOnlyKeys("1");
    assertThat(bridge.live(List.of("1")).get("1"))
        .extracting(LegQuality::side, LegQuality::codec)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("caller", "PCMA"),
            org.assertj.core.groups.Tuple.tuple("callee", "PCMA"));

    CompletableFuture<List<LegQuality>> told = new CompletableFuture<>();
    bridge.ended("1", told::complete);
    assertThat(told.get(5, TimeUnit.SECONDS)).hasSize(2);
    assertThat(bridge.live(List.of("1"))).isEmpty();
    assertThat(bridge.calls()).isZero();
  }

  @Test
  void aDigitByInfoIsTakenForWhoWasOfferedEventsInItsPlace() throws IOException {
    MediaBridge bridge = bridge(Encryption.ALLOWED, MediaEncryption.SITE, MediaEncryption.SITE);
    byte[] digit = "Signal=5\r\nDuration=160\r\n".getBytes(StandardCharsets.US_ASCII);
    String type = "application/dtmf-relay";
    assertThat(text(bridge.describe(offer("1")))).contains("telephone-event/8000");
    byte[] knowing =
        new String(PLAIN, StandardCharsets.UTF_8)
            .replace("RTP/AVP 8", "RTP/AVP 8 101")
            .concat("a=rtpmap:101 telephone-event/8000\r\n")
            .getBytes(StandardCharsets.UTF_8);
    bridge.describe(
        new RelayedDescription(
            "1", Side.CALLER, "b1", "tag", Kind.ANSWER, far("1002"), far("1001"), knowing));
    assertThat(bridge.dialled("1", Side.CALLEE, type, digit)).as("before the answer").isFalse();
    bridge.answered("1", "b1", "tag");

    assertThat(bridge.dialled("1", Side.CALLEE, type, digit)).isTrue();
    assertThat(bridge.dialled("1", Side.CALLER, type, digit)).as("it has no events").isFalse();
    assertThat(bridge.dialled("unknown", Side.CALLEE, type, digit)).isFalse();
    bridge.ended("1", reports -> {});
  }

  @Test
  void whyADescriptionWasRefusedIsSaidInTheCallsLadder() throws IOException {
    MediaBridge bridge = bridge(Encryption.REQUIRED, MediaEncryption.SITE, MediaEncryption.SITE);
    List<String> notes = new ArrayList<>();
    bridge.onNoted((callId, what) -> notes.add(callId + ": " + what));

    bridge.describe(offer("1"));

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("1: the description of the caller was refused: ");
  }

  /** RFC 4568 §7: a phone that only encrypts answers no offer of plain RTP. */
  @Test
  void whoHasEncryptedIsOfferedKeysByTheNextPartyOfTheSameCall() throws IOException {
    MediaBridge bridge = bridge(Encryption.ALLOWED, MediaEncryption.SITE, MediaEncryption.SITE);
    bridge.describe(
        new RelayedDescription(
            "1", Side.CALLEE, "b1", null, Kind.OFFER, far("1001"), far("1002"), ENCRYPTED));
    bridge.describe(
        new RelayedDescription(
            "1", Side.CALLER, "b1", "tag", Kind.ANSWER, far("1002"), far("1001"), PLAIN));
    assertThat(bridge.agreed("1", Side.CALLER)).as("before the answer").isNull();
    bridge.answered("1", "b1", "tag");

    assertThat(offered(bridge, bridge.agreed("1", Side.CALLER))).contains("RTP/SAVP", "a=crypto:");
    assertThat(offered(bridge, bridge.agreed("1", Side.CALLEE)))
        .contains("RTP/AVP")
        .doesNotContain("a=crypto:");
    assertThat(bridge.agreed("unknown", Side.CALLER)).isNull();
  }

  /** What an offer of the callee becomes for a caller who speaks so. */
  private static String offered(MediaBridge bridge, @Nullable AgreedMedia agreed) {
    String callId = agreed + "'s";
    FarEnd caller =
        new FarEnd(
            Transport.TLS,
            new InetSocketAddress(HERE, 5061),
            new InetSocketAddress(HERE, 5061),
            null,
            agreed);
    String offer =
        text(
            bridge.describe(
                new RelayedDescription(
                    callId, Side.CALLER, "b2", "t", Kind.OFFER, far("1002"), caller, PLAIN)));
    bridge.ended(callId, reports -> {});
    return offer;
  }

  private static RelayedDescription offer(String callId) {
    return new RelayedDescription(
        callId, Side.CALLEE, "b1", null, Kind.OFFER, far("1001"), far("1002"), PLAIN);
  }

  private static FarEnd far(String user) {
    return new FarEnd(
        Transport.UDP,
        new InetSocketAddress(HERE, 5062),
        new InetSocketAddress(HERE, 5060),
        new Aor(user, DOMAIN),
        null);
  }

  private static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Replaced.class);
    return new String(((Outcome.Replaced) outcome).body(), StandardCharsets.UTF_8);
  }

  private MediaBridge bridge(Encryption site, MediaEncryption caller, MediaEncryption callee)
      throws IOException {
    MediaSessions sessions =
        new MediaSessions(
            MediaServerSettings.on(List.of(new LocalAddress("127.0.0.1", HERE)))
                .withPorts(63_100, 63_199),
            new SessionSettings(
                CodecPolicy.DEFAULT,
                IceSettings.DEFAULT,
                List.of(),
                Latching.HOST,
                Duration.ofSeconds(30),
                null),
            (local, remote) -> local,
            new SoundLibraries(
                new Codecs(List.of(G711Codec.PCMA)), Optional.of(HearsNothing::new), List.of()));
    open.add(sessions);
    Directory directory =
        Directory.of(
            1,
            DOMAIN,
            Set.of(DOMAIN),
            List.of(user(1, "1001", caller), user(2, "1002", callee)),
            List.of());
    return new MediaBridge(sessions, site, () -> directory, HERE);
  }

  /** Sound in which there are no digits. */
  private static final class HearsNothing implements ToneReceiver {
    @Override
    public List<DtmfEvent> on(short[] pcm, int from, int samples) {
      return List.of();
    }

    @Override
    public void lost(int samples) {
      // none is to be found there either
    }

    @Override
    public void close() {
      // it holds nothing
    }
  }

  private static User user(long id, String extension, MediaEncryption encryption) {
    return new User(id, extension, extension, null, "x", "y", encryption);
  }
}
