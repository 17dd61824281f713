package org.belfry.webui.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import java.util.List;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class RecordingsPageTest extends PageTest {

  @Test
  void aRecordingIsFoundHeardAndDeleted() {
    applications.recordings().recorded("1001", "+4930123", Reason.DEMAND, "");
    applications.recordings().recorded("1002", "600", Reason.GROUP, "600");
    navigate(RecordingsView.class);
    assertThat(shown()).contains("2 recordings", "On demand", "Group 600", "5:12");

    pressOn("Delete: 1001 → +4930123");
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(shown()).contains("1 recording").doesNotContain("+4930123");
  }

  @Test
  void nobodyIsRecordedUntilARuleSaysSo() {
    pbx.create(List.of(new CreateUser("1001", "Alice", null, null, null)));
    navigate(RecordingsView.class);
    assertThat(shown()).contains("No recordings", "No recording rules.");

    press("New rule");
    press("Save");
    assertThat(problemAt("Name or number")).startsWith("Not found");
    choose("Name or number", "Alice · 1001");
    select("Recording", "All calls");
    press("Save");
    assertThat(applications.recordings().rules())
        .containsExactly(new RuleView(OwnerKind.USER, "1001", When.ALWAYS, true, false));

    pressOn("Remove rule: Alice");
    assertThat(shown()).contains("No recording rules.");
  }
}
