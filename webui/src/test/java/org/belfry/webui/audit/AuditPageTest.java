package org.belfry.webui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.AuditLog.Action;
import org.belfry.pbx.admin.AuditLog.Difference;
import org.belfry.pbx.admin.GroupAdmin.GroupView;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
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

  @Test
  void whatWasDeletedIsRestored() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    GroupView sales =
        numbering
            .groups()
            .create(
                new SaveGroup(
                    "600",
                    "Sales",
                    null,
                    List.of(new Member("1001", null)),
                    null,
                    null,
                    null,
                    null));
    numbering.groups().delete(sales.id());
    navigate(AuditView.class);
    assertThat(shown()).contains("Recently deleted", "Ring group 600");

    pressOn("Restore: Ring group 600");
    assertThat(numbering.groups().groups()).hasSize(1);
    assertThat(find(Button.class).withText("Restore").all()).isEmpty();
  }
}
