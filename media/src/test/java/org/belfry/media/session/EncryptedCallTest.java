package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.belfry.media.session.World.answer;
import static org.belfry.media.session.World.bytes;
import static org.belfry.media.session.World.closed;
import static org.belfry.media.session.World.offer;
import static org.belfry.media.session.World.text;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.belfry.media.ice.Candidate;
import org.belfry.media.ice.CandidateType;
import org.belfry.media.ice.FullAgent;
import org.belfry.media.ice.IceCredentials;
import org.belfry.media.ice.IceEvent;
import org.belfry.media.ice.IceOutput;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.ice.LocalCandidate;
import org.belfry.media.ice.RemoteIce;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.srtp.dtls.Dtls;
import org.belfry.media.srtp.dtls.DtlsEndpoint;
import org.belfry.media.srtp.dtls.DtlsEvent;
import org.belfry.media.srtp.dtls.DtlsIdentity;
import org.belfry.media.srtp.dtls.DtlsRole;
import org.belfry.media.srtp.dtls.DtlsSettings;
import org.belfry.media.srtp.dtls.Fingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls whose keys come by DTLS (RFC 5763), also found by ICE (RFC 8445), with real sockets. */
class EncryptedCallTest {
  private final SecureRandom random = new SecureRandom();
  private final Dtls dtls =
      new Dtls(
          DtlsIdentity.make(random, Instant.now()),
          DtlsSettings.DEFAULT,
          random,
          Thread.ofVirtual().factory());
  private final BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();
  private World world;
  private MediaSession session;
  private Handset alice;
  private Handset bob;

  @BeforeEach
  void begin() throws Exception {
    world = new World();
    session = world.call();
    alice = new Handset(1, 8);
    bob = new Handset(2, 8);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    session.close(reports -> {});
    world.close();
    assertThat(world.sessions.server().portsInUse("lo")).isZero();
    world.sessions.server().checkPorts();
    alice.close();
    bob.close();
  }

  private DtlsEndpoint phone(DtlsRole role, String description) {
    return phone(role, description, alice);
  }

