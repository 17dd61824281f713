package org.belfry.pbx.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer is trusted by its address: what it may watch of our users, and what not. */
class PeerWatchesTest {
  private static final InetSocketAddress US = new InetSocketAddress("10.0.0.1", 5060);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5060);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.8", 5060);

  private final World world =
      World.withPeers(
          new Peer(1, "office", InetAddress.ofLiteral("192.0.2.7"), 0, null, null, null));
  private final List<SipResponse> answers = new ArrayList<>();
  private final List<SipRequest> notifies = new ArrayList<>();

  @BeforeEach
  void listen() {
    for (InetSocketAddress at : List.of(PEER, STRANGER)) {
      world.net().attach(at, datagram -> took(at, datagram));
    }
  }

  private void took(InetSocketAddress at, Datagram datagram) {
    SipMessage message = MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length);
    if (message instanceof SipResponse response) {
      answers.add(response);
    } else if (message instanceof SipRequest notify && notify.method().equals(Method.NOTIFY)) {
      notifies.add(notify);
      byte[] ok = notify.respond(200, "OK", null).done().encoded();
      world.net().send(new Datagram(at, US, ok));
    }
  }

  private int sends(InetSocketAddress from, String method, String event, int cseq, String toTag) {
    String host = from.getAddress().getHostAddress();
    String id = method + event + host;
    byte[] request =
        (method
                + " sip:1002@pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP "
                + host
                + ";branch=z9hG4bK"
                + (id + cseq).replace("-", "")
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:x@office.example>;tag=1\r\n"
                + "To: <sip:1002@pbx.example>"
                + (toTag == null ? "" : ";tag=" + toTag)
                + "\r\nCall-ID: "
                + id
                + "\r\nCSeq: "
                + cseq
                + " "
                + method
                + "\r\nContact: <sip:x@"
                + host
                + ">\r\nEvent: "
                + event
                + "\r\nExpires: "
                + (toTag == null ? 3600 : 0)
                + "\r\nContent-Length: 0\r\n\r\n")
            .getBytes(UTF_8);
    int before = answers.size();
    world.net().send(new Datagram(from, US, request));
    world.advanceUntil(() -> answers.size() > before, 3);
    return answers.getLast().status();
  }

  @Test
  void itHasALampWithoutDigestAndSeesTheCall() {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    assertThat(sends(PEER, "SUBSCRIBE", "dialog", 1, null)).isEqualTo(200);
    String tag = answers.getLast().toTag();
    world.advanceUntil(() -> notifies.size() == 1, 5);
    var call = alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty(), 5);
    world.advanceUntil(() -> new String(notifies.getLast().body(), UTF_8).contains("early"), 5);
    call.cancels();
    int seen = notifies.size();
    assertThat(sends(PEER, "SUBSCRIBE", "dialog", 2, tag)).isEqualTo(200);
    world.advanceUntil(
        () ->
            notifies.size() > seen
                && String.valueOf(notifies.getLast().header(HeaderName.SUBSCRIPTION_STATE))
                    .startsWith("terminated"),
        5);
    world.settles();
  }

  @Test
  void mailboxAndRegistrationsStayTheirOwners() {
    assertThat(sends(PEER, "SUBSCRIBE", "message-summary", 1, null)).isEqualTo(403);
    assertThat(sends(PEER, "SUBSCRIBE", "reg", 1, null)).isEqualTo(403);
    assertThat(sends(PEER, "PUBLISH", "presence", 1, null)).isEqualTo(403);
  }

  @Test
  void aStrangerIsAskedForCredentials() {
    assertThat(sends(STRANGER, "SUBSCRIBE", "dialog", 1, null)).isEqualTo(407);
  }
}
