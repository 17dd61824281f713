import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes pictures of all pages with headless Chromium, by its DevTools protocol: light, dark, and at
 * a phone's width. Run by {@code ./belfry screenshots}.
 *
 * <p>Arguments: the address of the pages, an administrator, a user, the password of both, where the
 * pictures go, and then paths (all when there are none). A path may end in {@code !words}: the
 * button with these words is pressed before the picture is taken.
 */
class Screenshots {
  private static final List<String> STRANGERS = List.of("login");
  private static final List<String> USERS =
      List.of(
          "portal",
          "portal/voicemail",
          "portal/recordings",
          "portal/contacts",
          "portal/rules",
          "portal/rules!New rule",
          "portal/devices",
          "portal/queues",
          "portal/settings");
  private static final List<String> ADMINISTRATORS =
      List.of(
          "",
          "wizard!Company and place",
          "wizard!Network",
          "wizard!Numbers",
          "wizard!Users",
          "wizard!Trunk",
          "wizard!Mail",
          "wizard!Certificate",
          "wizard!Summary",
          "calls",
          "calls!Start a call",
          "calls/1",
          "history",
          "reports",
          "reports!Schedule a report",
          "recordings",
          "queues",
          "queues!New queue",
          "queue/sales",
          "wallboard",
          "conferences",
          "conferences!New room",
          "conference/weekly",
          "plans",
          "plans?from=%2B4930999&to=1002",
          "users",
          "users/1001",
          "users/1001!New rule",
          "groups",
          "groups/600",
          "mailboxes",
          "mailbox/1001",
          "phones",
          "phones!New phone",
          "phone/1",
          "phone-settings",
          "registrations",
          "inbound",
          "inbound!New number",
          "routes",
          "routes/Mobile",
          "trunks",
          "trunks!New trunk",
          "peers",
          "attendants",
          "attendants!New attendant",
          "attendant/main",
          "schedules",
          "schedule/Office",
          "schedule/Office!Night switch",
          "announcements",
          "announcements!New announcement",
          "prompts",
          "music",
          "music!New playlist",
          "dialling",
          "emergency",
          "emergency!New location",
          "health",
          "backups",
          "restore",
          "security",
          "fraud-fuse",
          "fraud-fuse!Limits for one user or trunk",
          "audit",
          "log",
          "webhooks",
          "webhooks!New webhook",
          "mail",
          "settings",
          "storage",
          "network",
          "certificates",
          "updates",
          "support",
          "system",
          "system!New token");
  private static final int WIDE = 1366;
  private static final int NARROW = 390;
  private static final int HEIGHT = 860;

  /** Pages draw themselves after they are loaded. */
  private static final int SETTLE_MS = 700;

  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private final String base;
  private final WebSocket socket;

  public static void main(String[] arguments) throws Exception {
    String base = arguments[0];
    Path out = Files.createDirectories(Path.of(arguments[4]));
    List<String> only = List.of(arguments).subList(5, arguments.length);
    Path profile = Files.createTempDirectory("belfry-screenshots");
    Process chromium = chromium(profile);
    try {
      Screenshots browser = new Screenshots(base, page(profile));
      browser.take(STRANGERS, only, out);
      browser.signIn(arguments[1], arguments[3]);
      browser.take(ADMINISTRATORS, only, out);
      browser.ask("Network.clearBrowserCookies", "{}");
      browser.signIn(arguments[2], arguments[3]);
      browser.take(USERS, only, out);
    } finally {
      chromium.destroy();
      chromium.waitFor(10, TimeUnit.SECONDS);
      delete(profile);
    }
  }

