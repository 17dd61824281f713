package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder of a call, asked for over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class LadderApiTest {
  private LocalAppliance appliance;
  private ApiClient api;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
  }

  @Test
  void aCallThatWasNotLetInHasALadderToo() throws IOException {
    invites("not-let-in@192.0.2.1");
    Answer ladder = api.get("/api/v1/calls/not-let-in@192.0.2.1/ladder");
    assertThat(ladder.status()).isEqualTo(200);
    assertThat(ladder.type()).isEqualTo("application/json");
    assertThat(ladder.text("callId")).isEqualTo("not-let-in@192.0.2.1");
    assertThat(ladder.body().path("participants").valueStream().map(p -> p.path("name").asString()))
        .containsExactly("<i>1001</i>", "Belfry");
    assertThat(ladder.body().path("steps").valueStream().map(s -> s.path("label").asString()))
        .startsWith("INVITE", "407 Proxy Authentication Required");
  }

  @Test
  void theDrawingIsAnSvgThatRunsAndLoadsNothing() throws IOException {
    invites("drawn@192.0.2.1");
    Answer byFormat = api.get("/api/v1/calls/drawn@192.0.2.1/ladder?format=svg");
    Answer byAccept =
        api.send(
            api.request("/api/v1/calls/drawn@192.0.2.1/ladder").header("Accept", "image/svg+xml"));
    for (Answer drawing : java.util.List.of(byFormat, byAccept)) {
      assertThat(drawing.status()).isEqualTo(200);
      assertThat(drawing.type()).isEqualTo("image/svg+xml");
      assertThat(drawing.raw().body()).startsWith("<svg ").doesNotContain("<i>", "<script");
      assertThat(drawing.raw().headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b%c@h", "a;b?c#d@h", "per%2Fcent", "{x}\"<>\\"})
  void anyCallIdCanBeAskedFor(String callId) throws IOException {
    invites(callId);
    String query = "?callId=" + URLEncoder.encode(callId, StandardCharsets.UTF_8);
    assertThat(api.get("/api/v1/calls/ladder" + query).text("callId")).isEqualTo(callId);
    assertThat(api.get("/api/v1/calls/ladder" + query + "&format=svg").type())
        .isEqualTo("image/svg+xml");
  }

  @Test
  void aCallNobodyRemembersHasNone() {
    assertThat(api.get("/api/v1/calls/nothing/ladder").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/calls/nothing/ladder?format=svg").status()).isEqualTo(404);
    assertThat(api.anonymous().get("/api/v1/calls/nothing/ladder").status()).isEqualTo(401);
  }

  /** Sends an INVITE without credentials and waits for its answer. */
  private void invites(String callId) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(5_000);
      String here = "127.0.0.1:" + socket.getLocalPort();
      byte[] invite =
          ("INVITE sip:1002@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP "
                  + here
                  + ";branch=z9hG4bK"
                  + System.nanoTime()
                  + "\r\nMax-Forwards: 70\r\n"
                  + "From: <sip:%3Ci%3E1001%3C%2Fi%3E@127.0.0.1>;tag=1\r\nTo: <sip:1002@127.0.0.1>\r\nCall-ID: "
                  + callId
                  + "\r\nCSeq: 1 INVITE\r\nContact: <sip:1001@"
                  + here
                  + ">\r\nContent-Length: 0\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              invite, invite.length, InetAddress.getLoopbackAddress(), appliance.sipPort()));
      DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
          .startsWith("SIP/2.0 407");
    }
  }
}
