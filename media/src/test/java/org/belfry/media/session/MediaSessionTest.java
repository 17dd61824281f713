package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.media.session.World.answer;
import static org.belfry.media.session.World.between;
import static org.belfry.media.session.World.bytes;
import static org.belfry.media.session.World.closed;
import static org.belfry.media.session.World.later;
import static org.belfry.media.session.World.offer;
import static org.belfry.media.session.World.settled;
import static org.belfry.media.session.World.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.media.rtp.Packet;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.SrtpSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls between small phones by real sockets (RFC 3264, 3261 §13, 6337). */
class MediaSessionTest {
  private World world;
  private MediaSession session;
  private Handset alice;
  private Handset bob;
  private Handset carol;

  @BeforeEach
  void begin() throws Exception {
    world = new World();
    session = world.call();
    alice = new Handset(1, 8);
    bob = new Handset(2, 8);
    carol = new Handset(3, 8);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    session.close(reports -> {});
    for (int i = 0; i < 200 && world.sessions.server().legs() > 0; i++) {
      Thread.onSpinWait();
      Thread.yield();
    }
    world.close();
    assertThat(world.sessions.server().legs()).isZero();
    assertThat(world.sessions.server().calls()).isZero();
    assertThat(world.sessions.server().portsInUse("lo")).isZero();
    world.sessions.server().checkPorts();
    alice.close();
    bob.close();
    carol.close();
  }

