package org.belfry.webui.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.upload.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.ChangeUser;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.Srtp;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class UsersPageTest extends PageTest {

  @Test
  void creatingAUserShowsThePasswordOnce() {
    navigate(UsersView.class);

    press("New user");
    type("Extension", "1003");
    type("Name", "Chiara Conti");
    press("Create user");

    assertThat(shownCredentials()).contains("1003", "k7Qw-mZ4x-Tb9e", "pbx.example.com");
    press("Done");
    assertThat(shownCredentials()).isEmpty();
    assertThat(names()).containsExactly("Chiara Conti");
  }

  @Test
  void aNewUserIsInvitedOnTheWay() {
    navigate(UsersView.class);
    press("New user");
    type("Extension", "1003");
    type("Name", "Chiara Conti");
    check("Send an invitation");
    press("Create user");
    roundTrip();

    long id = pbx.users().getFirst().id();
    assertThat(signIns.access(id).invitedUntil()).isNotNull();
    assertThat(shownCredentials())
        .anyMatch(each -> each.endsWith("welcome?token=invitation-" + id));
  }

  @Test
  void usersOfATableAreShownWithWhatIsWrongAndCreatedAllOrNone() {
    alice();
    navigate(UsersView.class);
    press("Import");
    upload("Name;Extension;Mail\nBob;1002;bob@example.com\nCarol;1001;\nDan;;dan\n");

    assertThat(dialog())
        .contains("Alice Berger already has this extension.", "1 line has a problem");
    assertThat(previewed())
        .extracting(each -> each.row().line(), each -> each.problem().isEmpty())
        .containsExactly(tuple(2, true), tuple(3, false), tuple(4, true));
    assertThat(find(Button.class).withText("Create all users").single().isEnabled()).isFalse();
    assertThat(pbx.users()).hasSize(1);

    upload("Bob;1002;bob@example.com\nCarol;;\n");
    assertThat(dialog()).contains("2 users can be created.");
    assertThat(pbx.users()).as("only a preview").hasSize(1);
    press("Create all users");
    assertThat(pbx.users()).extracting(UserView::extension).containsExactly("1001", "1002", "1003");
    assertThat(shownCredentials()).hasSize(2);
  }

  @Test
  void aTableWithTooManyUsersOrNoneIsNotTaken() {
    navigate(UsersView.class);
    press("Import");
    upload("\n\n");
    assertThat(dialog()).contains("No users found.");
    upload("User\n".repeat(501));
    assertThat(dialog()).contains("more than 500 users");
    assertThat(find(Button.class).withText("Create all users").single().isEnabled()).isFalse();
  }

  private String dialog() {
    Dialog dialog = find(Dialog.class).single();
    return textOf(dialog) + previewed().stream().map(each -> each.problem()).toList();
  }

  @SuppressWarnings("unchecked")
  private List<UserImportDialog.Preview> previewed() {
    return find(Grid.class).all().stream()
        .flatMap(grid -> ((Grid<Object>) grid).getListDataView().getItems())
        .filter(UserImportDialog.Preview.class::isInstance)
        .map(UserImportDialog.Preview.class::cast)
        .toList();
  }

  private void upload(String text) {
    test(find(Upload.class).single())
        .upload("users.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
    roundTrip();
  }

  @Test
  void lettersInAnExtensionAreSpokenOfWhileTyping() {
    navigate(UsersView.class);
    press("New user");
    TextField extension = find(TextField.class).withLabel("Extension").single();

    type("Extension", "abc");
    assertThat(extension.getHelperText()).startsWith("Desk phones cannot dial letters.");
    type("Extension", "1003");
    assertThat(extension.getHelperText()).startsWith("The number others dial");
  }

  @Test
  void whatSomebodyElseHasChangedOfAUserIsNotOverwrittenUnasked() {
    alice();
    navigate(UsersView.class);
    UserView alice = pbx.users().getFirst();
    pressInRow(0, "Edit: Alice Berger");
    type("Name", "Alice Meier");

    pbx.change(alice.id(), new ChangeUser(null, "Alice Schmidt", null, null, null, null));
    press("Save");
    assertThat(pbx.users().getFirst().name()).isEqualTo("Alice Schmidt");
    assertThat(textOf(find(Dialog.class).single())).contains("Someone else changed this");

    press("Save");
    assertThat(names()).containsExactly("Alice Meier");
  }

  @Test
  void aTakenExtensionIsShownAtTheFieldAndNothingTypedIsLost() {
    alice();
    navigate(UsersView.class);

    press("New user");
    type("Extension", "1001");
    type("Name", "Another Alice");
    press("Create user");

    TextField extension = find(TextField.class).withLabel("Extension").single();
    assertThat(extension.isInvalid()).isTrue();
    assertThat(extension.getErrorMessage()).isEqualTo("Alice Berger already has this extension.");
    assertThat(find(TextField.class).withLabel("Name").single().getValue())
        .isEqualTo("Another Alice");

    type("Extension", "1002");
    assertThat(extension.isInvalid()).isFalse();
    press("Create user");
    assertThat(names()).containsExactly("Alice Berger", "Another Alice");
  }

  @Test
  void deletingAsksFirst() {
    alice();
    navigate(UsersView.class);

    pressInRow(0, "Delete: Alice Berger");
    assertThat(pbx.users()).hasSize(1);
    test(find(ConfirmDialog.class).single()).cancel();
    assertThat(pbx.users()).hasSize(1);

    pressInRow(0, "Delete: Alice Berger");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(pbx.users()).isEmpty();

    press("Undo");
    assertThat(names()).containsExactly("Alice Berger");
    assertThat(toasts()).contains("Alice Berger restored.");
  }

  @Test
  void givingUpAFormThatHasInputAsksFirst() {
    navigate(UsersView.class);
    press("New user");
    type("Extension", "1003");

    press("Cancel");
    test(find(ConfirmDialog.class).single()).cancel();
    assertThat(find(TextField.class).withLabel("Extension").single().getValue()).isEqualTo("1003");

    press("Cancel");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(find(TextField.class).withLabel("Extension").exists()).isFalse();
  }

  @Test
  void whetherAUsersPhonesEncryptIsChosenAndKept() {
    alice();
    navigate(UsersView.class);

    pressInRow(0, "Edit: Alice Berger");
    test(find(Select.class).withLabel("Media encryption (SRTP)").single())
        .selectItem("Required; unencrypted calls are rejected");
    press("Save");

    assertThat(pbx.users().getFirst().srtp()).isEqualTo(Srtp.REQUIRED);
    pressInRow(0, "Edit: Alice Berger");
    assertThat(find(Select.class).withLabel("Media encryption (SRTP)").single().getValue())
        .isEqualTo(Srtp.REQUIRED);
  }

  @Test
  void aUserWhosePhoneFailsOnSha256IsOfferedMd5Only() {
    alice();
    navigate(UsersView.class);

    pressInRow(0, "Edit: Alice Berger");
    test(find(Select.class).withLabel("Password digest").single()).selectItem("MD5 only");
    press("Save");

    assertThat(pbx.users().getFirst().digest()).isEqualTo(UserAdmin.Digest.MD5);
    pressInRow(0, "Edit: Alice Berger");
    assertThat(find(Select.class).withLabel("Password digest").single().getValue())
        .isEqualTo(UserAdmin.Digest.MD5);
  }

  @Test
  void changingAUserKeepsWhatWasNotTouched() {
    alice();
    navigate(UsersView.class);

    pressInRow(0, "Edit: Alice Berger");
    type("Name", "Alice Sommer");
    press("Save");

    assertThat(pbx.users().getFirst().name()).isEqualTo("Alice Sommer");
    assertThat(pbx.users().getFirst().email()).isEqualTo("alice@example.com");
  }

  @Test
  void aNewSipPasswordIsAskedForAndShownOnce() {
    alice();
    navigate(UsersView.class);

    pressInRow(0, "New SIP password: Alice Berger");
    assertThat(shownCredentials()).isEmpty();
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(shownCredentials()).contains("1001", "n3Hv-pL8s-Ya2c");
  }

  @Test
  void searchFindsByNameExtensionAndMail() {
    alice();
    pbx.create(List.of(new CreateUser("1002", "Bob Okafor", null, null, null)));
    navigate(UsersView.class);
    TextField search = find(TextField.class).first();

    test(search).setValue("okaf");
    assertThat(names()).containsExactly("Bob Okafor");
    test(search).setValue("1001");
    assertThat(names()).containsExactly("Alice Berger");
    test(search).setValue("nobody");
    assertThat(find(Empty.class).all()).anyMatch(empty -> textOf(empty).contains("No matches"));
  }

  @Test
  void anEmptyListSaysWhatToDo() {
    navigate(UsersView.class);

    assertThat(textOf(find(Empty.class).single())).contains("No users yet", "New user");
  }

  private void alice() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", "alice@example.com", null, null)));
  }

  @SuppressWarnings("unchecked")
  private List<String> names() {
    Grid<org.belfry.pbx.admin.UserAdmin.UserView> grid = find(Grid.class).single();
    return grid.getListDataView().getItems().map(user -> user.name()).toList();
  }
}
