package org.belfry.webui.trunks;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.FormatView;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The form for one trunk, new or existing. */
public final class TrunkDialog extends FormDialog {
  private static final String USUAL_FORMAT = "e164";

  private final transient TrunkAdmin trunks;
  private final @Nullable TrunkView before;
  private final transient Consumer<TrunkView> saved;
  private final transient Inputs inputs = new Inputs("trunks.");
  private final TextField name = inputs.line("name");
  private final TextField server = inputs.line("server");
  private final Checkbox registers = inputs.check("registers");
  private final TextField username = inputs.line("username");
  private final PasswordField password = inputs.password("password");
  private final TextField authUser = inputs.line("authuser");
  private final TextField number = inputs.line("number");
  private final Select<FormatView> format = inputs.labelled("format", new Select<>());
  private final TextArea addresses = inputs.lines("addresses");
  private final TextField proxy = inputs.line("proxy");
  private final IntegerField channels = inputs.whole("channels");
  private final Checkbox sendsLocation = inputs.check("sendslocation");
  private final Checkbox enabled = inputs.check("enabled");

  public TrunkDialog(TrunkAdmin trunks, @Nullable TrunkView before, Consumer<TrunkView> saved) {
    this.trunks = trunks;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "trunks.create" : "trunks.change"),
        text(before == null ? "trunks.create.save" : "base.save"));
    addClassName("bf-wide");
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    server.setRequiredIndicatorVisible(true);
    format.setItems(trunks.formats());
    format.setItemLabelGenerator(FormatView::says);
    registers.addValueChangeListener(changed -> arrange());
    if (before != null) {
      form().warnings(before.warnings());
    }
    form().beside(form().at("name", name), form().at("server", server));
    field("registers", registers);
    form().beside(form().at("username", username), form().at("password", password));
    form().part(inputs.text("part.numbers"));
    field("number", number);
    field("format", format);
    form().part(inputs.text("part.more"));
    field("addresses", addresses);
    form().beside(form().at("authUser", authUser), form().at("proxy", proxy));
    field("channels", channels);
    field("sendsLocation", sendsLocation);
    field("enabled", enabled);
    show(before);
    unlessChanged(
        () -> before != null && trunks.trunk(before.id()).filter(before::equals).isEmpty());
  }

  private void show(@Nullable TrunkView trunk) {
    String wanted = trunk == null ? USUAL_FORMAT : trunk.format();
    trunks.formats().stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .ifPresent(format::setValue);
    registers.setValue(trunk == null || trunk.registers());
    enabled.setValue(trunk == null || trunk.enabled());
    sendsLocation.setValue(trunk != null && trunk.sendsLocation());
    channels.setValue(trunk == null ? 0 : trunk.channels());
    if (trunk != null) {
      name.setValue(trunk.name());
      server.setValue(trunk.server());
      username.setValue(Inputs.orEmpty(trunk.username()));
      authUser.setValue(Inputs.orEmpty(trunk.authUser()));
      number.setValue(Inputs.orEmpty(trunk.number()));
      addresses.setValue(String.join("\n", trunk.addresses()));
      proxy.setValue(Inputs.orEmpty(trunk.proxy()));
      if (trunk.hasPassword()) {
        password.setPlaceholder("••••••••");
        password.setHelperText(inputs.text("kept.password"));
      }
    }
    arrange();
  }

  private void arrange() {
    addresses.setRequiredIndicatorVisible(!registers.getValue());
    username.setRequiredIndicatorVisible(registers.getValue());
  }

  @Override
  protected void save() {
    SaveTrunk command =
        new SaveTrunk(
            name.getValue().strip(),
            server(),
            server(proxy.getValue()),
            registers.getValue(),
            Inputs.orNull(username.getValue()),
            Inputs.orNull(authUser.getValue()),
            password.isEmpty() ? null : password.getValue(),
            Inputs.values(addresses),
            format.isEmpty() ? null : format.getValue().name(),
            Inputs.orNull(number.getValue()),
            channels.getValue(),
            enabled.getValue(),
            sendsLocation.getValue());
    saved.accept(before == null ? trunks.create(command) : trunks.replace(before.id(), command));
  }

  private String server() {
    return Inputs.orEmpty(server(server.getValue()));
  }

  /** People write the name alone. */
  private static @Nullable String server(String typed) {
    String text = typed.strip();
    if (text.isEmpty()) {
      return null;
    }
    return text.startsWith("sip:") || text.startsWith("sips:") ? text : "sip:" + text;
  }
}
