package org.belfry.webui.backups;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeBackups;
import org.junit.jupiter.api.Test;

class BackupsPageTest extends PageTest {

  @Test
  void aPlaceIsSetAndThePassphraseIsShownOnce() {
    navigate(BackupsView.class);
    assertThat(shown()).contains("Latest backup Never", "No backups yet.");

    test(find(TextField.class, plan()).withLabel("Directory").single())
        .setValue("/mnt/disk/belfry");
    press("Save");

    assertThat(shownCredentials()).contains("abcde-fghjk");
    assertThat(upkeep.backups().backup().place().path()).isEqualTo("/mnt/disk/belfry");
  }

  @Test
  void whatIsMissingIsSaidAtItsField() {
    navigate(BackupsView.class);
    test(find(Select.class, plan()).withLabel("Location").single()).selectItem("SFTP server");
    type("User name", "belfry");
    press("Save");
    assertThat(problemAt("Server")).isEqualTo("Must be a host name.");
    assertThat(shownCredentials()).contains("ssh-ed25519 AAAAC3Nza belfry-backup");
  }

  @Test
  void whatWasDoneIsShownAndOneIsMadeNow() {
    upkeep.backups().happened();
    navigate(BackupsView.class);
    assertThat(shown())
        .contains("412 files and 36 tables were backed up", "all as they were", "Successful");

    press("Back up now");
    assertThat(upkeep.backups().runs()).hasSize(3);
    assertThat(toasts()).contains("Backup started");
  }

  @Test
  void aBackupFromElsewhereIsRestoredAfterAQuestion() {
    navigate(RestoreView.class);
    assertThat(shown()).contains("Select a backup.");
    type("Directory", "/mnt/usb");
    typePassword("Passphrase", "wrong");
    press("Show backups");
    assertThat(problemAt("Passphrase"))
        .isEqualTo("The passphrase is not that of the backups there.");

    typePassword("Passphrase", FakeBackups.PASSPHRASE);
    press("Show backups");
    assertThat(shown()).contains("old-pbx");
    press("Restore");
    assertThat(upkeep.backups().restored()).isEmpty();
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(upkeep.backups().restored())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.snapshot()).isEqualTo("ab12");
          assertThat(it.place().kind()).isEqualTo(PlaceKind.LOCAL);
        });
  }

  /** Where backups go to; below it stands the same for a restore. */
  private PlanPanel plan() {
    return find(PlanPanel.class).single();
  }
}