  private static Process chromium(Path profile) throws IOException {
    List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox"));
    command.addAll(
        List.of(
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
            "--disable-component-update",
            "--ignore-certificate-errors",
            "--hide-scrollbars",
            "--lang=en",
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
            "--user-data-dir=" + profile,
            "about:blank"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The address of the browser's only page; its port is in a file that it writes. */
  private static URI page(Path profile) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    for (int tenths = 0; tenths < 300; tenths++) {
      if (Files.exists(port) && !Files.readString(port).isBlank()) {
        String list =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(
                            URI.create(
                                "http://127.0.0.1:"
                                    + Files.readAllLines(port).getFirst()
                                    + "/json"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body();
        int at = list.indexOf("ws://", list.indexOf("\"type\": \"page\""));
        return URI.create(list.substring(at, list.indexOf('"', at)));
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("Chromium did not start.");
  }

  private Screenshots(String base, URI page) throws Exception {
    this.base = base.endsWith("/") ? base : base + "/";
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Answers())
            .get(10, TimeUnit.SECONDS);
    ask("Page.enable", "{}");
    ask("Security.setIgnoreCertificateErrors", "{\"ignore\":true}");
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
      text.append(part);
      if (end) {
        String answer = text.toString();
        text.setLength(0);
        if (answer.startsWith("{\"id\":")) {
          int id = Integer.parseInt(answer.substring(6, answer.indexOf(',')));
          CompletableFuture<String> asked = waiting.remove(id);
          if (asked != null) {
            asked.complete(answer);
          }
        }
      }
      from.request(1);
      return null;
    }
  }

  private String ask(String method, String parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(
        "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true);
    return answer.get(30, TimeUnit.SECONDS);
  }

  private void run(String script) throws Exception {
    ask("Runtime.evaluate", "{\"expression\":\"" + script.replace("\"", "\\\"") + "\"}");
  }

  private boolean isThere() throws Exception {
    return ask(
            "Runtime.evaluate",
            "{\"expression\":\"document.querySelector('.bf-page, .bf-wall, vaadin-login-form"
                + " input') !== null &&"
                + " !document.querySelector('vaadin-connection-indicator[loading]')\"}")
        .contains("\"value\":true");
  }

  private void go(String path) throws Exception {
    ask("Page.navigate", "{\"url\":\"" + base + path + "\"}");
    for (int tenths = 0; tenths < 200 && !isThere(); tenths++) {
      Thread.sleep(100);
    }
    Thread.sleep(SETTLE_MS);
  }

  private void size(int width) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":"
            + width
            + ",\"height\":"
            + HEIGHT
            + ",\"deviceScaleFactor\":1,\"mobile\":false}");
  }

  private void dark(boolean dark) throws Exception {
    ask(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + (dark ? "dark" : "light")
            + "\"}]}");
  }

  private void signIn(String user, String password) throws Exception {
    size(WIDE);
    go("login");
    Thread.sleep(SETTLE_MS);
    run(
        "for (const [n, v] of [['username', '"
            + user
            + "'], ['password', '"
            + password
            + "']]) {"
            + " const i = document.querySelector('input[name=' + n + ']'); i.value = v;"
            + " i.dispatchEvent(new Event('input', {bubbles: true})); }"
            + " document.querySelector('vaadin-button[slot=submit],"
            + " vaadin-login-form-wrapper vaadin-button').click();");
    Thread.sleep(3 * SETTLE_MS);
  }

  private void take(List<String> pages, List<String> only, Path out) throws Exception {
    for (String page : pages) {
      if (only.isEmpty() || only.contains(page)) {
        take(page, out);
      }
    }
  }

  private void take(String page, Path out) throws Exception {
    int bang = page.indexOf('!');
    String path = bang < 0 ? page : page.substring(0, bang);
    String name = page.isEmpty() ? "overview" : page.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase();
    size(WIDE);
    dark(false);
    go(path);
    if (bang >= 0) {
      run(
          "[...document.querySelectorAll('vaadin-button')].find(b => b.textContent.trim() === '"
              + page.substring(bang + 1)
              + "').click();");
      Thread.sleep(2 * SETTLE_MS);
    }
    shoot(out.resolve(name + "-light.webp"));
    dark(true);
    shoot(out.resolve(name + "-dark.webp"));
    dark(false);
    size(NARROW);
    shoot(out.resolve(name + "-narrow.webp"));
    System.out.println(name);
  }

  private void shoot(Path file) throws Exception {
    Thread.sleep(SETTLE_MS);
    String answer = ask("Page.captureScreenshot", "{\"format\":\"webp\",\"quality\":60}");
    int at = answer.indexOf("\"data\":\"") + 8;
    Files.write(file, Base64.getDecoder().decode(answer.substring(at, answer.indexOf('"', at))));
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
