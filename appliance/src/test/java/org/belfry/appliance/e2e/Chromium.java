package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Headless Chromium with one page, and windows of other people if wanted. */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Console console;
  private final String port;
  private final DevTools browser;
  private final DevTools page;

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
    List<String> there = portOf(profile.resolve("DevToolsActivePort"));
    port = there.getFirst();
    browser = new DevTools(http, "ws://127.0.0.1:" + port + there.getLast());
    page = new DevTools(http, pageOn(port));
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

  /** Its port, and the path of the browser itself. */
  private List<String> portOf(Path file) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      try {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.size() > 1) {
          return lines;
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
      for (JsonNode target : new JsonMapper().readTree(answer)) {
        if (target.path("type").asString().equals("page")) {
          return target.path("webSocketDebuggerUrl").asString();
        }
      }
      throw new AssertionError("Chromium has no page: " + answer);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * One more window, which shares neither cookies nor memory with any other.
   *
   * @param permissions that its user gives to every page, by their names in DevTools; what is not
   *     among them is denied
   * @param script runs before those of each page
   */
  DevTools window(String url, List<String> permissions, String script) {
    String context =
        browser
            .command("Target.createBrowserContext", Map.of())
            .path("browserContextId")
            .asString();
    browser.command(
        "Browser.grantPermissions",
        Map.of("permissions", permissions, "browserContextId", context));
    String target =
        browser
            .command(
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", context, "newWindow", true))
            .path("targetId")
            .asString();
    DevTools window = new DevTools(http, "ws://127.0.0.1:" + port + "/devtools/page/" + target);
    window.command("Page.enable", Map.of());
    window.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    window.command("Page.navigate", Map.of("url", url));
    return window;
  }

  /** Another tab beside a window: it shares its cookies and its storage. */
  DevTools tab(DevTools window, String url) {
    String context =
        window
            .command("Target.getTargetInfo", Map.of())
            .path("targetInfo")
            .path("browserContextId")
            .asString();
    String target =
        browser
            .command("Target.createTarget", Map.of("url", url, "browserContextId", context))
            .path("targetId")
            .asString();
    DevTools tab = new DevTools(http, "ws://127.0.0.1:" + port + "/devtools/page/" + target);
    tab.command("Page.enable", Map.of());
    return tab;
  }

  /** The page that it was started with. */
  DevTools page() {
    return page;
  }

  JsonNode evaluate(String script) {
    return page.evaluate(script);
  }

  /** Ends it and all that it has started at once, so that it has no time to say anything. */
  void dies() {
    List<ProcessHandle> all = new ArrayList<>(console.process().descendants().toList());
    console.process().destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    page.close();
    browser.close();
    List<ProcessHandle> others = console.started();
    console.close();
    // They would write into the profile while it is being deleted.
    others.forEach(ProcessHandle::destroyForcibly);
    others.forEach(each -> each.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    http.close();
  }
}
