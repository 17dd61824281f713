package org.belfry.webui.fake;

import java.time.Instant;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SshAdmin;

/** SSH that is on at once. */
public final class FakeSsh implements SshAdmin {
  public static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGv0pSIJUKZtVuJ8DYKwCoeiG9vFNRmMDmUCZNlBVRFm owner";

  private static final SshView OFF = new SshView(SshState.OFF, null, null, null);
  private SshView now = OFF;

  public void clear() {
    now = OFF;
  }

  public void isElsewhere() {
    now = new SshView(SshState.ELSEWHERE, null, null, null);
  }

  @Override
  public SshView ssh() {
    return now;
  }

  @Override
  public SshView switchOn(SwitchOn command) {
    if (command.key() == null || !command.key().startsWith("ssh-")) {
      throw new InvalidCommand("key", "must be one public key, such as ssh-ed25519 AAAA…");
    }
    Integer hours = command.hours();
    if (hours == null || hours < HOURS_MIN || hours > HOURS_MAX) {
      throw new InvalidCommand("hours", "must be between 1 and 24");
    }
    Instant until = Instant.parse("2026-11-25T09:30:00Z").plusSeconds(hours * 3600L);
    now = new SshView(SshState.ON, until, "SHA256:owner", "SHA256:host");
    return now;
  }

  @Override
  public SshView switchOff() {
    now = OFF;
    return now;
  }
}
