package org.belfry.webui.network;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkCommand;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkView;
import org.belfry.pbx.admin.HostNetworkAdmin.InterfaceView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** Address, name servers, time servers and host name. */
final class SettingsPanel extends FormPanel {
  private final transient HostNetworkAdmin network;
  private final transient Runnable asked;
  private final transient Inputs inputs = new Inputs("hostnetwork.settings.");
  private final Select<String> wired = inputs.labelled("interface", new Select<>());
  private final Select<Addressing> addressing = inputs.choice("addressing", Addressing.class);
  private final TextField address = inputs.line("address");
  private final TextField gateway = inputs.line("gateway");
  private final TextField dns = inputs.line("dns");
  private final IntegerField vlan = inputs.whole("vlan");
  private final TextField ntp = inputs.line("ntp");
  private final TextField hostname = inputs.line("hostname");

  /** Where the address comes from. */
  enum Addressing {
    DHCP,
    FIXED
  }

  /**
   * @param asked runs after the host was asked for other settings
   */
  SettingsPanel(HostNetworkAdmin network, Runnable asked) {
    this.network = network;
    this.asked = asked;
    super("hostnetwork.settings.");
    form().beside(form().at("networkInterface", wired), form().at("vlan", vlan));
    form().field("addressing", addressing);
    form().beside(form().at("address", address), form().at("gateway", gateway));
    form().field("dns", dns);
    form().field("ntp", ntp);
    form().field("hostname", hostname);
    addressing.addValueChangeListener(changed -> arrange());
    show(network.network());
    unlessOther(() -> network.network().settings());
  }

  private void show(HostNetworkView now) {
    HostNetworkCommand set = now.settings();
    List<String> names = now.interfaces().stream().map(InterfaceView::name).toList();
    wired.setItems(names);
    String name = set.networkInterface();
    if (name != null && names.contains(name)) {
      wired.setValue(name);
    } else if (!names.isEmpty()) {
      wired.setValue(names.getFirst());
    }
    addressing.setValue(set.address() == null ? Addressing.DHCP : Addressing.FIXED);
    address.setValue(filled(set.address()));
    gateway.setValue(filled(set.gateway()));
    dns.setValue(String.join(" ", set.dns()));
    vlan.setValue(set.vlan());
    ntp.setValue(String.join(" ", set.ntp()));
    hostname.setValue(set.hostname() == null ? now.hostname() : set.hostname());
    arrange();
  }

  private static String filled(@Nullable String value) {
    return value == null ? "" : value;
  }

  private void arrange() {
    boolean fixed = addressing.getValue() == Addressing.FIXED;
    address.setVisible(fixed);
    gateway.setVisible(fixed);
  }

  @Override
  protected void save() {
    boolean fixed = addressing.getValue() == Addressing.FIXED;
    network.change(
        new HostNetworkCommand(
            wired.getValue(),
            fixed ? Inputs.orNull(address.getValue()) : null,
            fixed ? Inputs.orNull(gateway.getValue()) : null,
            words(dns.getValue()),
            vlan.getValue(),
            words(ntp.getValue()),
            Inputs.orNull(hostname.getValue())));
    asked.run();
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("[\\s,]+"));
  }
}