  @Test
  void twoPhonesHearEachOtherThroughUs() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "hello");
    bob.isHeardBy(alice, "hi");
    List<LegReport> reports = closed(session);
    assertThat(reports).extracting(LegReport::side).containsExactly(Side.A, Side.B);
    assertThat(reports).extracting(LegReport::codec).containsOnly("PCMA");
    assertThat(reports).allSatisfy(report -> assertThat(report.received()).isPositive());
  }

  @Test
  void aCallWithoutAPacketReportsEachLegOnce() throws Exception {
    between(session, alice, bob);
    assertThat(closed(session)).hasSize(2);
  }

  @Test
  void ofAForkTheCallerHearsFirstTheEarlyMediaAndThenWhoAnswers() throws Exception {
    String early = offer(session, "b0", alice.sdp());
    bob.told(early);
    carol.told(offer(session, "b1", alice.sdp()));
    String ringing = answer(session, "b0", "bob", bob.sdp());
    alice.told(ringing);
    bob.isHeardBy(alice, "ringback");
    String success = answer(session, "b1", "carol", carol.sdp());
    session.answered("b1", "carol");
    assertThat(origin(success)).isNotEqualTo(origin(ringing)); // a dialog, a session (§12.1)
    alice.told(success);
    carol.isHeardBy(alice, "carol");
    alice.isHeardBy(carol, "alice");
    assertThat(closed(session)).hasSize(2);
  }

  @Test
  void aTranscodedEarlyBranchThatLosesIsTornDown() throws Exception {
    bob.speaksIn(0);
    bob.told(offer(session, "b0", alice.sdp()));
    carol.told(offer(session, "b1", alice.sdp()));
    answer(session, "b0", "bob", bob.sdp());
    assertThat(world.sessions.ticker().size()).isOne();
    answer(session, "b1", "carol", carol.sdp());
    session.answered("b1", "carol");
    for (int i = 0; i < 1000 && world.sessions.ticker().size() > 0; i++) {
      carol.gets(5);
    }
    assertThat(world.sessions.ticker().size()).isZero();
  }

  @Test
  void theSecondAnswerOfABranchDoesNotTakeTheCallAway() throws Exception {
    bob.told(offer(session, "b0", alice.sdp()));
    String first = answer(session, "b0", "bob", bob.sdp());
    alice.told(first);
    session.answered("b0", "bob");
    bob.isHeardBy(alice, "bob");
    String second = answer(session, "b0", "carol", carol.sdp());
    assertThat(origin(second)).isNotEqualTo(origin(first));
    settled(session);
    alice.isHeardBy(bob, "still there");
  }

  @Test
  void whatALostBranchStillSaysOpensNothing() throws Exception {
    bob.told(offer(session, "b0", alice.sdp()));
    offer(session, "b1", alice.sdp());
    answer(session, "b0", "bob", bob.sdp());
    session.answered("b0", "bob");
    byte[] late = bytes(carol.sdp());
    assertThat(session.describe(Side.B, "b1", "carol", Kind.ANSWER, World.PHONE, World.PHONE, late))
        .isNull();
    assertThat(closed(session)).hasSize(2);
  }

  @Test
  void aBranchThatFailsGivesItsPortsBack() throws Exception {
    offer(session, "b0", alice.sdp());
    bob.told(offer(session, "b1", alice.sdp()));
    session.branchEnded("b0");
    settled(session);
    for (int i = 0; i < 1000 && world.sessions.server().portsInUse("lo") > 2; i++) {
      bob.gets(5);
    }
    assertThat(world.sessions.server().portsInUse("lo")).isEqualTo(2);
    alice.told(answer(session, "b1", "t", bob.sdp()));
    session.answered("b1", "t");
    alice.isHeardBy(bob, "hello");
  }

  @Test
  void anOfferInTheAnswerIsAnsweredInTheAck() throws Exception {
    alice.told(
        text(
            session.describe(
                Side.B, "b0", "t", Kind.OFFER, World.PHONE, World.PHONE, bytes(bob.sdp()))));
    session.answered("b0", "t");
    bob.told(later(session, Side.A, Kind.ANSWER, alice.sdp()));
    alice.isHeardBy(bob, "hello");
    bob.isHeardBy(alice, "hi");
  }

  @Test
  void aHeldCallIsSilentAndResumes() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "hello");
    assertThat(later(session, Side.A, Kind.OFFER, alice.sdp("a=inactive"))).contains("inactive");
    later(session, Side.B, Kind.ANSWER, bob.sdp("a=inactive"));
    settled(session);
    while (bob.hears(20) != null) {
      // what was on its way
    }
    alice.says("held");
    assertThat(bob.hears(150)).isNull();
    bob.told(later(session, Side.A, Kind.OFFER, alice.sdp()));
    alice.told(later(session, Side.B, Kind.ANSWER, bob.sdp()));
    alice.isHeardBy(bob, "back");
  }

  @Test
  void whoIsHeldHearsMusicUnlessTheHolderSends() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "hello");
    bob.told(later(session, Side.A, Kind.OFFER, alice.sdp("a=sendonly")));
    alice.told(later(session, Side.B, Kind.ANSWER, bob.sdp("a=recvonly")));
    Packet last = null;
    for (int i = 0; i < 20; i++) {
      Packet packet = bob.hears(5000);
      assertThat(packet).isNotNull();
      if (last != null && packet.payloadLength() == 160) {
        assertThat(packet.ssrc()).isEqualTo(last.ssrc());
        assertThat(packet.sequence()).isEqualTo(last.sequence() + 1 & 0xffff);
        assertThat(packet.payloadType()).isEqualTo(8);
      }
      last = packet;
    }
    assertThat(world.sessions.ticker().size()).isOne();
    alice.isHeardBy(bob, "my own music");
    bob.told(later(session, Side.A, Kind.OFFER, alice.sdp()));
    alice.told(later(session, Side.B, Kind.ANSWER, bob.sdp()));
    alice.isHeardBy(bob, "back");
    for (int i = 0; i < 500 && world.sessions.ticker().size() > 0; i++) {
      bob.gets(5);
    }
    assertThat(world.sessions.ticker().size()).isZero();
  }

  /** A browser has no music of its own: on hold it goes on sending silence (RFC 3264 §8.4). */
  @Test
  void whoeverABrowserHoldsHearsMusicThoughTheBrowserSends() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "hello");
    bob.told(byTheBrowser(Side.A, Kind.OFFER, alice.sdp("a=sendonly")));
    alice.told(byTheBrowser(Side.B, Kind.ANSWER, bob.sdp("a=recvonly")));
    int music = 0;
    for (int i = 0; i < 40 && music < 20; i++) {
      alice.says("silence");
      Packet packet = bob.hears(5000);
      assertThat(packet).isNotNull();
      music += packet.payloadLength() == 160 ? 1 : 0;
    }
    assertThat(music).isEqualTo(20);
  }

  /** A description while Alice's device is a browser. */
  private String byTheBrowser(Side from, Kind kind, String body) throws Exception {
    return text(
        session.describe(
            from,
            null,
            "t",
            kind,
            from == Side.A ? World.BROWSER : World.PHONE,
            from == Side.A ? World.PHONE : World.BROWSER,
            bytes(body)));
  }

  @Test
  void aCalleeThatRefreshesTheSessionWithTheSameWordsOffers() throws Exception {
    String bobs = bob.sdp();
    between(session, alice, alice.sdp(), bob, bobs);
    alice.told(later(session, Side.B, Kind.OFFER, bobs)); // RFC 4028 §7.4, RFC 3264 §8
    bob.told(later(session, Side.A, Kind.ANSWER, alice.sdp()));
    bob.isHeardBy(alice, "hi");
    alice.isHeardBy(bob, "hello");
  }

  @Test
  void aBodyThatComesAgainIsTheSameBodyAgain() throws Exception {
    String offer = alice.sdp();
    String onward = offer(session, "b0", offer);
    assertThat(offer(session, "b0", offer)).isEqualTo(onward);
    String answer = bob.sdp();
    String back = answer(session, "b0", "t", answer);
    assertThat(answer(session, "b0", "t", answer)).isEqualTo(back); // the 200 repeats the 183
  }

  @Test
  void whatSpiralsThroughUsIsLeftAsWeMadeIt() throws Exception {
    String onward = offer(session, "b0", alice.sdp());
    assertThat(
            session.describe(
                Side.A, "b0", null, Kind.OFFER, World.PHONE, World.PHONE, bytes(onward)))
        .isNull();
  }

  @Test
  void afterARefusedReInviteAnotherOfferIsTaken() throws Exception {
    between(session, alice, bob);
    later(session, Side.A, Kind.OFFER, alice.sdp("a=sendonly")); // 488
    later(session, Side.A, Kind.OFFER, alice.sdp("a=ptime:20"));
    later(session, Side.B, Kind.ANSWER, bob.sdp());
    alice.isHeardBy(bob, "hello");
    bob.told(later(session, Side.A, Kind.OFFER, alice.sdp("a=sendonly"))); // 491
    alice.told(later(session, Side.B, Kind.OFFER, bob.sdp("a=ptime:20")));
    later(session, Side.A, Kind.ANSWER, alice.sdp());
    bob.isHeardBy(alice, "hi");
  }

  /** RFC 3261 §14.1: both should refuse; one that does not is no fault of ours. */
  @Test
  void ofTwoOffersThatCrossEitherMayBeAnswered() throws Exception {
    between(session, alice, bob);
    later(session, Side.A, Kind.OFFER, alice.sdp("a=ptime:20"));
    later(session, Side.B, Kind.OFFER, bob.sdp("a=ptime:20"));
    alice.told(later(session, Side.B, Kind.ANSWER, bob.sdp()));
    alice.isHeardBy(bob, "hello");
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() throws Exception {
    String first = offer(session, "b0", alice.sdp());
    bob.told(first);
    alice.told(answer(session, "b0", "t", bob.sdp()));
    session.answered("b0", "t");
    later(session, Side.B, Kind.OFFER, bob.sdp("a=ptime:20"));
    String last = later(session, Side.A, Kind.ANSWER, alice.sdp());
    assertThat(last).isNotEmpty();
    String again = later(session, Side.B, Kind.ANSWER, bob.sdp()); // a 200 after an UPDATE
    assertThat(again).contains("m=audio " + alice.port);
    alice.isHeardBy(bob, "hello");
  }

  @Test
  void whereNoCodecIsSharedSoundIsTranscoded() throws Exception {
    bob.speaksIn(0);
    between(session, alice, bob);
    assertThat(world.notes.poll(5, TimeUnit.SECONDS)).contains("PCM");
    byte[] tone = new byte[160];
    Arrays.fill(tone, (byte) 0x2a); // a steady level of A-law, loud
    int loud = 0;
    for (int i = 0; i < 200 && loud < 5; i++) {
      alice.says(tone);
      Packet heard = bob.hears(20);
      if (heard != null) {
        assertThat(heard.payloadType()).isZero();
        assertThat(heard.payloadLength()).isEqualTo(160);
        int middle = heard.bytes()[heard.payloadOffset() + 80] & 0x7f;
        loud += middle < 0x20 ? 1 : 0; // u-law counts loud sound down
      }
    }
    assertThat(loud).isEqualTo(5);
    assertThat(closed(session)).extracting(LegReport::codec).containsExactly("PCMA", "PCMU");
  }

  /** RFC 4733 §2.1: events count in the clock of the sound, which is never that slow. */
  @Test
  void eventsOfAClockThatIsTooSlowAreLeftOutAndTheCallIsAnswered() throws Exception {
    bob.speaksIn(0);
    String offer = alice.sdpBy("RTP/AVP", "8 101", "a=rtpmap:101 telephone-event/4000");
    bob.told(offer(session, "b0", offer));
    String back =
        answer(
            session, "b0", "t", bob.sdpBy("RTP/AVP", "0 101", "a=rtpmap:101 telephone-event/4000"));
    session.answered("b0", "t");
    alice.told(back);
    assertThat(back).contains("RTP/AVP 8\r\n").doesNotContain("telephone-event");
    assertThat(closed(session)).extracting(LegReport::codec).containsExactly("PCMA", "PCMU");
  }

  @Test
  void keysOnOneSideOnlyAreTakenOffOnTheOther() throws Exception {
    SrtpKeys alices = keys(7);
    String offered = alice.sdpBy("RTP/SAVP", "8", crypto(alices));
    String onward = offer(session, "b0", offered);
    assertThat(onward).contains("RTP/AVP").doesNotContain("crypto");
    bob.told(onward);
    String back = answer(session, "b0", "t", bob.sdp());
    session.answered("b0", "t");
    alice.told(back);
    alice.protection = new SrtpProtection(alices, keysOf(back));
    alice.isHeardBy(bob, "secret");
    bob.isHeardBy(alice, "plain");
    assertThat(world.notes)
        .containsOnlyOnce("sound of the caller is encrypted: AES_CM_128_HMAC_SHA1_80 by SDES");
    assertThat(closed(session)).extracting(LegReport::protection).containsExactly("SDES", "");
  }

  /** RFC 3711 §3.3.1: the key that stays keeps its roll-over counter when the other one changes. */
  @Test
  void aPhoneThatMakesNewKeysForEachOfferStillUnderstandsOurs() throws Exception {
    SrtpKeys alices = keys(7);
    bob.told(offer(session, "b0", alice.sdpBy("RTP/SAVP", "8", crypto(alices))));
    String back = answer(session, "b0", "t", bob.sdp());
    session.answered("b0", "t");
    alice.told(back);
    SrtpProtection before = new SrtpProtection(alices, keysOf(back));
    alice.protection = before;
    alice.isHeardBy(bob, "secret");
    for (int i = 0; i < 3; i++) { // over the end of the sequence numbers, at most 2^15 at a time
      bob.jumps(30_000);
      bob.isHeardBy(alice, "far" + i);
    }
    SrtpKeys fresh = keys(99);
    later(session, Side.A, Kind.OFFER, alice.sdpBy("RTP/SAVP", "8", crypto(fresh)));
    String again = later(session, Side.B, Kind.ANSWER, bob.sdp());
    alice.told(again);
    assertThat(keysOf(again)).isEqualTo(keysOf(back));
    alice.protection = before.rekeyed(fresh, keysOf(again));
    bob.isHeardBy(alice, "still");
    alice.isHeardBy(bob, "fresh");
  }

  @Test
  void faxTakesThePlaceOfSoundAndGivesItBack() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "tone");
    String fax = "m=image " + bob.socket.getLocalPort() + " udptl t38\r\n";
    alice.told(later(session, Side.B, Kind.OFFER, bob.head() + fax));
    String answer = alice.head() + "m=image " + alice.socket.getLocalPort() + " udptl t38\r\n";
    bob.told(later(session, Side.A, Kind.ANSWER, answer));
    byte[] udptl = {0, 1, 2, 3, 4, 5};
    byte[] heard = null;
    for (int i = 0; i < 100 && heard == null; i++) {
      bob.sends(udptl);
      heard = alice.gets(40);
    }
    assertThat(heard).isEqualTo(udptl);
    bob.told(later(session, Side.A, Kind.OFFER, alice.sdp()));
    alice.told(later(session, Side.B, Kind.ANSWER, bob.sdp()));
    bob.isHeardBy(alice, "sound again");
  }

  @Test
  void aDeclinedVideoLeavesTheSound() throws Exception {
    String video = "m=video 5004 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
    between(session, alice, alice.sdp() + video, bob, bob.sdp() + "m=video 0 RTP/AVP 96\r\n");
    alice.isHeardBy(bob, "hello");
    assertThat(closed(session)).hasSize(4);
  }

  @Test
  void videoPassesWithItsOwnNumbers() throws Exception {
    try (Handset camera = new Handset(77, 96);
        Handset screen = new Handset(78, 96)) {
      String map = "\r\na=rtpmap:96 VP8/90000\r\n";
      String onward =
          offer(
              session,
              "b0",
              alice.sdp() + "m=video " + camera.socket.getLocalPort() + " RTP/AVP 96" + map);
      String back =
          answer(
              session,
              "b0",
              "t",
              bob.sdp() + "m=video " + screen.socket.getLocalPort() + " RTP/AVP 96" + map);
      session.answered("b0", "t");
      camera.told(back, 1);
      screen.told(onward, 1);
      Packet seen = camera.isHeardBy(screen, "picture");
      assertThat(seen.ssrc()).isEqualTo(77);
    }
  }

  @Test
  void aCalleeOnTheNextServerGetsPortsOfItsOwn() throws Exception {
    String first = offer(session, "b0", alice.sdp());
    Device next =
        new Device(
            false,
            false,
            World.PHONE.encryption(),
            World.LOOPBACK,
            java.net.InetAddress.ofLiteral("127.0.0.2"));
    String again =
        text(
            session.describe(
                Side.A, "b0", null, Kind.OFFER, World.PHONE, next, bytes(alice.sdp())));
    assertThat(Handset.port(again, 0)).isNotEqualTo(Handset.port(first, 0));
  }

  @Test
  void nonsenseIsRefusedAndTheCallGoesOn() throws Exception {
    between(session, alice, bob);
    assertThatThrownBy(() -> later(session, Side.A, Kind.OFFER, "nonsense"))
        .isInstanceOf(BadSdp.class);
    alice.isHeardBy(bob, "hello");
  }

  @Test
  void aCallThatIsClosedBeforeItIsAnsweredTellsAtOnce() throws Exception {
    offer(session, "b0", alice.sdp());
    assertThat(closed(session)).hasSize(2);
    MediaSession silent = world.call();
    CompletableFuture<List<LegReport>> none = new CompletableFuture<>();
    silent.close(none::complete);
    assertThat(none).isCompletedWithValue(List.of());
  }

  private static String origin(String description) {
    return description.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow();
  }

  private static SrtpKeys keys(int seed) {
    SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    byte[] key = new byte[suite.keyLength()];
    byte[] salt = new byte[suite.saltLength()];
    Arrays.fill(key, (byte) seed);
    Arrays.fill(salt, (byte) (seed + 1));
    return new SrtpKeys(suite, key, salt);
  }

  private static String crypto(SrtpKeys keys) {
    byte[] both = Arrays.copyOf(keys.key(), keys.key().length + keys.salt().length);
    System.arraycopy(keys.salt(), 0, both, keys.key().length, keys.salt().length);
    return "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
        + java.util.Base64.getEncoder().encodeToString(both);
  }

  private static SrtpKeys keysOf(String description) {
    String inline =
        description
            .lines()
            .filter(line -> line.startsWith("a=crypto:"))
            .findFirst()
            .orElseThrow()
            .replaceAll(".*inline:", "")
            .replaceAll("\\|.*", "");
    byte[] both = java.util.Base64.getDecoder().decode(inline.getBytes(StandardCharsets.US_ASCII));
    SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    return new SrtpKeys(
        suite,
        Arrays.copyOf(both, suite.keyLength()),
        Arrays.copyOfRange(both, suite.keyLength(), both.length));
  }

  /** A callee that makes up tags (RFC 3261 §12.1) costs a little, and no more. */
  @Test
  void endlessEarlyDialogsAreOne() throws Exception {
    bob.told(offer(session, "b0", alice.sdp()));
    for (int i = 0; i < 2 * MediaSession.DIALOGS_MAX; i++) {
      alice.told(answer(session, "b0", "tag" + i, bob.sdp()));
    }
    session.answered("b0", "tag" + 2 * MediaSession.DIALOGS_MAX);
    alice.isHeardBy(bob, "still here");
    bob.isHeardBy(alice, "so am I");
  }

  @Test
  void aPhoneThatRefusesMediaInTheClearIsOfferedKeysOneWayAfterTheOther() throws Exception {
    assertThat(offer(session, "b0", alice.sdp())).contains(" RTP/AVP ");
    assertThat(session.offersOther("b0")).isTrue();
    session.branchEnded("b0");
    session.follows("b1", "b0");
    // Signalling is in the clear: keys that it does not carry come first.
    assertThat(offer(session, "b1", alice.sdp()))
        .contains(" UDP/TLS/RTP/SAVP ", "a=fingerprint:")
        .doesNotContain("a=crypto");
    assertThat(session.offersOther("b1")).isTrue();
    session.branchEnded("b1");
    session.follows("b2", "b1");
    assertThat(offer(session, "b2", alice.sdp()))
        .contains(" RTP/SAVP ", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:");
    assertThat(session.offersOther("b2")).isFalse();
    session.branchEnded("b2");
    assertThat(world.notes)
        .containsExactly(
            "the callee does not take media in the clear: it is offered keys by DTLS",
            "the callee does not take keys by DTLS: it is offered keys by SDES");
  }

  @ParameterizedTest
  @CsvSource({
    "true, ALLOWED, 'RTP/AVP,UDP/TLS/RTP/SAVP,RTP/SAVP'",
    "false, ALLOWED, 'RTP/AVP,UDP/TLS/RTP/SAVP,RTP/SAVP'",
    "false, REQUIRED, 'RTP/SAVP,UDP/TLS/RTP/SAVP'",
    "true, REQUIRED, 'RTP/SAVP,UDP/TLS/RTP/SAVP'",
    "true, FORBIDDEN, 'RTP/AVP'"
  })
  void whatIsOfferedFollowsTheDevicesSetting(boolean keys, Encryption encryption, String ways) {
    Device device = new Device(false, keys, encryption, World.LOOPBACK, World.LOOPBACK);
    assertThat(Offers.to(device).stream().map(way -> way.transport().protocol()))
        .containsExactly(ways.split(","));
  }
}
