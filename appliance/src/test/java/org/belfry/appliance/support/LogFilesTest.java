package org.belfry.appliance.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LogMonitor.Filter;
import org.belfry.pbx.admin.LogMonitor.LogEntry;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.belfry.pbx.admin.LogMonitor.LogPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path directory;
  private LogFiles log;

  @BeforeEach
  void open() {
    log = new LogFiles(directory);
  }

  @Test
  void theNewestEntryComesFirstWithTimeLevelSourceAndText() throws IOException {
    write(line(0, " INFO", "o.b.a.Start", "ready"), line(1, " WARN", "audit", "log-in failed"));
    assertThat(log.find(Filter.ALL, 10).entries())
        .containsExactly(
            new LogEntry(NOON.plusSeconds(1), LogLevel.WARNING, "audit", "log-in failed"),
            new LogEntry(NOON, LogLevel.INFO, "o.b.a.Start", "ready"));
  }

  @Test
  void linesBelowAnEntryBelongToIt() throws IOException {
    write(
        line(0, "ERROR", "o.b.Lane", "call ended: illegal"),
        "java.lang.IllegalStateException: x",
        "\tat org.belfry.Lane.run(Lane.java:7)",
        line(1, " INFO", "o.b.Lane", "goes on"));
    assertThat(log.find(level(LogLevel.ERROR), 10).entries())
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.text())
                .isEqualTo(
                    "call ended: illegal\njava.lang.IllegalStateException: x\n"
                        + "\tat org.belfry.Lane.run(Lane.java:7)"));
  }

  @Test
  void itIsFilteredByLevelTextAndTime() throws IOException {
    write(
        line(0, "ERROR", "o.b.Mail", "Refused"),
        line(1, " WARN", "o.b.Mail", "slow"),
        line(2, " INFO", "o.b.Trunk", "refused by the provider"));
    assertThat(log.find(level(LogLevel.WARNING), 10).entries()).hasSize(2);
    assertThat(log.find(new Filter(null, "REFUSED", null, null), 10).entries()).hasSize(2);
    assertThat(log.find(new Filter(null, "o.b.trunk", null, null), 10).entries()).hasSize(1);
    Filter second = new Filter(null, null, NOON.plusSeconds(1), NOON.plusSeconds(2));
    assertThat(log.find(second, 10).entries()).extracting(LogEntry::text).containsExactly("slow");
  }

  @Test
  void whatIsWrittenMeanwhileIsFound() throws IOException {
    write(line(0, " INFO", "o.b.A", "one"));
    assertThat(log.find(Filter.ALL, 10).entries()).hasSize(1);
    write(line(1, " INFO", "o.b.A", "two"));
    assertThat(log.find(Filter.ALL, 10).entries().getFirst().text()).isEqualTo("two");
  }

  @Test
  void olderFilesAreReadWhenTheNewestHasTooFew() throws IOException {
    packed("belfry.log.2026-11-23.0.gz", 1, line(-20, " INFO", "o.b.A", "oldest"));
    packed("belfry.log.2026-11-24.0.gz", 2, line(-10, " INFO", "o.b.A", "older"));
    write(line(0, " INFO", "o.b.A", "new"));
    assertThat(log.find(Filter.ALL, 10).entries())
        .extracting(LogEntry::text)
        .containsExactly("new", "older", "oldest");
    LogPage two = log.find(Filter.ALL, 2);
    assertThat(two.entries()).extracting(LogEntry::text).containsExactly("new", "older");
    assertThat(two.complete()).isFalse();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.write(out);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .first()
        .asString()
        .endsWith("oldest");
  }

  @Test
  void aLongLogIsReadFromItsEndAndADownloadIsBounded() throws IOException {
    String filling = "x".repeat(10_000);
    try (OutputStream out = Files.newOutputStream(directory.resolve("belfry.log"))) {
      for (int i = 0; i < 2500; i++) {
        out.write((line(i, " INFO", "o.b.A", i + filling) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(log.find(Filter.ALL, 500).entries())
        .hasSize(500)
        .first()
        .satisfies(entry -> assertThat(entry.text()).startsWith("2499x").hasSize(8000));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.write(out);
    assertThat((long) out.size()).isBetween(LogFiles.WRITTEN_MAX / 2, LogFiles.WRITTEN_MAX + 1);
  }

  @Test
  void noSecretIsShownFoundOrDownloaded() throws IOException {
    write(
        line(
            0,
            " WARN",
            "o.b.Files",
            "no phone has /p/0123456789abcdefghij/x.cfg password=hunter2"));
    assertThat(log.find(Filter.ALL, 10).entries().getFirst().text())
        .isEqualTo("no phone has /p/•••/x.cfg password=•••");
    assertThat(log.find(new Filter(null, "hunter2", null, null), 10).entries()).isEmpty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.write(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("hunter2", "0123456789");
  }

  @Test
  void aKeyOfManyLinesIsMaskedAsAWhole() throws IOException {
    write(
        line(0, " WARN", "o.b.Tls", "cannot read"),
        "-----BEGIN PRIVATE KEY-----",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
        "-----END PRIVATE KEY-----",
        line(1, " INFO", "o.b.Tls", "goes on"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.write(out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain("MIIEvQ")
        .contains("[private key]", "goes on");
    assertThat(log.find(Filter.ALL, 10).entries().get(1).text()).doesNotContain("MIIEvQ");
  }

  @Test
  void aLimitOutOfRangeIsRefusedAndNoLogIsAnEmptyOne() {
    assertThatThrownBy(() -> log.find(Filter.ALL, 501)).isInstanceOf(InvalidCommand.class);
    assertThat(log.find(Filter.ALL, 10)).isEqualTo(new LogPage(java.util.List.of(), true));
  }

  private static Filter level(LogLevel least) {
    return new Filter(least, null, null, null);
  }

  private static String line(int second, String level, String source, String text) {
    return NOON.plusSeconds(second)
        + " "
        + level
        + " 4711 --- [belfry] [           main] %-40s : ".formatted(source)
        + text;
  }

  private void write(String... lines) throws IOException {
    Files.writeString(
        directory.resolve("belfry.log"),
        String.join("\n", lines) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void packed(String name, long modified, String line) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
  }
}
