package org.belfry.webui.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.upload.Upload;
import java.nio.charset.StandardCharsets;
import org.belfry.pbx.admin.UpdateAdmin.Reason;
import org.belfry.pbx.admin.UpdateAdmin.State;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeUpdates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdatesPageTest extends PageTest {
  private FakeUpdates updates;

  @BeforeEach
  void fresh() {
    updates = upkeep.updates();
  }

  @Test
  void theNewerVersionOfTheServerIsDownloadedAndInstalled() {
    updates.has("https://updates.example/belfry", 2);
    navigate(UpdatesView.class);
    assertThat(shown()).contains("Installed").contains("1.0").contains("No updates yet.");
    assertThat(shown()).contains("New versions").contains("Are downloaded");

    press("Check now");
    assertThat(shown())
        .contains("Version 1.1 is available")
        .contains("179 MB")
        .contains("Call queues announce the waiting time.");
    press("Download");
    assertThat(shown()).contains("Service is interrupted for about a minute.");
    press("Install now");
    ConfirmDialog question = find(ConfirmDialog.class).single();
    assertThat(question.getElement().getProperty("message")).contains("2 active calls will end.");
    test(question).confirm();
    assertThat(updates.update().progress().state()).isEqualTo(State.ASKED);
    assertThat(find(Button.class).withText("Install now").all()).isEmpty();
  }

  @Test
  void anUpdateFileIsUploadedAndInstalledTonight() {
    navigate(UpdatesView.class);
    upload("notes");
    assertThat(shown()).contains("Is not an update file.");
    upload("1.1");
    assertThat(shown()).contains("Ready to install").contains("Version 1.1");

    press("Install tonight");
    assertThat(shown()).contains("in the first minute without calls");
    assertThat(updates.update().tonight()).isNotNull();
    press("Don't install tonight");
    assertThat(updates.update().tonight()).isNull();
    press("Delete");
    assertThat(updates.update().ready()).isNull();
  }

  @Test
  void howItEndedIsToldWithTheReason() {
    updates.ended(State.UNDONE, Reason.UNHEALTHY);
    navigate(UpdatesView.class);
    assertThat(shown())
        .contains("1.0 → 1.1")
        .contains("Reverted")
        .contains("The new version did not become healthy.");
  }

  @Test
  void onTheImageThePageShowsTheSlotAndWhatWillHappen() {
    updates.isAnImage();
    navigate(UpdatesView.class);
    assertThat(shown()).contains("Slot");
    assertThat(find(Button.class).withText("Go back").all()).isEmpty();
    upload("1.1");
    assertThat(shown()).contains("written beside the current one while calls go on");
  }

  @Test
  void howMuchOfTheNewVersionIsWrittenIsShown() {
    updates.writes(42);
    navigate(UpdatesView.class);
    assertThat(shown()).contains("Writing the new version").contains("42 %");
    assertThat(find(Button.class).withText("Install now").all()).isEmpty();
  }

  @Test
  void theVersionBeforeComesBackAfterAQuestion() {
    updates.had("0.9.2");
    navigate(UpdatesView.class);
    assertThat(shown()).contains("You can go back to version 0.9.2 until");
    press("Go back");
    ConfirmDialog question = find(ConfirmDialog.class).single();
    assertThat(question.getElement().getProperty("message"))
        .contains("Everything that has changed since the update is lost.")
        .contains("No calls are active.");
    test(question).confirm();
    assertThat(updates.update().progress().state()).isEqualTo(State.ASKED);
  }

  @Test
  void whereNothingInstallsUpdatesThePageSaysSo() {
    updates.runsFromAClone();
    navigate(UpdatesView.class);
    assertThat(shown()).contains("Belfry runs from its source code here.");
    upload("1.1");
    assertThat(find(Button.class).withText("Install now").all()).isEmpty();
  }

  @Test
  void withoutAKeyNoUpdateIsAcceptedAndThePageSaysSo() {
    updates.hasNoKey();
    navigate(UpdatesView.class);
    assertThat(shown()).contains("No signing key is installed");
  }

  private void upload(String content) {
    test(find(Upload.class).single())
        .upload("belfry.update", "application/zip", content.getBytes(StandardCharsets.US_ASCII));
  }
}
