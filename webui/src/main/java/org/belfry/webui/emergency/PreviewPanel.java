package org.belfry.webui.emergency;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.EmergencyPreview.Preview;
import org.belfry.pbx.admin.EmergencyPreview.Way;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;

/** What an emergency centre would get of a call, without calling it. */
final class PreviewPanel extends Panel {
  private final transient EmergencyPreview preview;
  private final transient Inputs inputs = new Inputs("emergency.");
  private final Form form = new Form();
  private final ComboBox<UserView> user = inputs.labelled("preview.user", new ComboBox<>());
  private final TextField phone = inputs.line("preview.phone");
  private final TextField address = inputs.line("preview.address");
  private final Div result = new Div();

  PreviewPanel(EmergencyPreview preview, UserAdmin users) {
    this.preview = preview;
    super(text("emergency.preview.title"));
    Paragraph lead = new Paragraph(text("emergency.preview.lead"));
    lead.addClassName("bf-small");
    List<UserView> people = users.users();
    user.setItems(people);
    user.setItemLabelGenerator(each -> each.name() + " · " + each.extension());
    form.field("user", user);
    form.beside(form.at("phone", phone), form.at("address", address));
    result.getElement().setAttribute("aria-live", "polite");
    add(lead, form, new Button(inputs.text("preview.show"), clicked -> show()), result);
  }

  private void show() {
    result.removeAll();
    form.submit(() -> {
      UserView who = user.getValue();
      tell(
          preview.preview(
              who == null ? "" : who.extension(), phone.getValue(), address.getValue()));
    });
  }

  private void tell(Preview call) {
    result.add(new Paragraph(sentence(call)));
    if (!call.dispatchable()) {
      Paragraph warning = new Paragraph(inputs.text("preview.vague"));
      warning.addClassName("bf-hint");
      result.add(warning);
    }
    for (Way way : call.ways()) {
      result.add(new H3(way.trunk()));
      result.add(
          new Paragraph(
              inputs.text(
                  way.document() == null ? "preview.number" : "preview.document",
                  call.number(),
                  way.callbackNumber() == null ? "–" : way.callbackNumber())));
      if (way.document() != null) {
        Pre document = new Pre(way.document());
        result.add(document);
      }
    }
    if (call.ways().isEmpty()) {
      result.add(new Paragraph(inputs.text("preview.notrunk")));
    }
  }

  /** "Alice's phone is at the warehouse: its network is 10.2.0.0/16." */
  private String sentence(Preview call) {
    String key =
        switch (call.by()) {
          case PHONE -> "by.phone";
          case NETWORK -> "by.network";
          case USER -> "by.user";
          case SITE -> "by.site";
          case NOTHING -> call.location().isEmpty() ? "by.nothing" : "by.note";
        };
    return inputs.text(key, call.name(), call.location(), call.detail());
  }
}
