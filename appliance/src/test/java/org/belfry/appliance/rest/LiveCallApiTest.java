package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call between two peers, looked at and ended over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class LiveCallApiTest {
  private final List<String> peers = new ArrayList<>();
  private LocalAppliance appliance;
  private ApiClient api;
  private Seat caller;
  private Seat callee;

  @BeforeEach
  void twoPeers(LocalAppliance shared) throws IOException {
    appliance = shared;
    api = shared.api();
    caller = new Seat();
    callee = new Seat();
    peer("{\"name\":\"live-caller\",\"address\":\"127.0.0.1:%d\"}".formatted(caller.port()));
    peer(
        "{\"name\":\"live-callee\",\"address\":\"127.0.0.1:%1$d\",\"pattern\":\"77XX\",\"nextHop\":\"sip:127.0.0.1:%1$d\"}"
            .formatted(callee.port()));
  }

  @AfterEach
  void noPeers() {
    peers.forEach(path -> api.delete(path));
    caller.close();
    callee.close();
  }

  private void peer(String body) {
    peers.add("/api/v1/peers/" + api.post("/api/v1/peers", body).id());
  }

  @Test
  void anAnsweredCallTellsHowItSoundsAndIsEndedForBothSides() throws IOException {
    String callId = "ended-by-us@192.0.2.1";
    String invite = rings("7701", callId);
    answers(invite);

    Answer media = api.get("/api/v1/calls/" + callId + "/media");
    assertThat(media.status()).isEqualTo(200);
    assertThat(media.body().valueStream().map(leg -> leg.path("side").asString()))
        .containsExactly("caller", "callee");
    assertThat(media.body().valueStream().map(leg -> leg.path("codec").asString()))
        .containsOnly("PCMA");
    assertThat(api.get("/api/v1/calls/media?callId=" + callId).body()).hasSize(2);

    assertThat(api.delete("/api/v1/calls/" + callId).status()).isEqualTo(204);

    assertThat(caller.hears("BYE ")).contains("Reason: Q.850;cause=31");
    assertThat(callee.hears("BYE ")).contains("text=\"ended by an administrator\"");
    await().until(() -> api.get("/api/v1/calls/" + callId + "/media").status() == 404);
    await().until(() -> !api.get("/api/v1/cdrs?party=7701").body().path("cdrs").isEmpty());
    var record = api.get("/api/v1/cdrs?party=7701").body().path("cdrs").get(0);
    assertThat(record.path("cause").asString()).isEqualTo("ENDED_BY_ADMIN");
    assertThat(record.path("media")).hasSize(2);
    assertThat(record.path("media").get(0).propertyNames())
        .containsExactlyInAnyOrder(
            "side",
            "medium",
            "codec",
            "protection",
            "received",
            "sent",
            "lost",
            "jitterMs",
            "roundTripMs",
            "mos",
            "note",
            "samples");
  }

  @Test
  void aCallThatRingsCannotBeEndedYet() throws IOException {
    String callId = "rings@192.0.2.1";
    String invite = rings("7708", callId);

    Answer refused = api.delete("/api/v1/calls/" + callId);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("callId");
    callee.answers(invite, "486 Busy Here", "");
    caller.hears("SIP/2.0 486");
  }

  @Test
  void aDescriptionThatCannotBeIsRefusedAndTheLadderSaysWhy() throws IOException {
    String callId = "refused@192.0.2.1";
    invites("7709", callId, "hello");

    assertThat(caller.hears("SIP/2.0 488")).contains("Warning: 3");
    await()
        .untilAsserted(() ->
            assertThat(
                    api.get("/api/v1/calls/" + callId + "/ladder")
                        .body()
                        .path("notes")
                        .valueStream()
                        .map(note -> note.path("text").asString()))
                .singleElement()
                .asString()
                .startsWith("the description of the caller was refused: "));
  }

  /** The INVITE as it came to the callee. */
  private String rings(String number, String callId) throws IOException {
    invites(number, callId, sdp(40_000));
    return callee.hears("INVITE ");
  }

  private void invites(String number, String callId, String body) throws IOException {
    caller.sends(
        """
        INVITE sip:%4$s@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK%2$d
        Max-Forwards: 70
        From: <sip:901@127.0.0.1>;tag=caller
        To: <sip:%4$s@127.0.0.1>
        Call-ID: %3$s
        CSeq: 1 INVITE
        Contact: <sip:901@127.0.0.1:%1$d>
        """
            .formatted(caller.port(), System.nanoTime(), callId, number),
        body);
  }

  private void answers(String invite) throws IOException {
    callee.answers(invite, "200 OK", sdp(40_002));
    String answer = caller.hears("SIP/2.0 200");
    caller.sends(
        """
        ACK sip:7701@127.0.0.1:%2$d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK%3$d
        Max-Forwards: 70
        %4$s
        From: <sip:901@127.0.0.1>;tag=caller
        To: <sip:7701@127.0.0.1>;tag=callee
        Call-ID: %5$s
        CSeq: 1 ACK
        """
            .formatted(
                caller.port(),
                callee.port(),
                System.nanoTime(),
                line(answer, "Record-Route").replace("Record-Route", "Route"),
                line(answer, "Call-ID").substring(9)),
        "");
  }

  private static String sdp(int port) {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
        + port
        + " RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";
  }

  private static String line(String message, String name) {
    return message.lines().filter(l -> l.startsWith(name + ":")).findFirst().orElseThrow();
  }

  /** Somebody who speaks SIP word by word. */
  private final class Seat implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    Seat() throws IOException {
      socket.setSoTimeout(10_000);
    }

    int port() {
      return socket.getLocalPort();
    }

    void sends(String head, String body) throws IOException {
      String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
      byte[] bytes =
          (head.strip().replace("\n", "\r\n")
                  + "\r\n"
                  + type
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              bytes,
              bytes.length,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), appliance.sipPort())));
    }

    /** The next message that begins so; others (100 Trying, retransmissions) are passed over. */
    String hears(String beginning) throws IOException {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        socket.receive(packet);
        String message =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (message.startsWith(beginning)) {
          return message;
        }
      }
    }

    void answers(String request, String status, String body) throws IOException {
      StringBuilder head = new StringBuilder("SIP/2.0 " + status + "\n");
      request
          .lines()
          .takeWhile(l -> !l.isEmpty())
          .filter(l -> l.matches("(?i)(Via|Record-Route|From|Call-ID|CSeq):.*"))
          .forEach(l -> head.append(l).append('\n'));
      head.append(line(request, "To")).append(";tag=callee\n");
      head.append("Contact: <sip:7701@127.0.0.1:").append(port()).append(">\n");
      sends(head.toString(), body);
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
