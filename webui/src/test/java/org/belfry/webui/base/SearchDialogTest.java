package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.peers.PeersView;
import org.belfry.webui.users.UserPage;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SearchDialogTest extends PageTest {
  @Autowired private Finder finder;

  @Test
  void whatIsFoundIsOpened() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    navigate(PeersView.class);
    new SearchDialog(finder).open();

    test(find(TextField.class).single()).setValue("berger");
    assertThat(textOf(find(Dialog.class).single()))
        .contains("Alice Berger User 1001", "Alice Berger Mailbox 1001");
    test(find(Button.class).withAriaLabel("Alice Berger, User 1001").single()).click();

    assertThat(getCurrentView()).isInstanceOf(UserPage.class);
  }

  @Test
  void whatMatchesNothingIsSaid() {
    navigate(PeersView.class);
    new SearchDialog(finder).open();

    test(find(TextField.class).single()).setValue("zzz");

    assertThat(textOf(find(Dialog.class).single())).contains("No matches");
  }
}
