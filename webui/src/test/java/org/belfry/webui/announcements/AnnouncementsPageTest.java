package org.belfry.webui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.upload.Upload;
import java.util.List;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.Applications;
import org.belfry.webui.queues.QueuesView;
import org.junit.jupiter.api.Test;

class AnnouncementsPageTest extends PageTest {

  @Test
  void aFileIsUploadedAsAnAnnouncement() {
    navigate(AnnouncementsView.class);
    assertThat(shown()).contains("No announcements yet");
    press("New announcement");
    type("Name", "closed");
    press("Create announcement");
    assertThat(dialog()).contains("Choose a file.");
    test(find(Upload.class).single()).upload("closed.wav", "audio/wav", new byte[12]);
    assertThat(dialog()).contains("Selected: closed.wav");
    press("Create announcement");

    assertThat(applications.announcements().announcement("closed").recordings())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.language()).isEqualTo("en");
          assertThat(one.made()).isEqualTo(Made.UPLOADED);
          assertThat(one.seconds()).isEqualTo(12);
        });
    assertThat(row(0, 1)).contains("English", "0:12 · uploaded");
    assertThat(row(0, 2)).isEqualTo("Not used");
  }

  @Test
  void aTextIsSpokenWhereTheMachineHasAVoice() {
    navigate(AnnouncementsView.class);
    press("New announcement");
    type("Name", "holiday");
    select("Recording", "Type a text to be spoken");
    choose("Language", "German");
    assertThat(find(TextArea.class).withLabel("Text").single().isEnabled()).isFalse();
    assertThat(dialog()).contains("install the package espeak-ng");
    choose("Language", "English");
    press("Create announcement");
    assertThat(problemAt("Text")).isNotEmpty();
    typeLines("Text", "We are on holiday.");
    press("Create announcement");
    assertThat(applications.announcements().announcement("holiday").recordings().getFirst().text())
        .isEqualTo("We are on holiday.");
    assertThat(row(0, 1)).contains("synthetic voice");
  }

  @Test
  void aPhoneIsCalledToRecordOne() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    navigate(AnnouncementsView.class);
    press("New announcement");
    type("Name", "storm");
    select("Recording", "Record by phone");
    press("Create announcement");
    assertThat(problemAt("Extension")).isEqualTo("Required.");
    choose("Extension", "Alice Berger · 1001");
    press("Create announcement");
    assertThat(applications.prompts().called()).containsExactly("1001 for storm en");
    assertThat(toasts()).contains("Calling 1001.");
  }

  @Test
  void whatAQueuePlaysIsChosenThereAndNotDeleted() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    applications.queues().create(Applications.queue("sales", "700", Strategy.RING_ALL, "1001"));
    applications.announcements().put("welcome", "en", Made.UPLOADED, new byte[3]);
    navigate(QueuesView.class);
    pressInRow(0, "Edit: sales");
    test(find(ComboBox.class).withLabel("Insert announcement").first()).selectItem("welcome");
    press("Save");
    assertThat(applications.queues().queues().getFirst().greeting())
        .containsExactly("Welcome. You will be connected soon.", "prompt:welcome");

    navigate(AnnouncementsView.class);
    assertThat(row(0, 2)).isEqualTo("Queue sales");
    pressInRow(0, "Delete: welcome");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(toasts()).contains("Still used by sales");
    assertThat(applications.announcements().names()).containsExactly("welcome");
  }

  @Test
  void anotherLanguageIsAddedAndOneDeleted() {
    applications.announcements().put("closed", "en", Made.UPLOADED, new byte[3]);
    navigate(AnnouncementsView.class);
    pressInRow(0, "Edit: closed");
    choose("Language", "German");
    test(find(Upload.class).single()).upload("zu.ogg", "audio/ogg", new byte[5]);
    type("Name", "closed-now");
    press("Save");
    assertThat(applications.announcements().announcement("closed-now").recordings()).hasSize(2);

    pressInRow(0, "Edit: closed-now");
    pressOn("Delete: English");
    assertThat(applications.announcements().announcement("closed-now").recordings())
        .singleElement()
        .satisfies(one -> assertThat(one.language()).isEqualTo("de"));
  }

  @Test
  void aBuiltInPromptIsReplacedAndRestored() {
    navigate(PromptsView.class);
    pressInRow(1, "Replace: please-hold");
    test(find(Upload.class).single()).upload("hold.wav", "audio/wav", new byte[4]);
    press("Save");
    assertThat(applications.prompts().recordings())
        .singleElement()
        .satisfies(one -> assertThat(one.replaces()).isTrue());
    assertThat(applications.announcements().names()).isEmpty();
    pressInRow(1, "Restore original: please-hold");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(applications.prompts().recordings()).isEmpty();
    assertThat(toasts()).contains("please-hold restored.");
  }

  private String dialog() {
    return textOf(find(Dialog.class).single());
  }

  /** What a cell of the table shows: a component, or in the last column text. */
  private String row(int row, int column) {
    Grid<?> grid = find(Grid.class).single();
    return column == 2
        ? test(grid).getCellText(row, column)
        : textOf(test(grid).getCellComponent(row, column));
  }
}
