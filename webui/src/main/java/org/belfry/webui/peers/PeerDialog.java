package org.belfry.webui.peers;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.belfry.webui.base.FormDialog;
import org.jspecify.annotations.Nullable;

/** The form for one peer, new or existing. */
final class PeerDialog extends FormDialog {
  private final transient PeerAdmin peers;
  private final @Nullable PeerView before;
  private final transient Consumer<PeerView> saved;
  private final TextField name = new TextField(getTranslation("peers.name"));
  private final TextField address = new TextField(getTranslation("peers.address"));
  private final TextField domain = new TextField(getTranslation("peers.domain"));
  private final TextField pattern = new TextField(getTranslation("peers.pattern"));
  private final TextField nextHop = new TextField(getTranslation("peers.nexthop"));
  private final Checkbox costs = new Checkbox(getTranslation("peers.costs"));

  /**
   * @param before the peer to change, null for a new one
   * @param saved is given the peer as it is afterwards
   */
  PeerDialog(PeerAdmin peers, @Nullable PeerView before, Consumer<PeerView> saved) {
    this.peers = peers;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "peers.create.title" : "peers.change.title"),
        text(before == null ? "peers.create.save" : "base.save"));
    Paragraph lead = new Paragraph(getTranslation("peers.form.lead"));
    lead.addClassName("bf-small");
    note(lead);
    add("name", name, null, before == null ? null : before.name());
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    add("address", address, "peers.address.help", before == null ? null : before.address());
    add("domain", domain, "peers.domain.help", before == null ? null : before.domain());
    add("pattern", pattern, "peers.pattern.help", before == null ? null : before.pattern());
    add("nextHop", nextHop, "peers.nexthop.help", before == null ? null : before.nextHop());
    costs.setHelperText(getTranslation("peers.costs.help"));
    costs.setValue(before != null && before.costs());
    if (before != null) {
      unlessOther(() -> peers.peer(before.id()));
    }
    field("costs", costs);
  }

  private void add(
      String component, TextField field, @Nullable String helpKey, @Nullable String value) {
    field.setAutocomplete(Autocomplete.OFF);
    field.setValue(value == null ? "" : value);
    if (helpKey != null) {
      field.setHelperText(getTranslation(helpKey));
    }
    field(component, field);
  }

  @Override
  protected void save() {
    SavePeer command =
        new SavePeer(
            name.getValue().strip(),
            orNull(address),
            orNull(domain),
            orNull(pattern),
            orNull(nextHop),
            costs.getValue());
    saved.accept(before == null ? peers.create(command) : peers.replace(before.id(), command));
  }

  private static @Nullable String orNull(TextField field) {
    String value = field.getValue().strip();
    return value.isEmpty() ? null : value;
  }
}
