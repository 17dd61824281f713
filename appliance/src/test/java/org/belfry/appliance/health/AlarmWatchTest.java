package org.belfry.appliance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.health.AlarmWatch.State;
import org.belfry.appliance.health.AlarmWatch.Step;
import org.belfry.appliance.health.AlarmWatch.Word;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.junit.jupiter.api.Test;

class AlarmWatchTest {
  private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  private static final CheckView WELL = Finding.ok("disk", "disk_ok", "fine");
  private static final CheckView FULL =
      Finding.bad("disk", "disk", "only 1 % of the disk are free", "make room", "1");

  private State state = State.NONE;
  private final List<Word> told = new ArrayList<>();

  private void look(int minute, CheckView... checks) {
    Step step = AlarmWatch.on(state, List.of(checks), T0.plus(Duration.ofMinutes(minute)));
    state = step.state();
    told.addAll(step.words());
  }

  private static CheckView trunk(String name) {
    return Finding.bad("trunks", "trunk_failed", "the trunk " + name + " fails", "ask", name);
  }

  @Test
  void aFaultThatStandsIsToldOnceAndItsEndOnce() {
    for (int minute = 0; minute < 30; minute++) {
      look(minute, FULL);
    }
    assertThat(told).singleElement().isInstanceOf(Word.Begun.class);
    for (int minute = 30; minute < 60; minute++) {
      look(minute, WELL);
    }
    assertThat(told).hasSize(2);
    assertThat(told.getLast())
        .isEqualTo(
            new Word.Over("only 1 % of the disk are free", T0, T0.plus(Duration.ofMinutes(29))));
    assertThat(state.standing()).isEmpty();
  }

  @Test
  void aFaultThatEndsSoonIsNobodysBusiness() {
    look(0, FULL);
    look(1, FULL);
    for (int minute = 2; minute < 30; minute++) {
      look(minute, WELL);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aBlownFuseIsToldAtOnceEachByItself() {
    look(0, fuse("1001"));
    assertThat(told).hasSize(1);
    look(1, fuse("1001"), fuse("1002"));
    assertThat(told).hasSize(2);
    look(2, fuse("1001"), fuse("1002"));
    assertThat(told).hasSize(2);
  }

  private static CheckView fuse(String extension) {
    return Finding.bad("fuse", "fuse_user_premium", "the fuse has blown", "look", extension);
  }

  @Test
  void aLineThatFlapsIsOneAlarm() {
    for (int minute = 0; minute < 120; minute++) {
      look(minute, minute % 4 < 2 ? trunk("Telco") : WELL);
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void eachTrunkIsAnAlarmOfItsOwnAndAFigureThatChangesIsNot() {
    for (int minute = 0; minute < 10; minute++) {
      look(
          minute,
          trunk("Telco"),
          trunk("Mobile"),
          Finding.bad("disk", "disk", "only " + (9 - minute) + " % are free", "make room"));
    }
    assertThat(told).hasSize(3);
  }

  @Test
  void aWarningIsToldLaterThanAFault() {
    CheckView warning = Finding.warning("backup", "backup_none", "no backups are configured", "do");
    for (int minute = 0; minute < 15; minute++) {
      look(minute, warning);
    }
    assertThat(told).isEmpty();
    look(15, warning);
    assertThat(told).hasSize(1);
  }

  @Test
  void mailThatCannotBeSentIsNotToldByMail() {
    for (int minute = 0; minute < 60; minute++) {
      look(minute, Finding.warning("mail", "mail", "the mail server does not answer", "look"));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void theEndOfACertificateIsToldAtEachStepAndOnlyItsRenewalEndsIt() {
    for (int minute = 0; minute < 30; minute++) {
      look(minute, near(14));
    }
    for (int minute = 30; minute < 60; minute++) {
      look(minute, near(7));
    }
    assertThat(told).hasSize(2).allMatch(Word.Begun.class::isInstance);
    for (int minute = 60; minute < 90; minute++) {
      look(minute, Finding.bad("certificate", "certificate_over", "it expired", "renew", "day"));
    }
    assertThat(told).hasSize(3).allMatch(Word.Begun.class::isInstance);
    for (int minute = 90; minute < 120; minute++) {
      look(minute, Finding.ok("certificate", "certificate_ok", "well", "day"));
    }
    assertThat(told).hasSize(4);
    assertThat(told.getLast()).isInstanceOf(Word.Over.class);
    assertThat(state.standing()).isEmpty();
  }

  private static CheckView near(int days) {
    return Finding.warning(
        "certificate", "certificate_near", "it ends", "renew", "day", Integer.toString(days));
  }
}
