package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Headless Chromium with one page, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JsonMapper json = new JsonMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Console console;
  private final WebSocket page;

  /**
   * @param home for the browser's profile, empty
   * @param url opened; certificates are not asked for their authority
   * @param flags further ones of its command line
   */
  Chromium(Path home, String url, String... flags) {
    Path profile = home.resolve("profile");
    try {
      Files.createDirectories(profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console = new Console(home, Map.of("HOME", home.toString()), command(profile, url, flags));
    String port = portOf(profile.resolve("DevToolsActivePort"));
    page =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(pageOn(port)), new Listener())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  private static List<String> command(Path profile, String url, String... flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--ignore-certificate-errors",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0"));
    command.addAll(List.of(flags));
    command.add(url);
    return command;
  }

  private String portOf(Path file) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      try {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.size() > 1) {
          return lines.getFirst();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("Chromium did not start; it said:\n" + console.said());
  }

  private String pageOn(String port) {
    try {
      URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
      String answer =
          http.send(
                  HttpRequest.newBuilder(list).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode target : json.readTree(answer)) {
        if (target.path("type").asString().equals("page")) {
          return target.path("webSocketDebuggerUrl").asString();
        }
      }
      throw new AssertionError("Chromium has no page: " + answer);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a script in the page; answers its value as JSON. */
  JsonNode evaluate(String script) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(number, answer);
    var params = Map.of("expression", script, "returnByValue", true, "awaitPromise", true);
    String command =
        json.writeValueAsString(
            Map.of("id", number, "method", "Runtime.evaluate", "params", params));
    page.sendText(command, true).join();
    JsonNode result = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (result.path("result").has("exceptionDetails")) {
      throw new AssertionError("the page failed: " + result);
    }
    return result.path("result").path("result").path("value");
  }

  /** Ends it and all that it has started at once, so that it has no time to say anything. */
  void dies() {
    List<ProcessHandle> all = new ArrayList<>(console.process().descendants().toList());
    console.process().destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    page.abort();
    console.close();
    http.close();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        JsonNode message = json.readTree(part.toString());
        part.setLength(0);
        CompletableFuture<JsonNode> waiting = asked.remove(message.path("id").asInt());
        if (waiting != null) {
          waiting.complete(message);
        }
      }
      socket.request(1);
      return null;
    }
  }
}
