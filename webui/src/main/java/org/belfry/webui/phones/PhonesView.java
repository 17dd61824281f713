package org.belfry.webui.phones;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.NewcomerView;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneRollout;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The phones, those that wait to be adopted, and how a roll-out stands. */
@Route(value = "phones", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PhonesView extends ThingsPage<PhoneView> {
  private static final String TEXTS = "phones.";
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final transient PhoneAdmin phones;
  private final transient PhoneRollout rollout;
  private final transient UserAdmin users;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Div newcomers = new Div();
  private final Panel waiting = new Panel(inputs.text("new"), newcomers);
  private final RolloutPanel progress;

  public PhonesView(
      PhoneAdmin phones,
      PhoneRollout rollout,
      UserAdmin users,
      ExportAdmin exports,
      DeletedItems deleted,
      LiveUpdates updates) {
    this.phones = phones;
    this.rollout = rollout;
    this.users = users;
    super(TEXTS, "phones", VaadinIcon.PHONE_LANDLINE, deleted, "phone");
    Button tell = new Button(inputs.text("rollout"), VaadinIcon.REFRESH.create());
    tell.addClickListener(clicked -> startRollout());
    Button layers = new Button(inputs.text("layers"), VaadinIcon.SLIDERS.create());
    layers.addClickListener(
        clicked -> getUI().ifPresent(ui -> ui.navigate(PhoneSettingsPage.class)));
    Button table = new Button(inputs.text("import"), VaadinIcon.UPLOAD.create());
    table.addClickListener(clicked ->
        new ImportDialog(
                phones,
                () -> {
                  refresh();
                  showOthers();
                })
            .open());
    Download inventory =
        new Download(inputs.text("export"), "belfry-phones.csv", "text/csv", exports::phones);
    addActions(layers, table, inventory, tell);
    progress = new RolloutPanel(rollout);
    newcomers.addClassName("bf-stack");
    addComponentAtIndex(1, waiting);
    addComponentAtIndex(2, progress);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::what)))
        .setHeader(inputs.text("phone"))
        .setFlexGrow(2);
    grid()
        .wide(grid().addColumn(phone -> String.join(", ", phone.users())))
        .setHeader(inputs.text("user"));
    grid()
        .wide(grid().addColumn(phone -> Inputs.orEmpty(phone.firmware())))
        .setHeader(inputs.text("firmware"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::state)))
        .setKey("state")
        .setHeader(inputs.text("state"));
    begin();
    showOthers();
    Live.follow(
        this,
        updates,
        () -> {
          refresh();
          showOthers();
        });
    // Nobody tells of new phones and of phones that have come for their files.
    Live.again(this, LOOK, this::showOthers);
  }

  private void showOthers() {
    List<NewcomerView> all = phones.newcomers();
    waiting.setVisible(!all.isEmpty());
    newcomers.removeAll();
    all.forEach(each -> newcomers.add(newcomer(each)));
    progress.refresh();
  }

  private Component newcomer(NewcomerView phone) {
    Span mac = number(phone.mac());
    Span what = new Span(model(phone.brand(), phone.model()));
    Button adopt = new Button(inputs.text("adopt"));
    adopt.addThemeVariants(ButtonVariant.LUMO_SMALL);
    adopt.setAriaLabel(getTranslation("base.action.on", inputs.text("adopt"), phone.mac()));
    adopt.addClickListener(clicked ->
        PhoneDialog.adopting(
                phones,
                users,
                phone,
                saved -> {
                  refresh();
                  showOthers();
                  Toast.done(getTranslation("base.saved.name", name(saved)));
                })
            .open());
    Div line = new Div(mac, what, new Span(Inputs.orEmpty(phone.address())), adopt);
    line.addClassName("bf-entry-line");
    return line;
  }

  static String model(@Nullable String brand, @Nullable String model) {
    String maker =
        brand == null || brand.isEmpty()
            ? ""
            : Character.toUpperCase(brand.charAt(0)) + brand.substring(1);
    return (maker + " " + Inputs.orEmpty(model)).strip();
  }

  private void startRollout() {
    try {
      rollout.start(null, false);
      Toast.done(inputs.text("rollout.started"));
    } catch (InvalidCommand nothing) {
      Toast.problem(FieldProblems.sentence(nothing.problems().getFirst().message()));
    }
    showOthers();
  }

  private Component what(PhoneView phone) {
    Div what = new Div(new Span(name(phone)), small(phone));
    what.addClassName("bf-entry");
    return what;
  }

  private static Span small(PhoneView phone) {
    Span small = new Span(model(phone.brand(), phone.model()) + " " + Inputs.orEmpty(phone.mac()));
    small.addClassName("bf-small");
    return small;
  }

  private Pill state(PhoneView phone) {
    if (phone.users().isEmpty()) {
      return new Pill(inputs.text("state.nobody"), Pill.Tone.QUIET);
    }
    if (phone.fetchedAt() == null) {
      return new Pill(inputs.text("state.waiting"), Pill.Tone.BUSY);
    }
    if (!phone.upToDate()) {
      return new Pill(inputs.text("state.old"), Pill.Tone.BUSY);
    }
    return phone.registered()
        ? new Pill(inputs.text("state.good"), Pill.Tone.GOOD)
        : new Pill(inputs.text("state.away"), Pill.Tone.BAD);
  }

  @Override
  protected List<PhoneView> all() {
    return phones.phones();
  }

  @Override
  protected String name(PhoneView phone) {
    if (phone.name() != null) {
      return phone.name();
    }
    return phone.mac() == null ? model(phone.brand(), phone.model()) : phone.mac();
  }

  @Override
  protected String address(PhoneView phone) {
    return Long.toString(phone.id());
  }

  @Override
  protected Stream<String> searched(PhoneView phone) {
    return Stream.of(
        name(phone),
        Inputs.orEmpty(phone.mac()),
        phone.brand(),
        phone.model(),
        String.join(" ", phone.users()));
  }

  @Override
  protected Component entry(PhoneView phone) {
    return entry(
        title(name(phone), phone),
        new Div(small(phone)),
        new Div(new Span(String.join(", ", phone.users())), state(phone)));
  }

  @Override
  protected Stream<Button> moreActions(PhoneView phone) {
    return Stream.of(
        action(
            VaadinIcon.SEARCH,
            inputs.text("details"),
            phone,
            () -> getUI().ifPresent(ui -> ui.navigate(PhonePage.class, address(phone)))));
  }

  @Override
  protected Dialog form(@Nullable PhoneView phone, Consumer<PhoneView> saved) {
    return new PhoneDialog(phones, users, phone, saved);
  }

  @Override
  protected void delete(PhoneView phone) {
    phones.retire(phone.id());
  }
}
