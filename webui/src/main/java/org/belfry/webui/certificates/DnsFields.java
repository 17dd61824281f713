package org.belfry.webui.certificates;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The DNS server that takes our updates, and the key that signs them. */
final class DnsFields {
  private static final List<String> ALGORITHMS =
      List.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

  private final Inputs inputs = new Inputs("acmedns.");
  private final TextField server = inputs.line("server");
  private final TextField zone = inputs.line("zone");
  private final TextField keyName = inputs.line("key");
  private final ComboBox<String> algorithm = inputs.name("algorithm", ALGORITHMS);
  private final PasswordField secret = inputs.password("secret");
  private final IntegerField wait = inputs.whole("wait");

  void into(Form form) {
    form.field("dns.server", server);
    form.field("dns.zone", zone);
    form.field("dns.keyName", keyName);
    form.field("dns.algorithm", algorithm);
    form.field("secret", secret);
    form.field("dns.waitSeconds", wait);
  }

  void show(@Nullable DnsServer now, boolean hasSecret) {
    server.setValue(now == null ? "" : now.server());
    zone.setValue(now == null ? "" : now.zone());
    keyName.setValue(now == null ? "" : now.keyName());
    algorithm.setValue(now == null ? ALGORITHMS.getFirst() : now.algorithm());
    wait.setValue(now == null ? 0 : now.waitSeconds());
    secret.clear();
    secret.setPlaceholder(hasSecret ? inputs.text("kept") : "");
  }

  void setVisible(boolean visible) {
    for (Component field : List.<Component>of(server, zone, keyName, algorithm, secret, wait)) {
      field.setVisible(visible);
    }
  }

  DnsServer server() {
    return new DnsServer(
        server.getValue(),
        zone.getValue(),
        keyName.getValue(),
        Inputs.orEmpty(algorithm.getValue()),
        wait.getValue() == null ? 0 : wait.getValue());
  }

  /** Null to keep the one there is. */
  @Nullable String secret() {
    return Inputs.orNull(secret.getValue());
  }
}
