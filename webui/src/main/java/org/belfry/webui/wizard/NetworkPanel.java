package org.belfry.webui.wizard;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.NetworkCheck;
import org.belfry.pbx.admin.NetworkCheck.FindingView;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;

/** How the appliance stands in the network, in words. */
final class NetworkPanel extends Panel {
  private final transient NetworkCheck network;
  private final transient Inputs inputs = new Inputs("network.");
  private final Div known = new Div();
  private final Div asked = new Div();
  private final Form form = new Form();
  private final TextField server = inputs.line("server");

  NetworkPanel(NetworkCheck network) {
    this.network = network;
    super(text("network.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    known.addClassName("bf-rows");
    asked.addClassName("bf-rows");
    show(known, network.look());
    form.part(inputs.text("outside"));
    form.field("server", server);
    form.add(new Button(inputs.text("ask"), clicked -> ask()));
    add(lead, known, form, asked);
  }

  private void ask() {
    asked.removeAll();
    form.submit(() -> show(asked, network.ask(server.getValue())));
  }

  private void show(Div list, List<FindingView> findings) {
    list.removeAll();
    for (FindingView finding : findings) {
      Span words = new Span(inputs.text("finding." + finding.code(), finding.words().toArray()));
      Pill.Tone tone =
          switch (finding.level()) {
            case GOOD -> Pill.Tone.GOOD;
            case CHECK -> Pill.Tone.BUSY;
            case BAD -> Pill.Tone.BAD;
          };
      Div row = new Div(words, new Pill(inputs.word("level", finding.level()), tone));
      row.addClassName("bf-row");
      list.add(row);
    }
  }
}
