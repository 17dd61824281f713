package org.belfry.webui.emergency;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyAdmin.LocationView;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.EmergencyPreview.Person;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The locations of callers, with the numbers, who is told, and a preview. */
@Route(value = "emergency", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class EmergencyView extends ThingsPage<LocationView> {
  private static final String TEXTS = "emergency.";

  private final transient EmergencyAdmin emergency;
  private final transient EmergencyPreview preview;
  private final transient UserAdmin users;
  private final transient PhoneAdmin phones;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Div missing = new Div();

  public EmergencyView(
      EmergencyAdmin emergency,
      EmergencyPreview preview,
      DialPlanAdmin plan,
      TrunkAdmin trunks,
      UserAdmin users,
      PhoneAdmin phones,
      DestinationList destinations,
      DeletedItems deleted) {
    this.emergency = emergency;
    this.preview = preview;
    this.users = users;
    this.phones = phones;
    super(TEXTS, "emergency", VaadinIcon.AMBULANCE, deleted, "emergency_location");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::heading)))
        .setHeader(inputs.text("name"))
        .setFlexGrow(1);
    grid()
        .wide(grid().addColumn(LocationView::text))
        .setHeader(inputs.text("where"))
        .setFlexGrow(3);
    grid().wide(grid().addColumn(this::callers)).setHeader(inputs.text("callers")).setFlexGrow(2);
    grid()
        .wide(grid().addColumn(each -> Inputs.orEmpty(each.callbackNumber())))
        .setHeader(inputs.text("callback"))
        .setWidth("10rem")
        .setFlexGrow(0);
    missing.addClassName("bf-hint");
    missing.getElement().setAttribute("role", "status");
    begin();
    List<String> names = trunks.trunks().stream().map(TrunkView::name).toList();
    Div both =
        new Div(
            new EmergencyPanel(plan, names, new Destinations(destinations)),
            new PreviewPanel(preview, users));
    both.addClassName("bf-halves");
    add(missing, both);
  }

  private Component heading(LocationView location) {
    Div title = new Div(title(location.name(), location));
    title.addClassName("bf-entry-line");
    if (location.usual()) {
      title.add(new Pill(inputs.text("usual.pill"), Pill.Tone.QUIET));
    }
    return title;
  }

  /** By what a caller is found to be there. */
  private String callers(LocationView location) {
    return Stream.of(
            String.join(", ", location.networks()),
            counted("phones", location.phones().size()),
            counted("users", location.users().size()))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  private String counted(String what, int count) {
    return count == 0 ? "" : inputs.text("count." + what, count);
  }

  @Override
  protected List<LocationView> all() {
    List<Person> people = preview.unlocated();
    missing.removeAll();
    missing.setVisible(!people.isEmpty());
    if (!people.isEmpty()) {
      missing.add(
          new Span(
              inputs.text(
                  "missing",
                  people.size(),
                  people.stream()
                      .limit(10)
                      .map(each -> each.name() + " · " + each.extension())
                      .collect(Collectors.joining(", ")))));
    }
    return emergency.locations();
  }

  @Override
  protected String name(LocationView location) {
    return location.name();
  }

  @Override
  protected Stream<String> searched(LocationView location) {
    return Stream.concat(
        Stream.of(location.text(), Inputs.orEmpty(location.callbackNumber())),
        Stream.of(location.networks(), location.phones(), location.users()).flatMap(List::stream));
  }

  @Override
  protected List<FieldProblem> warnings(LocationView location) {
    return location.warnings();
  }

  @Override
  protected Component entry(LocationView location) {
    return entry(heading(location), new Div(location.text()), new Div(new Span(callers(location))));
  }

  @Override
  protected Dialog form(@Nullable LocationView location, Consumer<LocationView> saved) {
    return new LocationDialog(emergency, users.users(), phones.phones(), location, saved);
  }

  @Override
  protected void delete(LocationView location) {
    emergency.delete(location.id());
  }
}