  private DtlsEndpoint phone(DtlsRole role, String description, Handset port) {
    return dtls.open(
        role,
        List.of(Fingerprint.parse(value(description, "fingerprint")).orElseThrow()),
        record -> {
          try {
            port.sends(record);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        events::add);
  }

  private void shakesHands(DtlsEndpoint endpoint) throws IOException {
    shakesHands(endpoint, alice);
  }

  /** What comes to the port goes to its DTLS until there are keys. */
  private void shakesHands(DtlsEndpoint endpoint, Handset port) throws IOException {
    for (int i = 0; i < 250; i++) {
      byte[] datagram = port.gets(20);
      if (datagram != null && datagram[0] >= 20 && datagram[0] <= 63) {
        endpoint.received(datagram);
      }
      if (events.poll() instanceof DtlsEvent.Connected(var protection)) {
        port.protection = protection;
        return;
      }
    }
    throw new AssertionError("no keys");
  }

  /** RFC 5764 §3: without rtcp-mux a phone shakes hands on the port of RTCP too. */
  @Test
  void rtcpOnAPortOfItsOwnHasKeysOfItsOwn() throws Exception {
    portsHaveKeysOfTheirOwn(DtlsRole.ACTIVE);
  }

  /** RFC 5763 §5: the phone waits for both. */
  @Test
  void weShakeHandsOnThePortOfRtcpTooWhereWeBegin() throws Exception {
    portsHaveKeysOfTheirOwn(DtlsRole.PASSIVE);
  }

  private void portsHaveKeysOfTheirOwn(DtlsRole phones) throws Exception {
    try (Handset rtcp = new Handset(3, 8)) {
      String offer =
          alice.sdpBy(
              "UDP/TLS/RTP/SAVP",
              "8",
              "a=rtcp:" + rtcp.socket.getLocalPort(),
              "a=fingerprint:" + dtls.fingerprint().toWire(),
              "a=setup:" + (phones == DtlsRole.ACTIVE ? "actpass" : "passive"));
      bob.told(offer(session, "b0", offer));
      String back = answer(session, "b0", "t", bob.sdp());
      session.answered("b0", "t");
      alice.told(back);
      rtcp.port = alice.port + 1;
      shakesHands(phone(phones, back));
      shakesHands(phone(phones, back, rtcp), rtcp);
      assertThat(rtcp.protection).isNotSameAs(alice.protection);
      alice.isHeardBy(bob, "secret");
      bob.isHeardBy(alice, "plain");
      byte[] report = rtcp.gets(10_000);
      assertThat(report).as("a report each five seconds").isNotNull();
      Packet packet = new Packet();
      packet.copyFrom(report, 0, report.length);
      assertThat(packet.kind()).isEqualTo(Packet.Kind.RTCP);
      assertThat(rtcp.protection.unprotect(packet)).isEqualTo(Verdict.PASS);
    }
  }

  /** Whichever comes first. */
  @Test
  void aHandshakeOnThePortOfRtcpDoesNotLeadThatOfRtpAstray() throws Exception {
    bob.told(offer(session, "b0", offerByDtls()));
    String back = answer(session, "b0", "t", bob.sdp());
    session.answered("b0", "t");
    alice.told(back);
    try (Handset rtcp = new Handset(3, 8)) {
      rtcp.told(back);
      rtcp.port++;
      DtlsEndpoint first = phone(DtlsRole.ACTIVE, back, rtcp);
      shakesHands(first, rtcp);
      shakesHands(phone(DtlsRole.ACTIVE, back));
    }
    alice.isHeardBy(bob, "secret");
    bob.isHeardBy(alice, "plain");
  }

  private String offerByDtls() {
    return alice.sdpBy(
        "UDP/TLS/RTP/SAVP", "8", "a=fingerprint:" + dtls.fingerprint().toWire(), "a=setup:actpass");
  }

  @Test
  void aPhoneBehindNatAgreesOnKeysByDtls() throws Exception {
    String offer =
        alice
            .sdpBy(
                "UDP/TLS/RTP/SAVP",
                "8",
                "a=fingerprint:" + dtls.fingerprint().toWire(),
                "a=setup:actpass")
            .replace("c=IN IP4 127.0.0.1", "c=IN IP4 10.99.0.1"); // what it believes
    bob.told(offer(session, "b0", offer));
    String back = answer(session, "b0", "t", bob.sdp());
    session.answered("b0", "t");
    assertThat(value(back, "setup")).isEqualTo("passive");
    alice.told(back);
    shakesHands(phone(DtlsRole.ACTIVE, back));
    alice.isHeardBy(bob, "secret");
    bob.isHeardBy(alice, "plain");
    assertThat(closed(session)).extracting(LegReport::protection).containsExactly("DTLS", "");
  }

  @Test
  void aCallThatEndsWhileKeysAreAgreedOnEnds() throws Exception {
    String offer =
        alice.sdpBy(
            "UDP/TLS/RTP/SAVP",
            "8",
            "a=fingerprint:" + dtls.fingerprint().toWire(),
            "a=setup:actpass");
    offer(session, "b0", offer);
    String back = answer(session, "b0", "t", bob.sdp());
    session.answered("b0", "t");
    alice.told(back);
    DtlsEndpoint endpoint = phone(DtlsRole.ACTIVE, back);
    byte[] hello = alice.gets(5000); // ours has answered: a handshake runs
    assertThat(hello).isNotNull();
    assertThat(closed(session)).hasSize(2);
    endpoint.close();
  }

  @Test
  void aFingerprintThatCannotBeCheckedIsSilence() throws Exception {
    String offer =
        alice.sdpBy("UDP/TLS/RTP/SAVP", "8", "a=fingerprint:md2 AA:BB", "a=setup:actpass");
    try {
      offer(session, "b0", offer);
      answer(session, "b0", "t", bob.sdp());
    } catch (org.belfry.media.sdp.BadSdp e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(closed(session)).isNotNull();
  }

  @Test
  void aBrowserFindsItsWayAndTalksWithAPhone() throws Exception {
    browserAndPhoneTalk();
  }

  @Test
  void aBrowserTalksWithAPhoneByThePortOfAllBrowsers() throws Exception {
    closed(session);
    world.close();
    int port;
    try (java.net.DatagramSocket free = new java.net.DatagramSocket(0, World.LOOPBACK)) {
      port = free.getLocalPort();
    }
    world = new World(63_000, 63_999, java.time.Duration.ZERO, port);
    session = world.call();
    browserAndPhoneTalk();
    assertThat(alice.port).isEqualTo(port);
  }

  /** RFC 8843 §7.3: one port, one handshake; the phone has a port for each. */
  @Test
  void aBrowsersSoundAndPictureComeByOnePort() throws Exception {
    try (Handset screen = new Handset(9, 96)) {
      String video = "m=video %d %s 96\r\na=rtpmap:96 VP8/90000\r\n";
      String answer = bob.sdp() + video.formatted(screen.socket.getLocalPort(), "RTP/AVP");
      String back = connected(video.formatted(9, "UDP/TLS/RTP/SAVPF"), answer);
      assertThat(value(back, "group")).isEqualTo("BUNDLE 0 1");
      assertThat(Handset.port(back, 1)).isEqualTo(alice.port);
      assertThat(world.sessions.server().portsInUse("lo")).isEqualTo(3);
      screen.told(onward, 1);
      alice.isHeardBy(bob, "sound");
      bob.isHeardBy(alice, "sound back");
      Handset camera = alice.alsoHas(0x7777, 96);
      camera.isHeardBy(screen, "picture");
      screen.isHeardBy(alice, "picture back");
      assertThat(bob.hears(50)).as("of the picture").isNull();
    }
    assertThat(closed(session))
        .extracting(LegReport::type, LegReport::protection)
        .containsExactly(
            tuple("audio", "DTLS"), tuple("video", "DTLS"), tuple("audio", ""), tuple("video", ""));
  }

  /** RFC 8843 §7.2.1. */
  @Test
  void aBrowserIsOfferedItsLinesForOnePort() throws Exception {
    try (Handset camera = new Handset(9, 96)) {
      String offer =
          alice.sdp()
              + "m=video %d RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n"
                  .formatted(camera.socket.getLocalPort());
      String onward =
          text(
              session.describe(
                  Side.A, "b0", null, Kind.OFFER, World.PHONE, World.BROWSER, bytes(offer)));
      assertThat(value(onward, "group")).isEqualTo("BUNDLE 0 1");
      assertThat(onward.substring(onward.indexOf("m=video")))
          .startsWith("m=video 0 ")
          .contains("a=bundle-only\r\n")
          .doesNotContain("a=candidate");
      assertThat(world.sessions.server().portsInUse("lo")).isEqualTo(3);
    }
  }

  /** RFC 3264 §8: m-lines are never taken away, and whoever does it is told so. */
  @Test
  void aBrowserThatTakesLinesAwayIsRefused() throws Exception {
    String group = "a=group:BUNDLE 0 1 2\r\nm=audio";
    String transport =
        Handset.lines(
            "a=rtcp-mux",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:0123456789abcdefghijkl",
            "a=fingerprint:" + dtls.fingerprint().toWire(),
            "a=setup:actpass");
    String audio = alice.sdpBy("UDP/TLS/RTP/SAVPF", "8").replace("m=audio", group) + transport;
    String video = "m=video %d UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n" + transport;
    String three =
        audio
            + "a=mid:0\r\n"
            + video.formatted(0)
            + "a=mid:1\r\n"
            + video.formatted(9)
            + "a=mid:2\r\n";
    String two = audio + "a=mid:0\r\n" + video.formatted(9) + "a=mid:1\r\n";
    assertThat(offersAsBrowser(three)).isNotNull();
    String answer = bob.sdp() + "m=video 0 RTP/AVP 96\r\n".repeat(2);
    session.describe(Side.B, "b0", "t", Kind.ANSWER, World.PHONE, World.BROWSER, bytes(answer));
    session.answered("b0", "t");
    assertThatThrownBy(() ->
            session.describe(Side.A, null, "t", Kind.OFFER, World.BROWSER, World.PHONE, bytes(two)))
        .isInstanceOf(org.belfry.media.sdp.BadSdp.class);
  }

  private byte[] offersAsBrowser(String offer) throws Exception {
    return session.describe(
        Side.A, "b0", null, Kind.OFFER, World.BROWSER, World.PHONE, bytes(offer));
  }

  private String onward = "";

  private void browserAndPhoneTalk() throws Exception {
    connected("", bob.sdp());
    alice.isHeardBy(bob, "from the browser");
    bob.isHeardBy(alice, "from the phone");
    closed(session);
    var control = (java.util.concurrent.ScheduledThreadPoolExecutor) world.sessions.control();
    control.submit(() -> {}).get();
    assertThat(control.getQueue()).as("nobody asks for consent any more").isEmpty();
  }

  /**
   * Alice's browser calls Bob.
   *
   * @param more what the browser offers beside audio, without its transport
   * @return what the browser is answered
   */
  private String connected(String more, String answer) throws Exception {
    InetSocketAddress base = new InetSocketAddress(World.LOOPBACK, alice.socket.getLocalPort());
    Candidate host = new Candidate("h1", 1, 2130706431L, base, CandidateType.HOST, null);
    IceCredentials mine = IceCredentials.next(random);
    BlockingQueue<IceEvent> found = new LinkedBlockingQueue<>();
    FullAgent agent =
        new FullAgent(
            IceSettings.DEFAULT,
            mine,
            List.of(new LocalCandidate(host, base)),
            true,
            random,
            new IceOutput() {
              @Override
              public void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {
                try {
                  alice.socket.send(new DatagramPacket(bytes, bytes.length, to));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }

              @Override
              public void happened(IceEvent event) {
                found.add(event);
              }
            });
    String[] transport = {
      "a=rtcp-mux",
      "a=ice-ufrag:" + mine.ufrag(),
      "a=ice-pwd:" + mine.password(),
      "a=candidate:" + host.toLine().replaceFirst("^(a=)?candidate:", ""),
      "a=fingerprint:" + dtls.fingerprint().toWire(),
      "a=setup:actpass"
    };
    String offer =
        alice
                .sdpBy("UDP/TLS/RTP/SAVPF", "8", transport)
                .replace("m=audio", "a=group:BUNDLE 0 1\r\nm=audio")
            + "a=mid:0\r\n";
    if (!more.isEmpty()) {
      offer += more + Handset.lines(transport) + "a=mid:1\r\n";
    }
    onward =
        text(
            session.describe(
                Side.A, "b0", null, Kind.OFFER, World.BROWSER, World.PHONE, bytes(offer)));
    bob.told(onward);
    String back =
        text(
            session.describe(
                Side.B, "b0", "t", Kind.ANSWER, World.PHONE, World.BROWSER, bytes(answer)));
    session.answered("b0", "t");
    alice.told(back);
    assertThat(value(back, "setup")).isEqualTo("active");
    List<Candidate> candidates =
        back.lines()
            .filter(line -> line.startsWith("a=candidate:"))
            .map(line -> Candidate.parse(line.substring("a=candidate:".length())))
            .filter(Candidate.Usable.class::isInstance)
            .map(usable -> ((Candidate.Usable) usable).candidate())
            .toList();
    assertThat(candidates).isNotEmpty();
    agent.remote(
        new RemoteIce(
            new IceCredentials(value(back, "ice-ufrag"), value(back, "ice-pwd")), true, candidates),
        Instant.now());
    DtlsEndpoint endpoint = phone(DtlsRole.PASSIVE, back);
    boolean keyed = false;
    for (int i = 0; i < 250 && !keyed; i++) {
      agent.wake(Instant.now());
      byte[] datagram = alice.gets(20);
      if (datagram != null) {
        Packet packet = new Packet();
        packet.copyFrom(datagram, 0, datagram.length);
        switch (packet.kind()) {
          case STUN ->
              agent.received(
                  datagram,
                  0,
                  datagram.length,
                  new InetSocketAddress(World.LOOPBACK, alice.port),
                  base,
                  Instant.now());
          case DTLS -> endpoint.received(datagram);
          default -> throw new AssertionError("media before keys");
        }
      }
      if (events.poll() instanceof DtlsEvent.Connected(var protection)) {
        alice.protection = protection;
        keyed = true;
      }
    }
    assertThat(keyed).isTrue();
    assertThat(found).anyMatch(IceEvent.Selected.class::isInstance);
    return back;
  }

  private static String value(String description, String attribute) {
    return Pattern.compile("(?m)^a=" + attribute + ":(.*?)\\r?$")
        .matcher(description)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + attribute + " in\n" + description))
        .group(1);
  }
}
