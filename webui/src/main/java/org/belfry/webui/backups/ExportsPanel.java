package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.streams.DownloadHandler;
import java.io.IOException;
import java.io.OutputStream;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;

/** What can be taken along, in open formats. */
final class ExportsPanel extends Panel {

  /** Writes an export. */
  @FunctionalInterface
  private interface Export {
    void to(OutputStream out) throws IOException;
  }

  ExportsPanel(ExportAdmin exports) {
    super(text("exports.title"));
    Inputs inputs = new Inputs("exports.");
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    Div links =
        new Div(
            link(inputs.text("users"), "belfry-users.csv", "text/csv", exports::users),
            link(inputs.text("calls"), "belfry-calls.csv", "text/csv", exports::calls),
            link(
                inputs.text("voicemail"),
                "belfry-voicemail.zip",
                "application/zip",
                exports::voicemail));
    links.addClassName("bf-actions");
    add(lead, links);
  }

  private static Anchor link(String words, String name, String type, Export export) {
    Anchor link =
        new Anchor(
            (DownloadHandler)
                event -> {
                  event.setFileName(name);
                  event.setContentType(type);
                  try (OutputStream out = event.getOutputStream()) {
                    export.to(out);
                  }
                },
            words);
    link.addClassName("bf-link-button");
    return link;
  }
}
