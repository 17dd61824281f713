package org.belfry.media.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.relay.Bench.MILLI;
import static org.belfry.media.relay.Bench.at;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.belfry.media.relay.Bench.Side;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A browser whose audio, camera and screen come to one port, and phones with a port for each (RFC
 * 8843 §9.2).
 */
class BundleTest {
  private static final String BROWSER = "192.0.2.1:40000";
  private static final int OPUS = 111;
  private static final int PICTURE = 96;
  private static final int MID = 4;

  private final Bench bench = new Bench();
  private final Side audio = bench.side(0x11, BROWSER, settings(MediaKind.AUDIO, OPUS, BROWSER));
  private final Side camera =
      bench.side(0x12, BROWSER, settings(MediaKind.VIDEO, PICTURE, BROWSER));
  private final Side screen =
      bench.side(0x13, BROWSER, settings(MediaKind.VIDEO, PICTURE, BROWSER));
  private final Side hears = other(0x21, 1, MediaKind.AUDIO, OPUS);
  private final Side seesCamera = other(0x22, 2, MediaKind.VIDEO, PICTURE);
  private final Side seesScreen = other(0x23, 3, MediaKind.VIDEO, PICTURE);
  private final Bundle bundle = new Bundle(audio.leg);
  private final Sender browser = new Sender();
  private int sequence = 100;

  private static LegSettings settings(MediaKind kind, int type, String phone) {
    return LegSettings.of(kind)
        .withRemote(at(phone))
        .withFlow(Flow.BOTH)
        .withPayloadTypes(PayloadTypes.of(Map.of(type, 48_000)), Impairment.OPUS);
  }

  private Side other(int ssrc, int host, MediaKind kind, int type) {
    String phone = "198.51.100." + host + ":5000";
    return bench.side(ssrc, phone, settings(kind, type, phone));
  }

  @BeforeEach
  void begin() {
    browser.set(at(BROWSER));
    bundle.add(camera.leg);
    bundle.add(screen.leg);
    Bench.join(audio, hears);
    Bench.join(camera, seesCamera);
    Bench.join(screen, seesScreen);
  }

  @Test
  void soundAndPictureAreToldByTheirPayloadTypes() {
    sends(packet(OPUS, 1));
    sends(packet(PICTURE, 2));
    assertThat(hears.rtp).hasSize(1);
    assertThat(seesCamera.rtp).hasSize(1);
    assertThat(seesScreen.rtp).isEmpty();
  }

  @Test
  void theNameInTheExtensionComesFirstAndIsRememberedByTheSource() {
    named();
    sends(packet(PICTURE, 7, "2"));
    sends(packet(PICTURE, 7));
    sends(packet(PICTURE, 8, "1"));
    sends(packet(PICTURE, 8));
    assertThat(seesScreen.rtp).hasSize(2);
    assertThat(seesCamera.rtp).hasSize(2);
    sends(packet(PICTURE, 8, "2")); // RFC 8843 §9.2: a stream may change its m-line
    sends(packet(PICTURE, 8));
    assertThat(seesScreen.rtp).hasSize(4);
  }

  @Test
  void aSourceThatTheDescriptionNamesNeedsNoExtension() {
    bundle.names(screen.leg, new StreamNames("2", 0, List.of(77)));
    sends(packet(PICTURE, 77));
    assertThat(seesScreen.rtp).hasSize(1);
  }

  /** Else a forged packet could lead a stream astray. */
  @Test
  void whatTheLegDoesNotTakeTeachesNothing() {
    named();
    for (Side each : List.of(audio, camera, screen)) {
      each.leg.protect(
          new Protection() {
            @Override
            public Verdict protect(Packet packet) {
              return Verdict.PASS;
            }

            @Override
            public Verdict unprotect(Packet packet) {
              return packet.payloadLength() == 4 ? Verdict.PASS : Verdict.FORGED;
            }
          });
    }
    Packet forged = packet(PICTURE, 9, "2");
    forged.set(forged.offset(), forged.length() - 1);
    sends(forged);
    assertThat(screen.leg.packetsReceived()).isZero();
    sends(packet(PICTURE, 9));
    assertThat(seesCamera.rtp).hasSize(1);
  }

  @Test
  void whatNoLineHasAgreedToIsCountedAtTheFirst() {
    sends(packet(35, 1));
    assertThat(audio.leg.dropped(Dropped.NOT_AGREED)).isOne();
    Packet garbage = packet(OPUS, 1);
    garbage.set(garbage.offset(), 5);
    sends(garbage);
    assertThat(audio.leg.dropped(Dropped.MALFORMED)).isOne();
  }

  @Test
  void extensionsThatLieAboutTheirLengthAreNoName() {
    named();
    for (int length = 0; length < 256; length++) {
      Packet packet = packet(PICTURE, 5, "2");
      packet.bytes()[packet.offset() + 16] = (byte) length;
      sends(packet);
    }
    assertThat(camera.leg.packetsReceived() + screen.leg.packetsReceived()).isEqualTo(256);
  }

