package org.belfry.pbx.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** One request that came along two ways. */
@Rfc("3261")
class MergedRequestsTest {
  private static final InetSocketAddress US = new InetSocketAddress("10.0.0.1", 5060);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5060);

  private final World world =
      World.withPeers(
          new Peer(1, "office", InetAddress.ofLiteral("192.0.2.7"), 0, null, null, null));
  private final List<SipResponse> answers = new ArrayList<>();

  private void peerSends(String method, String uri, String branch, int cseq) {
    String to = "<sip:1002@pbx.example>";
    byte[] request =
        (method
                + " "
                + uri
                + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK"
                + branch
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:x@office.example>;tag=1\r\nTo: "
                + to
                + "\r\nCall-ID: merged\r\nCSeq: "
                + cseq
                + " "
                + method
                + "\r\nContact: <sip:x@192.0.2.7>\r\nContent-Length: 0\r\n\r\n")
            .getBytes(UTF_8);
    world.net().send(new Datagram(PEER, US, request));
  }

  private List<Integer> statuses(String branch) {
    return answers.stream()
        .filter(each -> each.topVia().branch().equals("z9hG4bK" + branch))
        .map(SipResponse::status)
        .toList();
  }

  @Test
  @Rfc("8.2.2.2")
  void theSecondCopyOfARequestIs482AndTheFirstGoesOn() {
    world
        .net()
        .attach(
            PEER,
            datagram -> {
              if (MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length)
                  instanceof SipResponse response) {
                answers.add(response);
              }
            });
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    peerSends("INVITE", "sip:1002@pbx.example", "one", 1);
    world.advanceUntil(() -> statuses("one").contains(180), 3);
    peerSends("INVITE", "sip:1002@pbx.example", "two", 1);
    world.advanceUntil(() -> statuses("two").contains(482), 3);
    assertThat(bob.calls()).hasSize(1);
    // A fork of the peer's to another of our users is another branch, and ours to proxy (§16.3).
    peerSends("INVITE", "sip:1003@pbx.example", "three", 1);
    world.advanceUntil(() -> !carol.calls().isEmpty(), 3);
    peerSends("CANCEL", "sip:1003@pbx.example", "three", 1);
    peerSends("CANCEL", "sip:1002@pbx.example", "one", 1);
    world.advanceUntil(() -> statuses("one").contains(487) && statuses("three").contains(487), 3);
    // Tried again by another way after a refusal (RFC 3263 §4.3): no copy of what goes on.
    peerSends("INVITE", "sip:1002@pbx.example", "four", 1);
    world.advanceUntil(() -> statuses("four").contains(180), 3);
    peerSends("CANCEL", "sip:1002@pbx.example", "four", 1);
    world.advanceUntil(() -> statuses("four").contains(487), 3);
  }
}
