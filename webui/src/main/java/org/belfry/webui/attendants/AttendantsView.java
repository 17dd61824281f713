package org.belfry.webui.attendants;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The attendants. */
@Route(value = "attendants", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AttendantsView extends ThingsPage<AttendantView> {
  private static final String TEXTS = "attendants.";

  private final transient AttendantAdmin attendants;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs(TEXTS);

  public AttendantsView(AttendantAdmin attendants, DestinationList list, DeletedItems deleted) {
    this.attendants = attendants;
    this.list = list;
    super(TEXTS, "attendants", VaadinIcon.SITEMAP, deleted, "attendant");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::link)))
        .setHeader(inputs.text("name"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(a -> number(Inputs.orEmpty(a.number())))))
        .setHeader(inputs.text("number"))
        .setWidth("8rem")
        .setFlexGrow(0);
    grid().wide(grid().addColumn(this::size)).setHeader(inputs.text("steps"));
    grid()
        .wide(grid().addColumn(AttendantsView::says))
        .setHeader(inputs.text("greeting"))
        .setFlexGrow(3);
    begin();
  }

  private String size(AttendantView attendant) {
    return inputs.text("size", attendant.nodes().size());
  }

  /** The first words a caller hears. */
  private static String says(AttendantView attendant) {
    SaveNode start = attendant.nodes().get(attendant.start());
    return start == null ? "" : String.join(" ", NodeEditor.lines(start));
  }

  private Component link(AttendantView attendant) {
    RouterLink link = new RouterLink(attendant.name(), AttendantPage.class, attendant.name());
    return title(link, attendant);
  }

  @Override
  protected List<AttendantView> all() {
    return attendants.attendants();
  }

  @Override
  protected String name(AttendantView attendant) {
    return attendant.name();
  }

  @Override
  protected Stream<String> searched(AttendantView attendant) {
    return Stream.of(attendant.name(), Inputs.orEmpty(attendant.number()));
  }

  @Override
  protected List<FieldProblem> warnings(AttendantView attendant) {
    return attendant.warnings();
  }

  @Override
  protected Component entry(AttendantView attendant) {
    return entry(
        link(attendant),
        new Div(number(Inputs.orEmpty(attendant.number())), new Span(size(attendant))),
        new Div(new Span(says(attendant))));
  }

  /** An attendant is a page of its own; only a new one begins in a dialog. */
  @Override
  protected void open(@Nullable AttendantView attendant) {
    if (attendant == null) {
      super.open(null);
    } else {
      toPage(attendant);
    }
  }

  private static void toPage(AttendantView attendant) {
    UI.getCurrent().navigate(AttendantPage.class, attendant.name());
  }

  @Override
  protected Dialog form(@Nullable AttendantView attendant, Consumer<AttendantView> saved) {
    return new NewAttendantDialog(attendants, new Destinations(list), AttendantsView::toPage);
  }

  @Override
  protected void delete(AttendantView attendant) {
    attendants.delete(attendant.id());
  }
}
