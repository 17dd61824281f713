package org.belfry.webui.security;

import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import org.belfry.pbx.admin.BanAdmin;
import org.belfry.pbx.admin.BanAdmin.AllowListView;
import org.belfry.pbx.admin.BanAdmin.SaveAllowList;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Networks that are never shut out. */
final class AllowPanel extends FormPanel {
  private final transient BanAdmin bans;
  private final TextArea networks;

  AllowPanel(BanAdmin bans) {
    this.bans = bans;
    super("allow.");
    Inputs inputs = new Inputs("allow.");
    AllowListView now = bans.allowList();
    networks = form().field("networks", inputs.lines("networks"));
    networks.setValue(String.join("\n", now.networks()));
    Paragraph configured =
        new Paragraph(inputs.text("configured", String.join(", ", now.configured())));
    configured.addClassName("bf-small");
    form().add(configured);
  }

  @Override
  protected void save() {
    bans.replaceAllowList(new SaveAllowList(Inputs.values(networks)));
  }
}
