package org.belfry.webui.support;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.pbx.admin.SupportAdmin;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;

/** One file with log, health, versions and settings. */
final class BundlePanel extends Panel {

  BundlePanel(SupportAdmin support) {
    super(text("support.bundle"));
    Inputs inputs = new Inputs("support.bundle.");
    Paragraph lead = new Paragraph(inputs.text("lead"));
    UnorderedList content =
        new UnorderedList(
            new ListItem(inputs.text("about")),
            new ListItem(inputs.text("log")),
            new ListItem(inputs.text("never")));
    Checkbox traces = inputs.check("traces");
    // Read by the request of the download, which does not hold the page.
    AtomicBoolean wanted = new AtomicBoolean();
    traces.addValueChangeListener(changed -> wanted.set(changed.getValue()));
    add(
        lead,
        content,
        traces,
        new Download(
            inputs.text("download"),
            "belfry-support.zip",
            "application/zip",
            out -> support.writeBundle(wanted.get(), out)));
  }
}
