package org.belfry.webui.phones;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.DifferenceView;
import org.belfry.pbx.admin.PhoneAdmin.FetchView;
import org.belfry.pbx.admin.PhoneAdmin.FileView;
import org.belfry.pbx.admin.PhoneAdmin.KeyView;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneAdmin.ValueView;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.QrCode;
import org.belfry.webui.base.Toast;

/** What one phone gets and why, what it has fetched, and its files; at {@code phone/12}. */
@Route(value = "phone", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PhonePage extends Page implements HasUrlParameter<String> {
  private final transient PhoneAdmin phones;
  private final transient Inputs inputs = new Inputs("phone.");
  private final Moments moments = Moments.of(this);
  private final Div content = new Div();

  public PhonePage(PhoneAdmin phones) {
    this.phones = phones;
    super("phones.title", "phones.lead");
    up("phones.title", PhonesView.class);
    content.addClassName("bf-halves");
    add(content);
  }

  @Override
  public void setParameter(BeforeEvent event, String parameter) {
    if (!parameter.matches("\\d{1,18}")) {
      throw new NotFoundException();
    }
    PhoneView phone = phones.phone(Long.parseLong(parameter)).orElseThrow(NotFoundException::new);
    String what = PhonesView.model(phone.brand(), phone.model());
    say(phone.name() == null ? what : phone.name(), inputs.text("lead", what));
    Button sync = new Button(inputs.text("sync"), VaadinIcon.REFRESH.create());
    sync.addClickListener(clicked -> tell(phone, false));
    Button again = new Button(inputs.text("welcome"), VaadinIcon.PLUG.create());
    again.addClickListener(clicked -> {
      phones.welcome(phone.id());
      Toast.done(inputs.text("welcome.done"));
    });
    Button restart = new Button(inputs.text("restart"), VaadinIcon.POWER_OFF.create());
    restart.addClickListener(clicked -> tell(phone, true));
    if (phone.mac() != null) {
      Button swap = new Button(inputs.text("swap"), VaadinIcon.EXCHANGE.create());
      swap.addClickListener(clicked -> new SwapDialog(phones, phone, this::show).open());
      addActions(swap, again);
    }
    addActions(sync, restart);
    show(phone);
  }

  private void tell(PhoneView phone, boolean restart) {
    if (phones.checkSync(phone.id(), restart)) {
      Toast.done(inputs.text("told"));
    } else {
      Toast.problem(inputs.text("away"));
    }
  }

  private void show(PhoneView phone) {
    Div left = new Div(about(phone), values(phones.values(phone.id())));
    Div right =
        new Div(
            keys(phone),
            difference(phones.difference(phone.id())),
            fetches(phones.fetches(phone.id())),
            files(phones.files(phone.id())));
    left.addClassName("bf-stack");
    right.addClassName("bf-stack");
    content.removeAll();
    content.add(left, right);
  }

  private Panel about(PhoneView phone) {
    Facts facts =
        new Facts()
            .fact(inputs.text("mac"), Inputs.orEmpty(phone.mac()))
            .fact(inputs.text("users"), String.join(", ", phone.users()))
            .fact(inputs.text("firmware"), Inputs.orEmpty(phone.firmware()))
            .fact(
                inputs.text("fetched"),
                phone.fetchedAt() == null
                    ? inputs.text("never")
                    : moments.minute(phone.fetchedAt()))
            .fact(inputs.text("same"), inputs.text(phone.upToDate() ? "same.yes" : "same.no"));
    Panel panel =
        new Panel(
            inputs.text("about"),
            facts,
            new CopyField(inputs.text("url"), phone.provisioningUrl()));
    if (phone.mac() == null) {
      panel.add(new QrCode(link(phone), inputs.text("qr")));
    }
    return panel;
  }

  /** What an app takes from a picture; Acrobits' apps have a scheme of their own for it. */
  private static String link(PhoneView phone) {
    String url = phone.provisioningUrl();
    return phone.brand().equals("acrobits") ? url.replaceFirst("^https:", "provlinkbs:") : url;
  }

  private Panel values(List<ValueView> values) {
    Facts facts = new Facts();
    for (ValueView value : values) {
      Span source = new Span(source(value.layer(), value.where()));
      source.addClassName("bf-small");
      String beaten =
          value.beaten().stream()
              .map(b -> inputs.text("instead", shown(b.value()), source(b.layer(), b.where())))
              .collect(Collectors.joining("; "));
      source.setTitle(beaten);
      Div words = new Div(new Span(shown(value.value())), source);
      words.addClassName("bf-entry-line");
      facts.fact(inputs.text("setting." + value.setting()), words);
    }
    return new Panel(inputs.text("why"), facts);
  }

  private String shown(String value) {
    return value.isEmpty() ? inputs.text("nothing") : value;
  }

  private String source(String layer, String where) {
    return (inputs.text("layer." + layer) + " " + where).strip();
  }

  private Panel keys(PhoneView phone) {
    List<KeyView> keys = phones.keys(phone.id());
    Facts facts = new Facts();
    for (KeyView key : keys) {
      String does = getTranslation("phones.key.kind." + key.kind().replace('-', '_'));
      facts.fact(
          Integer.toString(key.key()),
          (does + " " + key.value() + " " + key.label()).strip()
              + (key.placed() ? " " + inputs.text("placed") : ""));
    }
    Button place = new Button(inputs.text("keys.place"), VaadinIcon.EDIT.create());
    place.addClickListener(
        clicked -> new KeysDialog(phones, phone, any -> true, this::show).open());
    Panel panel = new Panel(inputs.text("keys"), keys.isEmpty() ? none("keys.none") : facts);
    return keys.isEmpty() ? panel : panel.withAction(place);
  }

  /** What is set against what the phone has. */
  private Panel difference(DifferenceView difference) {
    Panel panel = new Panel(inputs.text("difference"));
    if (!difference.known()) {
      panel.add(none("difference.unknown"));
    } else if (difference.same()) {
      panel.add(none("difference.none"));
    } else if (difference.fetched().isEmpty() && difference.set().isEmpty()) {
      panel.add(none("difference.passwords"));
    } else {
      panel.add(
          new Span(inputs.text("difference.fetched")), lines(difference.fetched()),
          new Span(inputs.text("difference.set")), lines(difference.set()));
    }
    return panel;
  }

  private Component lines(List<String> lines) {
    Pre text = new Pre(lines.isEmpty() ? inputs.text("nothing") : String.join("\n", lines));
    text.addClassName("bf-ladder");
    return text;
  }

  private Panel fetches(List<FetchView> fetches) {
    Facts facts = new Facts();
    fetches.stream()
        .limit(20)
        .forEach(f ->
            facts.fact(moments.minute(f.at()), f.file() + " " + f.status() + " " + f.address()));
    return new Panel(inputs.text("log"), fetches.isEmpty() ? none("log.none") : facts);
  }

  private Panel files(List<FileView> files) {
    Panel panel = new Panel(inputs.text("files"));
    if (files.isEmpty()) {
      panel.add(none("files.none"));
    }
    for (FileView file : files) {
      Pre text = new Pre(file.text());
      text.addClassName("bf-ladder");
      panel.add(new Details(file.name(), text));
    }
    return panel;
  }

  private Component none(String key) {
    Paragraph words = new Paragraph(inputs.text(key));
    words.addClassName("bf-small");
    return words;
  }
}
