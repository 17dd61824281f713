package org.belfry.appliance.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.update.UpdateFile.Kind;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin.Automatic;
import org.belfry.pbx.admin.UpdateAdmin.Reason;
import org.belfry.pbx.admin.UpdateAdmin.State;
import org.belfry.pbx.admin.UpdateAdmin.UpdateView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Updates as far as the appliance takes part; the host's part is tried in the package's test. */
@Tag("database")
@Timeout(120)
class LiveUpdateAdminTest {
  @TempDir private static Path data;
  private static HttpServer server;
  private static LocalAppliance appliance;
  private static volatile boolean stalls;
  private static Map<String, byte[]> served = new LinkedHashMap<>();

  @TempDir private Path host;
  private LiveUpdateAdmin updates;
  private boolean owner = true;
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private Path staged;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = served.get(exchange.getRequestURI().getPath());
          if (stalls) { // a beginning, and no end
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            return;
          }
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    appliance =
        LocalAppliance.on(
            data, "--belfry.update.url=http://127.0.0.1:" + server.getAddress().getPort() + "/b/");
  }

  @AfterAll
  static void stop() {
    appliance.close();
    server.stop(0);
  }

  @BeforeEach
  void withAHost() throws IOException {
    staged = data.resolve("update");
    Path keys = Files.createDirectories(host.resolve("keys"));
    Files.writeString(keys.resolve("maker.gpg"), "key");
    updates = updates(Kind.PACKAGE);
  }

  private LiveUpdateAdmin updates(Kind kind) {
    return updates(kind, Automatic.CHECK);
  }

  private LiveUpdateAdmin updates(Kind kind, Automatic automatic) {
    return updates(kind, automatic, Duration.ofSeconds(20));
  }

  private LiveUpdateAdmin updates(Kind kind, Automatic automatic, Duration patience) {
    return new LiveUpdateAdmin(
        "1.0",
        new UpdateHost(host, List.of(host.resolve("keys"))),
        new UpdateFile(staged, 0, kind),
        new UpdateServer(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/b"), kind, patience),
        automatic,
        () -> owner,
        appliance.part(CallMonitor.class),
        appliance.part(AuditTrail.class),
        ZoneOffset.UTC,
        () -> now);
  }

  @AfterEach
  void nothingIsReady() throws IOException {
    new UpdateFile(staged, 0, Kind.PACKAGE).discard();
    new UpdateFile(staged, 0, Kind.IMAGE).discard();
    served.clear();
    stalls = false;
  }

  @Test
  void aServerThatStallsInItsAnswerIsGivenUp() {
    stalls = true;
    LiveUpdateAdmin impatient = updates(Kind.PACKAGE, Automatic.CHECK, Duration.ofMillis(500));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(impatient::check)
                .isInstanceOf(InvalidCommand.class)
                .hasMessageContaining("no answer"));
  }

  /** Retention and reports have the same clock. */
  @Test
  void aServerThatStallsKeepsNothingElseFromItsTime() {
    stalls = true;
    LiveUpdateAdmin patient = updates(Kind.PACKAGE, Automatic.CHECK, Duration.ofSeconds(30));
    UpdateConfiguration.UpdateClock clock = new UpdateConfiguration.UpdateClock(patient);
    assertTimeoutPreemptively(Duration.ofSeconds(5), clock::look);
  }

  @Test
  void anUploadedFileIsLaidReadyAndTheHostIsAsked() throws IOException {
    UpdateView view = updates.take(new ByteArrayInputStream(file("1.1")));
    assertThat(view.ready().version()).isEqualTo("1.1");
    assertThat(view.ready().notes()).isEqualTo("News of 1.1");
    assertThat(staged.resolve("package.deb")).hasContent("package 1.1");
    assertThat(staged.resolve("package.deb.sig")).hasContent("signature");
    assertThat(staged.resolve("request")).doesNotExist();

    assertThat(updates.installNow().progress().state()).isEqualTo(State.ASKED);
    assertThat(staged.resolve("request")).exists();
    report(1, "saving");
    assertThat(updates.update().progress().state()).isEqualTo(State.SAVING);
    assertThatThrownBy(() -> updates.installNow()).isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> updates.take(new ByteArrayInputStream(file("1.2"))))
        .isInstanceOf(InvalidCommand.class);
    report(40, "undone unhealthy");
    Files.writeString(
        host.resolve("history"),
        "1764000000 updated 0.9 1.0 -\nnonsense\n1764000900 undone 1.0 1.1 unhealthy\n");
    view = updates.update();
    assertThat(view.progress().state()).isEqualTo(State.UNDONE);
    assertThat(view.progress().reason()).isEqualTo(Reason.UNHEALTHY);
    assertThat(view.past()).hasSize(2);
    assertThat(view.past().getFirst().to()).isEqualTo("1.1");
  }

  @Test
  void aHostThatIsSilentIsToldOf() throws IOException {
    updates.take(new ByteArrayInputStream(file("1.1")));
    updates.installNow();
    now = now.plusSeconds(31);
    assertThat(updates.update().progress().reason()).isEqualTo(Reason.NO_ANSWER);
    report(35, "updated");
    assertThat(updates.update().progress().state()).isEqualTo(State.UPDATED);
  }

  @Test
  void whatIsNoUpdateFileIsRefusedAndWhatWasReadyStays() throws IOException {
    updates.take(new ByteArrayInputStream(file("1.1")));
    Map<String, String> without = contents("1.2");
    without.remove("package.deb.sig");
    Map<String, String> more = contents("1.2");
    more.put("../../evil", "x");
    Map<String, String> unnamed = contents("1.2");
    unnamed.put("update.json", "{}");
    for (byte[] wrong :
        new byte[][] {
          "no zip at all".getBytes(StandardCharsets.US_ASCII),
          new byte[0],
          zip(without),
          zip(more),
          zip(unnamed),
          Arrays.copyOf(file("1.2"), 60)
        }) {
      assertThatThrownBy(() -> updates.take(new ByteArrayInputStream(wrong)))
          .isInstanceOfAny(InvalidCommand.class, IOException.class);
      assertThat(updates.update().ready().version()).isEqualTo("1.1");
      assertThat(data.resolve("update.new")).doesNotExist();
    }
    assertThat(data.resolve("evil")).doesNotExist();
    assertThat(data.getParent().resolve("evil")).doesNotExist();
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLeftBehind() {
    UpdateFile full = new UpdateFile(staged, Long.MAX_VALUE, Kind.PACKAGE);
    assertThatThrownBy(() -> full.take(new ByteArrayInputStream(file("1.1"))))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("too full");
    assertThat(full.ready()).isNull();
    assertThat(data.resolve("update.new")).doesNotExist();
  }

  @Test
  void anOlderVersionIsNotInstalled() throws IOException {
    updates.take(new ByteArrayInputStream(file("0.9")));
    assertThatThrownBy(() -> updates.installNow())
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("not newer");
  }

  @Test
  void itIsInstalledInTheFirstQuietMinuteOfTheNight() throws IOException {
    updates.take(new ByteArrayInputStream(file("1.1")));
    assertThat(updates.installTonight().tonight()).isEqualTo("2026-11-25T02:00:00Z");
    updates.tick();
    assertThat(staged.resolve("request")).doesNotExist();
    now = Instant.parse("2026-11-25T02:00:10Z");
    updates.tick();
    assertThat(staged.resolve("request")).doesNotExist();
    now = now.plus(Duration.ofSeconds(61));
    updates.tick();
    assertThat(staged.resolve("request")).exists();
    assertThat(updates.update().tonight()).isNull();
  }

  @Test
  void theServersNewerVersionIsDownloaded() throws IOException {
    served.put("/b/latest.json", description("1.1", "\"file\":\"belfry_1.1+x.update\""));
    served.put("/b/belfry_1.1+x.update", file("1.1"));
    assertThat(updates.check().offer().version()).isEqualTo("1.1");
    updates.download();
    await().until(() -> updates.update().download() == null);
    assertThat(updates.update().ready().version()).isEqualTo("1.1");

    served.put("/b/latest.json", description("1.0", "\"file\":\"belfry_1.0.update\""));
    assertThat(updates.check().offer()).isNull();
  }

  @Test
  void aNewerVersionIsOnlyShownUnlessTheSettingSaysMore() {
    offers("1.1");
    updates.look();
    assertThat(updates.update().offer().version()).isEqualTo("1.1");
    assertThat(updates.update().download()).isNull();
    assertThat(updates.update().ready()).isNull();
  }

  @Test
  void aNewerVersionIsDownloadedWhereTheSettingSaysSo() {
    updates = updates(Kind.PACKAGE, Automatic.DOWNLOAD);
    offers("1.1");
    updates.look();
    await().until(() -> updates.update().ready() != null);
    now = now.plus(Duration.ofHours(1));
    updates.look();
    assertThat(updates.update().tonight()).isNull();

    now = now.plus(Duration.ofDays(1));
    offers("1.2"); // which replaces it
    updates.look();
    await().until(() -> updates.update().ready().version().equals("1.2"));
  }

  @Test
  void aNewerVersionIsInstalledAtNightUnlessThatIsCalledOff() {
    updates = updates(Kind.PACKAGE, Automatic.INSTALL);
    offers("1.1");
    updates.look();
    await().until(() -> updates.update().ready() != null);
    updates.look();
    assertThat(updates.update().tonight()).isEqualTo("2026-11-25T02:00:00Z");
    updates.cancelInstallation();
    updates.look();
    assertThat(updates.update().tonight()).isNull();

    now = now.plus(Duration.ofDays(1));
    offers("1.2");
    updates.look();
    await().until(() -> updates.update().ready().version().equals("1.2"));
    updates.look();
    assertThat(updates.update().tonight()).isEqualTo("2026-11-26T02:00:00Z");
    updates.discard();
    updates.look();
    assertThat(updates.update().download()).isNull();
    assertThat(updates.update().ready()).isNull();
  }

  @Test
  void aVersionThatHasFailedHereIsNotInstalledByItself() throws IOException {
    Files.writeString(host.resolve("history"), "1764000900 undone 1.0 1.1 unhealthy\n");
    updates = updates(Kind.PACKAGE, Automatic.INSTALL);
    offers("1.1");
    updates.look();
    assertThat(updates.update().offer().version()).isEqualTo("1.1");
    assertThat(updates.update().download()).isNull();
    assertThat(updates.update().ready()).isNull();
  }

  private static void offers(String version) {
    served.put("/b/latest.json", description(version, "\"file\":\"x.update\""));
    served.put("/b/x.update", file(version));
  }

  @Test
  void aServerThatFailsIsToldOf() {
    assertThatThrownBy(() -> updates.check()).hasMessageContaining("404");
    served.put("/b/latest.json", description("1.1", "\"file\":\"../../etc/passwd\""));
    assertThatThrownBy(() -> updates.check()).hasMessageContaining("names no update file");
    served.put("/b/latest.json", description("1.1", "\"file\":\"gone.update\""));
    updates.check();
    updates.download();
    await().until(() -> updates.update().download().problem() != null);
    assertThat(updates.update().download().problem()).contains("404");
  }

  @Test
  void theImageTakesItsOwnUpdatesAndNoPackages() throws IOException {
    Files.writeString(host.resolve("system"), "1.0+debian1 b\n");
    updates = updates(Kind.IMAGE);
    assertThat(updates.update().slot()).isEqualTo("B");
    assertThatThrownBy(() -> updates.take(new ByteArrayInputStream(file("1.1"))))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("is an update of the package");
    assertThat(updates.take(new ByteArrayInputStream(image("1.1"))).ready().version())
        .isEqualTo("1.1");
    assertThat(staged.resolve("system.squashfs")).hasContent("package 1.1");
    assertThat(staged.resolve("system.squashfs.sig")).exists();
    updates.installNow();
    report(1, "writing 42");
    assertThat(updates.update().progress().state()).isEqualTo(State.WRITING);
    assertThat(updates.update().progress().percent()).isEqualTo(42);

    served.put("/b/latest.json", description("1.1", "\"file\":\"belfry_1.1.update\""));
    assertThatThrownBy(() -> updates.check()).hasMessageContaining("no update of the image");
    served.put(
        "/b/latest.json",
        description(
            "1.1",
            "\"image\":{\"version\":\"1.1+debian2\",\"file\":\"belfry-image_1.1.update\",\"size\":9}"));
    assertThat(updates.check().offer().version()).isEqualTo("1.1+debian2");
  }

  @Test
  void thePackageTakesNoImages() {
    assertThatThrownBy(() -> updates.take(new ByteArrayInputStream(image("1.1"))))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("is an update of the image");
  }

  @Test
  void theVersionBeforeIsAskedForUntilItIsTooOld() throws IOException {
    assertThatThrownBy(() -> updates.goBack()).hasMessageContaining("no version to go back to");
    Files.writeString(
        host.resolve("before"), "0.9 " + now.plus(Duration.ofDays(7)).getEpochSecond() + "\n");
    assertThat(updates.update().previous().version()).isEqualTo("0.9");
    assertThat(updates.goBack().progress().state()).isEqualTo(State.ASKED);
    assertThat(staged.resolve("request")).hasContent("back");
    report(1, "undone requested");
    assertThat(updates.update().progress().reason()).isEqualTo(Reason.REQUESTED);
    now = now.plus(Duration.ofDays(8));
    assertThat(updates.update().previous()).isNull();
  }

  @Test
  void onlyAnOwnerGoesBack() throws IOException {
    Files.writeString(
        host.resolve("before"), "0.9 " + now.plus(Duration.ofDays(7)).getEpochSecond() + "\n");
    owner = false;
    assertThatThrownBy(() -> updates.goBack()).hasMessageContaining("only an owner");
    assertThat(staged.resolve("request")).doesNotExist();
  }

  @Test
  void overRest() throws IOException {
    ApiClient api = appliance.api();
    assertThat(api.get("/api/v1/update").body().path("installable").asBoolean()).isFalse();
    served.put("/b/latest.json", description("999", "\"file\":\"belfry_999.update\""));
    assertThat(api.post("/api/v1/update/check", "").body().path("offer").path("version").asString())
        .isEqualTo("999");
    assertThat(api.post("/api/v1/update/install", "{\"when\":\"NOW\"}").status()).isEqualTo(422);
    assertThat(api.post("/api/v1/update/install", "{}").status()).isEqualTo(422);
    assertThat(api.post("/api/v1/update/back", "").status()).isEqualTo(422);
    assertThat(api.delete("/api/v1/update/install").status()).isEqualTo(204);
    assertThat(api.delete("/api/v1/update/file").status()).isEqualTo(204);
  }

  private void report(int after, String words) throws IOException {
    Files.writeString(
        host.resolve("report"),
        Instant.parse("2026-11-24T12:00:00Z").plusSeconds(after).getEpochSecond()
            + " "
            + words
            + "\n");
  }

  private static byte[] file(String version) {
    return zip(contents(version));
  }

  private static byte[] image(String version) {
    Map<String, String> contents = contents(version);
    contents.put("system.squashfs", contents.remove("package.deb"));
    contents.put("system.squashfs.sig", contents.remove("package.deb.sig"));
    return zip(contents);
  }

  private static Map<String, String> contents(String version) {
    Map<String, String> contents = new LinkedHashMap<>();
    contents.put(
        "update.json", new String(description(version, "\"size\":1"), StandardCharsets.UTF_8));
    contents.put("package.deb", "package " + version);
    contents.put("package.deb.sig", "signature");
    return contents;
  }

  private static byte[] description(String version, String more) {
    return ("{\"version\":\"%s\",\"at\":\"2026-11-20T08:00:00Z\",\"notes\":\"News of %s\",%s}"
            .formatted(version, version, more))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, String> contents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> each : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