  @Test
  void manySourcesMakeRoomForEachOther() {
    named();
    for (int ssrc = 0; ssrc < 10 * Bundle.SOURCES_MAX; ssrc++) {
      sends(packet(PICTURE, ssrc, "2"));
    }
    sends(packet(PICTURE, 10 * Bundle.SOURCES_MAX - 1));
    assertThat(seesScreen.rtp).hasSize(10 * Bundle.SOURCES_MAX + 1);
  }

  @Test
  void aLineThatLeavesTakesItsSourcesWithIt() {
    named();
    sends(packet(PICTURE, 5, "2"));
    bundle.remove(screen.leg);
    sends(packet(PICTURE, 5));
    assertThat(seesCamera.rtp).hasSize(1);
  }

  @Test
  void reportsOnSoundEndHereAndThoseOnPicturesPass() {
    sends(packet(OPUS, 1));
    sends(packet(PICTURE, 2));
    sends(bytes("80c80006" + "00000001" + "00".repeat(20)));
    assertThat(seesCamera.rtcp).isEmpty();
    sends(bytes("80c80006" + "00000002" + "00".repeat(20)));
    assertThat(seesCamera.rtcp).hasSize(1);
    assertThat(seesScreen.rtcp).isEmpty();
  }

  /** A browser that only looks on asks for a whole picture by an SSRC of which nothing is known. */
  @Test
  void feedbackOfAnUnknownSourceGoesToAllWhoSendPictures() {
    String pli = "81ce0002" + "00000001" + "0000abcd";
    sends(packet(OPUS, 0x31));
    sends(bytes(pli));
    assertThat(seesCamera.rtcp).hasSize(1);
    assertThat(seesScreen.rtcp).hasSize(1);
    assertThat(seesScreen.rtcp.getFirst().hex()).isEqualTo(pli);
  }

  /** Chromium does so: without the whole picture that it asks for it would show none. */
  @Test
  void whoOnlyLooksOnAsksForAPictureByTheNameOfItsSound() {
    String pli = "81ce0002" + "00000031" + "0000abcd";
    String report = "81c90007" + "00000031" + "0000abcd" + "00000001" + "00".repeat(16);
    sends(packet(OPUS, 0x31));
    sends(bytes(pli));
    sends(bytes(report));
    assertThat(seesCamera.rtcp).extracting(Bench.Sent::hex).containsExactly(pli, report);
    assertThat(audio.leg.reports().remoteLossPercent()).isNegative();
  }

  @Test
  void aReportOnSoundAndPictureIsReadAndPasses() {
    bench.speaks(hears, OPUS);
    sends(packet(OPUS, 0x31));
    String both =
        "82c9000d"
            + "00000031"
            + ("00000011" + "80000001" + "00".repeat(16))
            + ("0000abcd" + "40000001" + "00".repeat(16));
    sends(bytes(both));
    assertThat(audio.leg.reports().remoteLossPercent()).isEqualTo(50);
    assertThat(seesCamera.rtcp).extracting(Bench.Sent::hex).containsExactly(both);
  }

  @Test
  void aReportOnWhatWeSayIsTheSounds() {
    bench.speaks(hears, OPUS);
    sends(packet(OPUS, 0x31));
    sends(bytes("81c90007" + "00000001" + "00000011" + "80000001" + "00".repeat(16)));
    assertThat(seesCamera.rtcp).isEmpty();
    assertThat(audio.leg.reports().remoteLossPercent()).isEqualTo(50);
  }

  private void named() {
    bundle.names(camera.leg, new StreamNames("1", MID, List.of()));
    bundle.names(screen.leg, new StreamNames("2", MID, List.of()));
  }

  private void sends(Packet packet) {
    bundle.received(packet, browser, bench.now);
    bench.now += 20 * MILLI;
  }

  private static Packet bytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Packet packet = new Packet();
    packet.copyFrom(bytes, 0, bytes.length);
    return packet;
  }

  private Packet packet(int type, int ssrc) {
    Packet packet = new Packet();
    packet.beginRtp(type, sequence++ & 0xffff, sequence * 960, ssrc, 4);
    return packet;
  }

  /** With a header extension of one byte's header that names the line. */
  private Packet packet(int type, int ssrc, String mid) {
    Packet packet = new Packet();
    packet.beginRtp(type, sequence++ & 0xffff, sequence * 960, ssrc, 12);
    byte[] bytes = packet.bytes();
    bytes[packet.offset()] |= 0x10;
    int at = packet.offset() + Packet.RTP_HEADER;
    byte[] name = mid.getBytes(StandardCharsets.UTF_8);
    byte[] extension = {(byte) 0xbe, (byte) 0xde, 0, 1, (byte) (MID << 4), name[0], 0, 0};
    System.arraycopy(extension, 0, bytes, at, extension.length);
    return packet;
  }
}
