package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;

/** What can be taken along, in open formats. */
final class ExportsPanel extends Panel {

  ExportsPanel(ExportAdmin exports) {
    super(text("exports.title"));
    Inputs inputs = new Inputs("exports.");
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    Div links =
        new Div(
            new Download(inputs.text("users"), "belfry-users.csv", "text/csv", exports::users),
            new Download(inputs.text("phones"), "belfry-phones.csv", "text/csv", exports::phones),
            new Download(inputs.text("calls"), "belfry-calls.csv", "text/csv", exports::calls),
            new Download(
                inputs.text("voicemail"),
                "belfry-voicemail.zip",
                "application/zip",
                exports::voicemail));
    links.addClassName("bf-actions");
    add(lead, links);
  }
}
