package org.belfry.webui.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.time.LocalDateTime;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Download;
import org.junit.jupiter.api.Test;

class LogPageTest extends PageTest {

  @Test
  void messagesAreShownNewestFirstWithLevelAndSource() {
    upkeep.log().tell(LogLevel.INFO, "o.b.a.Start", "listening");
    upkeep.log().tell(LogLevel.ERROR, "o.b.a.mail.Outbox", "refused\n\tat line 7");
    navigate(LogView.class);
    assertThat(shown()).containsSubsequence("2 messages", "Error", "refused", "Info", "listening");
    assertThat(find(Download.class).single().getText()).isEqualTo("Download");
  }

  @Test
  void theyAreFilteredByLevelTextAndTime() {
    upkeep.log().tell(LogLevel.INFO, "o.b.a.Start", "listening");
    upkeep.log().tell(LogLevel.WARNING, "audit", "log-in failed");
    navigate(LogView.class);
    test(find(Select.class).single()).selectItem("Errors and warnings");
    assertThat(shown()).contains("log-in failed").doesNotContain("listening");
    test(find(TextField.class).single()).setValue("mail");
    assertThat(shown()).contains("No matches");
    test(find(TextField.class).single()).setValue("");
    find(DateTimePicker.class).all().getFirst().setValue(LocalDateTime.of(2027, 1, 1, 0, 0));
    assertThat(shown()).contains("No matches").doesNotContain("log-in failed");
  }

  @Test
  void aLongLogIsShownPieceByPiece() {
    for (int i = 0; i < 150; i++) {
      upkeep.log().tell(LogLevel.INFO, "o.b.a.A", "message " + i + ".");
    }
    navigate(LogView.class);
    assertThat(shown())
        .contains("newest 100 messages", "message 149.")
        .doesNotContain("message 9.");
    press("Show more");
    assertThat(shown()).contains("150 messages", "message 9.");
    assertThat(find(Button.class).withText("Show more").all()).isEmpty();
  }
}
