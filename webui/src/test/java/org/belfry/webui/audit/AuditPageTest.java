package org.belfry.webui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.AuditLog.Action;
import org.belfry.pbx.admin.AuditLog.Difference;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class AuditPageTest extends PageTest {

  @Test
  void whatWasChangedIsSeenWithBeforeAndAfter() {
    upkeep
        .audit()
        .tell(
            "maria",
            Action.CHANGED,
            "ring_group",
            "600",
            new Difference("ringSeconds", "60", "45"));
    navigate(AuditView.class);

    assertThat(shown()).contains("1 change", "Ring group 600", "Changed maria");
    Details entry = find(Details.class).single();
    assertThat(textOf(entry)).doesNotContain("ringSeconds");
    test(entry).openDetails();
    assertThat(textOf(entry)).contains("ringSeconds 60 45");
  }

  @Test
  void itIsSearchedByWhoAndWhat() {
    upkeep.audit().tell("maria", Action.CREATED, "user", "1001");
    upkeep.audit().tell("admin", Action.DELETED, "trunk", "provider");
    navigate(AuditView.class);

    test(find(TextField.class).single()).setValue("maria");

    assertThat(shown()).contains("User 1001").doesNotContain("provider");
  }

  @Test
  void anEmptyLogSaysWhatWillStandThere() {
    navigate(AuditView.class);

    assertThat(shown()).contains("No changes yet");
  }
}
