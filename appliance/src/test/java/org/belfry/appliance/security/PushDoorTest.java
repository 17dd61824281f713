package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages are told what is new by a WebSocket, on which nobody has anything to say: what browsers
 * send goes by requests, which have a limit.
 */
@Tag("database")
@Timeout(240)
class PushDoorTest {
  private static final String PUSH = "/VAADIN/push?v-r=push&v-uiId=%s&v-pushId=%s%s";
  private static final String WEB_SOCKET =
      "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.5-javascript"
          + "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true"
          + "&Content-Type=application%2Fjson%3B%20charset%3DUTF-8&X-atmo-protocol=true";
  private static final String PART = "x".repeat(8000);

  /** More than any message of a page, and less than what would end the test's own process. */
  private static final int PARTS = 1500;

  private record Page(String cookie, String id, String pushId) {}

  @Test
  void aStrangersMessageIsNotKeptUntilTheLengthThatItPromises(@TempDir Path data) throws Exception {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient browser = appliance.https().anonymous();
      Page page = page(browser);
      Closed closed = new Closed();
      WebSocket socket =
          browser.webSocket(
              PUSH.formatted(page.id(), page.pushId(), WEB_SOCKET), page.cookie(), closed);
      int sent = 0;
      try {
        socket.sendText("2000000000|", true).join();
        while (sent < PARTS && !closed.done.isDone()) {
          socket.sendText(PART, true).join();
          sent++;
        }
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(java.io.IOException.class);
      }
      assertThat(sent).as("parts of 8 kB that were taken").isLessThan(PARTS);
      assertThat(closed.done.get(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void aPageStaysConnectedAndNothingIsPostedWhereItListens(@TempDir Path data) throws Exception {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient browser = appliance.https().anonymous();
      Page page = page(browser);
      String address = PUSH.formatted(page.id(), page.pushId(), WEB_SOCKET);
      Closed closed = new Closed();
      WebSocket socket = browser.webSocket(address, page.cookie(), closed);
      // What browsers say now and then: that they are there.
      socket.sendText("X", true).join();
      socket.sendText("X", true).join();
      socket.sendPing(java.nio.ByteBuffer.wrap(new byte[] {1})).join();
      assertThat(closed.pong.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(closed.done).isNotDone();

      Answer posted =
          browser.send(
              browser
                  .request(address)
                  .header("Cookie", page.cookie())
                  .header("Sec-Fetch-Site", "same-origin")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("2000000000|" + PART)));
      assertThat(posted.status()).isEqualTo(405);
    }
  }

  private static Page page(ApiClient browser) {
    Answer first = browser.send(browser.request("/?v-r=init&location=login&query=").GET());
    String body = first.raw().body();
    return new Page(
        first.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0],
        found("\"v-uiId\":(\\d+)", body),
        found("\"Vaadin-Push-ID\":\"([^\"]+)\"", body));
  }

  private static String found(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  private static final class Closed implements WebSocket.Listener {
    final CompletableFuture<Object> done = new CompletableFuture<>();
    final CompletableFuture<Boolean> pong = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onPong(WebSocket socket, java.nio.ByteBuffer message) {
      pong.complete(true);
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      done.complete(status);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      done.complete(fault);
    }
  }
}
