package org.belfry.appliance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin.BackupView;
import org.belfry.pbx.admin.BackupAdmin.Outcome;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.RunKind;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each look at something makes of what it sees. */
class FindingsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Place DISK =
      new Place(PlaceKind.LOCAL, "/mnt", null, null, null, null, null, null, null);

  private static RunView run(RunKind kind, Outcome outcome, Duration ago) {
    Instant at = NOW.minus(ago);
    return new RunView(1, kind, Scope.WHOLE, at, at, outcome, "reasons", "ab", 1, 1, 1);
  }

  private static CheckView backup(Place place, RunView made, RunView proof) {
    return BackupCheck.judge(
        new BackupView(
            place,
            Scope.WHOLE,
            "02:30",
            7,
            4,
            12,
            "/x",
            null,
            List.of(),
            null,
            made,
            proof,
            null,
            null),
        NOW,
        ZoneOffset.UTC);
  }

  @Test
  void aBackupIsGoodWhenItIsYoungAndWasRestored() {
    RunView made = run(RunKind.BACKUP, Outcome.GOOD, Duration.ofHours(9));
    assertThat(backup(DISK, made, run(RunKind.PROOF, Outcome.GOOD, Duration.ofHours(8))).code())
        .isEqualTo("backup_ok");
    assertThat(backup(DISK, made, run(RunKind.PROOF, Outcome.BAD, Duration.ofHours(8))))
        .extracting(CheckView::level, CheckView::code)
        .containsExactly(Level.BAD, "backup_unproven");
    assertThat(backup(DISK, run(RunKind.BACKUP, Outcome.GOOD, Duration.ofHours(51)), null).code())
        .isEqualTo("backup_old");
    assertThat(backup(DISK, null, null).code()).isEqualTo("backup_missing");
    assertThat(backup(null, null, null).code()).isEqualTo("backup_none");
  }

  @Test
  void theClockFollowsWhenSystemdOrChronySaysSo() {
    assertThat(ClockCheck.judge("yes", null).level()).isEqualTo(Level.OK);
    assertThat(ClockCheck.judge("no", null).code()).isEqualTo("clock_free");
    assertThat(ClockCheck.judge(null, "Reference ID : 0\nLeap status     : Normal").level())
        .isEqualTo(Level.OK);
    assertThat(ClockCheck.judge(null, "Leap status     : Not synchronised").code())
        .isEqualTo("clock_free");
    assertThat(ClockCheck.judge(null, null).code()).isEqualTo("clock_unknown");
  }

  @Test
  void littleMemoryIsTold() {
    assertThat(MemoryCheck.judge("MemTotal:  4000000 kB\nMemAvailable:  3000000 kB\n").code())
        .isEqualTo("memory_ok");
    assertThat(MemoryCheck.judge("MemTotal:  4000000 kB\nMemAvailable:  100000 kB\n").sentence())
        .isEqualTo("only 102 MB of memory is free");
    assertThat(MemoryCheck.judge("nothing").code()).isEqualTo("memory_unknown");
  }

  @Test
  void aCrashOfTheLastWeekIsTold(@TempDir Path directory) throws IOException {
    assertThat(crash(directory).code()).isEqualTo("crash_none");
    left(directory, "hs_err_pid7.log", Duration.ofDays(8));
    left(directory, "belfry.log", Duration.ofDays(1));
    assertThat(crash(directory).code()).isEqualTo("crash_none");
    left(directory, "hs_err_pid8.log", Duration.ofDays(3));
    left(directory, "hs_err_pid9.log", Duration.ofDays(2));
    assertThat(crash(directory).level()).isEqualTo(Level.WARNING);
    assertThat(crash(directory).sentence())
        .isEqualTo("Belfry crashed 2026-11-19 12:00 and was restarted");
    assertThat(crash(directory).advice()).contains("hs_err_pid9.log");
    assertThat(crash(directory.resolve("away")).code()).isEqualTo("crash_unknown");
  }

  private static CheckView crash(Path directory) {
    return CrashCheck.look(directory, NOW, ZoneOffset.UTC);
  }

  private static void left(Path directory, String name, Duration ago) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
  }

  @Test
  void aNameServerThatIsSilentIsNamed() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket answers = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread server =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  DatagramPacket question = new DatagramPacket(new byte[512], 512);
                  answers.receive(question);
                  answers.send(question);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      InetSocketAddress there = (InetSocketAddress) answers.getLocalSocketAddress();
      assertThat(NameServerCheck.look(List.of(there)).code()).isEqualTo("resolver_ok");
      server.join();
      InetSocketAddress nobody = (InetSocketAddress) silent.getLocalSocketAddress();
      assertThat(NameServerCheck.look(List.of(nobody)))
          .extracting(CheckView::level, CheckView::code)
          .containsExactly(Level.BAD, "resolver_silent");
      assertThat(NameServerCheck.look(List.of()).code()).isEqualTo("resolver_none");
    }
  }

  @Test
  void theTableForSnmpIsInTheOrderOfSnmp() {
    List<String> lines =
        SnmpTable.lines(
            new SnmpTable.Values(
                "0.1.0",
                Duration.ofSeconds(7),
                2,
                5,
                true,
                NOW,
                null,
                List.of(
                    Finding.bad("disk", "disk", "only 1 %\nfree", "make room"),
                    Finding.ok("clock", "clock_ok", "fine"))));
    assertThat(lines)
        .containsExactly(
            "1.0 string 0.1.0",
            "2.0 timeticks 700",
            "3.0 integer 2",
            "4.0 gauge 2",
            "5.0 gauge 5",
            "6.0 integer 1",
            "7.0 gauge " + NOW.getEpochSecond(),
            "8.0 gauge 0",
            "9.1.2.1 string disk",
            "9.1.2.2 string clock",
            "9.1.3.1 integer 2",
            "9.1.3.2 integer 0",
            "9.1.4.1 string only 1 % free",
            "9.1.4.2 string fine");
  }
}
