package org.belfry.webui.numbers;

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
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The site's outside numbers, and where calls to them go. */
@Route(value = "inbound", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class InboundView extends ThingsPage<InboundAdmin.InboundView> {
  private static final String TEXTS = "inbound.";

  private final transient InboundAdmin numbers;
  private final transient TrunkAdmin trunks;
  private final transient ScheduleAdmin schedules;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private transient Destinations destinations;

  public InboundView(
      InboundAdmin numbers,
      TrunkAdmin trunks,
      ScheduleAdmin schedules,
      DestinationList list,
      DeletedItems deleted) {
    this.numbers = numbers;
    this.trunks = trunks;
    this.schedules = schedules;
    this.list = list;
    this.destinations = new Destinations(list);
    super(TEXTS, "inbound", VaadinIcon.SIGN_IN, deleted, "inbound_number");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(n -> title(n.pattern(), n))))
        .setHeader(inputs.text("pattern"));
    grid()
        .wide(grid().addColumn(n -> n.trunk() == null ? inputs.text("trunk.any") : n.trunk()))
        .setHeader(inputs.text("trunk"))
        .setWidth("9rem")
        .setFlexGrow(0);
    grid().wide(grid().addColumn(n -> destinations.words(n.open()))).setHeader(inputs.text("open"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(n -> new Span(closed(n)))))
        .setHeader(inputs.text("closed"));
    begin();
  }

  private String closed(InboundAdmin.InboundView number) {
    if (number.schedule() == null || number.closed() == null) {
      return "–";
    }
    return inputs.text("closed.outside", destinations.words(number.closed()), number.schedule());
  }

  @Override
  protected List<InboundAdmin.InboundView> all() {
    destinations = new Destinations(list);
    return numbers.numbers();
  }

  @Override
  protected String name(InboundAdmin.InboundView number) {
    return number.trunk() == null ? number.pattern() : number.pattern() + "@" + number.trunk();
  }

  @Override
  protected Stream<String> searched(InboundAdmin.InboundView number) {
    return Stream.of(
        number.pattern(),
        destinations.words(number.open()),
        destinations.words(number.closed()),
        Inputs.orEmpty(number.trunk()));
  }

  @Override
  protected List<FieldProblem> warnings(InboundAdmin.InboundView number) {
    return number.warnings();
  }

  @Override
  protected Component entry(InboundAdmin.InboundView number) {
    Component title = title(number.pattern(), number);
    Div open = new Div(new Span("→ " + destinations.words(number.open())));
    return number.schedule() == null || number.closed() == null
        ? entry(title, open)
        : entry(title, open, new Div(new Span(closed(number))));
  }

  @Override
  protected Dialog form(
      InboundAdmin.@Nullable InboundView number, Consumer<InboundAdmin.InboundView> saved) {
    return new InboundDialog(
        numbers,
        destinations,
        trunks.trunks().stream().map(TrunkView::name).toList(),
        schedules.schedules().stream().map(ScheduleView::name).toList(),
        number,
        saved);
  }

  @Override
  protected void delete(InboundAdmin.InboundView number) {
    numbers.delete(number.id());
  }
}
