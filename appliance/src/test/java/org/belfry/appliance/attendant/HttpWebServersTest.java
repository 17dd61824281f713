package org.belfry.appliance.attendant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.app.ivr.Heard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Call-outs to a web server on loopback, good and bad ones. */
@Timeout(30)
class HttpWebServersTest {
  private HttpServer server;
  private final AtomicReference<String> asked = new AtomicReference<>();
  private final HttpWebServers allowed = new HttpWebServers(true);
  private final HttpWebServers strict = new HttpWebServers(false);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers(
        "/good",
        200,
        "{\"next\":\"vip\",\"set\":{\"title\":\"Doctor\",\"n\":3,\"x\":null,\"y\":[]}}");
    answers("/moved", 302, "");
    answers("/text", 200, "hello");
    answers("/empty", 200, "{}");
    answers("/long", 200, "\"" + "x".repeat(70_000) + "\"");
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
              out.write(' ');
              out.flush();
              Thread.sleep(100);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answers(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          } catch (IOException e) {
            asked.set("gone"); // whoever asked has read enough
          }
        });
  }

  private Heard ask(HttpWebServers who, String path) {
    return who.ask(
        "http://127.0.0.1:" + server.getAddress().getPort() + path,
        Map.of("caller", "+49170"),
        Duration.ofSeconds(1));
  }

  @Test
  void theAnswerNamesANodeAndSetsValues() {
    assertThat(ask(allowed, "/good"))
        .isEqualTo(new Heard.Answer("vip", Map.of("title", "Doctor", "n", "3")));
    assertThat(asked.get()).isEqualTo("{\"caller\":\"+49170\"}");
    assertThat(ask(allowed, "/empty")).isEqualTo(new Heard.Answer(null, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "/moved, it answered 302",
    "/none, it answered 404",
    "/text, its answer is no JSON",
    "/slow, no answer within 1 s",
  })
  void whatIsNoAnswerIsToldWhy(String path, String why) {
    assertThat(ask(allowed, path)).isEqualTo(new Heard.NoAnswer(why));
  }

  @Test
  void aLongAnswerIsNotRead() {
    assertThat(ask(allowed, "/long")).isInstanceOf(Heard.NoAnswer.class);
  }

  @Test
  void nobodyIsAskedWhoOnlyTheInsideReaches() {
    assertThat(ask(strict, "/good")).isInstanceOf(Heard.NoAnswer.class);
    assertThat(asked.get()).isNull();
    assertThat(strict.ask("http://[::1]:1/", Map.of(), Duration.ofSeconds(1)))
        .isEqualTo(new Heard.NoAnswer("it is at ::1, which is not public"));
  }
}
