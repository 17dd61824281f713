package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SshAdmin.SshState;
import org.belfry.pbx.admin.SshAdmin.SshView;
import org.belfry.pbx.admin.SshAdmin.SwitchOn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSshTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGv0pSIJUKZtVuJ8DYKwCoeiG9vFNRmMDmUCZNlBVRFm";

  @TempDir Path told;
  @TempDir Path asked;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<String> audit = new ArrayList<>();
  private boolean owner = true;
  private LiveSsh ssh;

  @BeforeEach
  void off() throws IOException {
    ssh = with(told);
    report("off");
  }

  @Test
  void rootIsAskedForTheKeyWithoutItsCommentUntilTheHoursAreOver() throws IOException {
    now.set(NOON.plusSeconds(5));
    assertThat(ssh.switchOn(new SwitchOn(KEY + " maria@office\n", 4)).state())
        .isEqualTo(SshState.ASKED);
    assertThat(Files.readString(asked.resolve("request")))
        .isEqualTo(
            "on\nuntil=" + NOON.plusSeconds(5 + 4 * 3600).getEpochSecond() + "\nkey=" + KEY + "\n");
    assertThat(audit).singleElement().asString().startsWith("on SHA256:");
  }

  @Test
  void itIsOnAsRootTellsAndUntilItsEnd() throws IOException {
    long until = NOON.plusSeconds(3600).getEpochSecond();
    report("on " + until + " SHA256:owner SHA256:host");
    assertThat(ssh.ssh())
        .isEqualTo(new SshView(SshState.ON, NOON.plusSeconds(3600), "SHA256:owner", "SHA256:host"));
    report("on " + until + " SHA256:owner SHA256:host refused key");
    assertThat(ssh.ssh().state()).isEqualTo(SshState.ON);
    now.set(NOON.plusSeconds(3600));
    assertThat(ssh.ssh().state()).isEqualTo(SshState.OFF);
  }

  @Test
  void aHostThatDoesNotAnswerIsSaidSo() throws IOException {
    now.set(NOON.plusSeconds(5));
    ssh.switchOn(new SwitchOn(KEY, 1));
    now.set(NOON.plusSeconds(36));
    assertThat(ssh.ssh().state()).isEqualTo(SshState.REFUSED);
    report("refused key");
    assertThat(ssh.ssh().state()).isEqualTo(SshState.REFUSED);
  }

  @Test
  void itIsSwitchedOffAndAudited() throws IOException {
    report("on " + NOON.plusSeconds(3600).getEpochSecond() + " SHA256:owner SHA256:host");
    ssh.switchOff();
    assertThat(Files.readString(asked.resolve("request"))).isEqualTo("off\n");
    assertThat(audit).containsExactly("off SHA256:owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "command=\"/bin/sh\" " + KEY,
        "environment=\"LD_PRELOAD=/x\" " + KEY,
        KEY + "\n" + KEY,
        KEY + "\rcommand=\"/bin/sh\" " + KEY,
        "ssh-ed25519 AAAA",
        "ssh-dss AAAAB3NzaC1kc3MAAACBAPVpN1mWjUqAbbDpLOVbdNRHrCxBUYo5vXQGyF5lmQ7LpP3Vt0v7bEmE",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGv0pSIJUKZtVuJ8DYKwCoeiG9vFNRmMDmUCZNlBVRFm",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
      })
  void whatIsNotOneKeyAloneIsRefused(String key) {
    assertThatThrownBy(() -> ssh.switchOn(new SwitchOn(key, 1)))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e -> assertThat(e.problems().getFirst().field()).isEqualTo("key"));
    assertThat(asked.resolve("request")).doesNotExist();
  }

  @Test
  void moreThanADayIsRefused() {
    for (Integer hours : new Integer[] {null, 0, -1, 25}) {
      assertThatThrownBy(() -> ssh.switchOn(new SwitchOn(KEY, hours)))
          .isInstanceOf(InvalidCommand.class);
    }
  }

  @Test
  void onlyAnOwnerSwitchesIt() {
    owner = false;
    assertThatThrownBy(() -> ssh.switchOn(new SwitchOn(KEY, 1))).isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(ssh::switchOff).isInstanceOf(InvalidCommand.class);
  }

  @Test
  void onOtherMachinesItIsSetElsewhere() throws IOException {
    LiveSsh elsewhere = with(null);
    assertThat(elsewhere.ssh().state()).isEqualTo(SshState.ELSEWHERE);
    assertThatThrownBy(() -> elsewhere.switchOn(new SwitchOn(KEY, 1)))
        .isInstanceOf(InvalidCommand.class);
    report("missing");
    assertThat(ssh.ssh().state()).isEqualTo(SshState.ELSEWHERE);
  }

  private LiveSsh with(@Nullable Path directory) {
    return new LiveSsh(
        directory,
        asked,
        () -> owner,
        (before, after) ->
            audit.add(after == null ? "off " + before.fingerprint() : "on " + after.fingerprint()),
        now::get);
  }

  private void report(String text) throws IOException {
    Files.writeString(told.resolve("report"), now.get().getEpochSecond() + " " + text + "\n");
  }
}
