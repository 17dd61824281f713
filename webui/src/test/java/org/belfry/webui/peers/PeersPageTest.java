package org.belfry.webui.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class PeersPageTest extends PageTest {

  @Test
  void aPatternWithoutNextHopIsShownAtTheField() {
    navigate(PeersView.class);

    press("New peer");
    type("Name", "Berlin");
    type("Number pattern", "2XXX");
    press("Create peer");
    assertThat(find(TextField.class).withLabel("Next hop").single().getErrorMessage())
        .isEqualTo("A domain or a pattern needs a next hop.");

    type("Next hop", "sip:198.51.100.7");
    press("Create peer");
    assertThat(pbx.peers()).singleElement().extracting("pattern").isEqualTo("2XXX");
  }

  @Test
  void whatIsEmptiedInTheFormIsGoneAfterwards() {
    pbx.create(new SavePeer("Berlin", "198.51.100.7", "b.example", null, "sip:198.51.100.7", null));
    navigate(PeersView.class);

    pressInRow(0, "Edit: Berlin");
    type("Domain", "");
    press("Save");

    assertThat(pbx.peers().getFirst().domain()).isNull();
  }

  @Test
  void aPeerThatLeadsToTheTelephoneNetworkIsMarked() {
    pbx.create(new SavePeer("Gateway", null, null, "0*", "sip:198.51.100.7", null));
    navigate(PeersView.class);

    pressInRow(0, "Edit: Gateway");
    test(find(Checkbox.class).withLabel("Calls cost money").single()).click();
    press("Save");

    assertThat(pbx.peers()).singleElement().extracting(PeerView::costs).isEqualTo(true);
  }

  @Test
  void deletingAsksFirst() {
    pbx.create(new SavePeer("Berlin", "198.51.100.7", null, null, null, null));
    navigate(PeersView.class);

    pressInRow(0, "Delete: Berlin");
    assertThat(pbx.peers()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(pbx.peers()).isEmpty();

    press("Undo");
    assertThat(pbx.peers()).singleElement().extracting(PeerView::name).isEqualTo("Berlin");
  }
}
