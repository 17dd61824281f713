package org.belfry.webui.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.GroupAdmin.GroupView;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.GroupAdmin.Strategy;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupsPageTest extends PageTest {

  @BeforeEach
  void aliceAndBob() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", null, null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void aTeamGetsANumberAndAMailboxForWhenNobodyIsThere() {
    navigate(GroupsView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No ring groups yet", "New group");

    press("New group");
    type("Number", "600");
    type("Name", "Sales");
    choose("User", "Alice Berger · 1001");
    choose("If unanswered", "Mailbox of Bob Okafor");
    press("Create group");

    GroupView group = numbering.groups().groups().getFirst();
    assertThat(group.number()).isEqualTo("600");
    assertThat(group.members()).containsExactly(new Member("1001", null));
    assertThat(group.overflow()).isEqualTo("voicemail:1002");
    assertThat(toasts()).contains("Sales saved.");
  }

  @Test
  void aMemberIsTypedByNameAndANameThatNobodyHasIsNotDropped() {
    navigate(GroupsView.class);
    press("New group");
    type("Number", "600");
    type("Name", "Sales");
    typeOwn("User", "carla");
    press("Create group");
    assertThat(problemAt("User")).isEqualTo("“carla” not found. Choose from the list.");
    assertThat(numbering.groups().groups()).isEmpty();

    typeOwn("User", "bob");
    typeOwn("If unanswered", "alice");
    press("Create group");
    GroupView group = numbering.groups().groups().getFirst();
    assertThat(group.members()).containsExactly(new Member("1002", null));
    assertThat(group.overflow()).isEqualTo("dial:1001");
  }

  @Test
  void aDeletedGroupComesBackByUndo() {
    sales("1001", "1002");
    navigate(GroupsView.class);
    pressInRow(0, "Delete: Sales");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(numbering.groups().groups()).isEmpty();

    press("Undo");
    assertThat(members()).containsExactly("1001", "1002");
    assertThat(toasts()).contains("Sales restored.");
  }

  @Test
  void membersThatTakeTurnsHaveATimeEachInsteadOfDelays() {
    sales("1001", "1002");
    navigate(GroupsView.class);

    pressInRow(0, "Edit: Sales");
    select("Ring strategy", "One after another, from the top");
    typeNumber("Ring time per member (s)", 20);
    press("Save");

    GroupView group = numbering.groups().groups().getFirst();
    assertThat(group.strategy()).isEqualTo(Strategy.LINEAR);
    assertThat(group.memberSeconds()).isEqualTo(20);
    assertThat(group.members()).extracting(Member::delaySeconds).containsOnlyNulls();
  }

  @Test
  void theOrderOfMembersCanBeChangedAndOneTakenAway() {
    sales("1001", "1002");
    navigate(GroupsView.class);

    pressInRow(0, "Edit: Sales");
    test(find(Button.class).withAriaLabel("Move down").first()).click();
    press("Save");
    assertThat(members()).containsExactly("1002", "1001");

    pressInRow(0, "Edit: Sales");
    test(find(Button.class).withAriaLabel("Remove").first()).click();
    press("Save");
    assertThat(members()).containsExactly("1001");
  }

  @Test
  void whatIsWrongStandsAtTheFieldAndAtTheMember() {
    navigate(GroupsView.class);

    press("New group");
    type("Name", "Sales");
    typeNumber("Total ring time (s)", 1000);
    press("Create group");

    assertThat(problemAt("Number")).isEqualTo("Required.");
    assertThat(problemAt("Total ring time (s)")).isEqualTo("Must be 5 to 600.");
    assertThat(problemAt("User")).startsWith("There is no user");
    assertThat(find(TextField.class).withLabel("Name").single().getValue()).isEqualTo("Sales");
  }

  @Test
  void anAddressOfItsOwnOpensTheForm() {
    sales("1001");

    navigate("groups/600", GroupsView.class);

    assertThat(find(Dialog.class).single().getHeaderTitle()).isEqualTo("Edit group");
    assertThat(find(TextField.class).withLabel("Name").single().getValue()).isEqualTo("Sales");
    assertThat(find(ComboBox.class).withLabel("User").single().getValue()).isEqualTo("1001");
  }

  @Test
  void whatSomebodyElseHasChangedMeanwhileIsNotOverwrittenUnasked() {
    GroupView sales = sales("1001");
    navigate(GroupsView.class);
    pressInRow(0, "Edit: Sales");
    type("Name", "Selling");

    numbering.groups().replace(sales.id(), command("Sales and leasing", "1001"));
    press("Save");
    assertThat(numbering.groups().groups().getFirst().name()).isEqualTo("Sales and leasing");
    assertThat(textOf(find(Dialog.class).single())).contains("Someone else changed this");

    press("Save");
    assertThat(numbering.groups().groups().getFirst().name()).isEqualTo("Selling");
  }

  @Test
  void deletingAsksFirst() {
    sales("1001");
    navigate(GroupsView.class);

    pressInRow(0, "Delete: Sales");
    assertThat(numbering.groups().groups()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(numbering.groups().groups()).isEmpty();
  }

  private List<String> members() {
    return numbering.groups().groups().getFirst().members().stream()
        .map(Member::extension)
        .toList();
  }

  private GroupView sales(String... extensions) {
    return numbering.groups().create(command("Sales", extensions));
  }

  private static SaveGroup command(String name, String... extensions) {
    return new SaveGroup(
        "600",
        name,
        null,
        List.of(extensions).stream().map(e -> new Member(e, null)).toList(),
        null,
        null,
        null,
        null);
  }
}
