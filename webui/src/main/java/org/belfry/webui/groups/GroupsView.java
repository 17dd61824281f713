package org.belfry.webui.groups;

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
import org.belfry.pbx.admin.GroupAdmin;
import org.belfry.pbx.admin.GroupAdmin.GroupView;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The ring groups. */
@Route(value = "groups", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class GroupsView extends ThingsPage<GroupView> {
  private static final String TEXTS = "groups.";
  private static final int NAMES = 3;

  private final transient GroupAdmin groups;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private transient Destinations destinations;

  public GroupsView(GroupAdmin groups, DestinationList list, DeletedItems deleted) {
    this.groups = groups;
    this.list = list;
    this.destinations = new Destinations(list);
    super(TEXTS, "groups", VaadinIcon.GROUP, deleted, "ring_group");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(g -> number(g.number()))))
        .setHeader(inputs.text("number"))
        .setWidth("7rem")
        .setFlexGrow(0);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(g -> title(g.name(), g))))
        .setHeader(inputs.text("name"));
    grid().wide(grid().addColumn(this::members)).setHeader(inputs.text("members"));
    grid()
        .wide(grid().addColumn(g -> inputs.word("strategy", g.strategy())))
        .setHeader(inputs.text("strategy"));
    grid().wide(grid().addColumn(this::overflow)).setHeader(inputs.text("overflow"));
    begin();
  }

  @Override
  protected List<GroupView> all() {
    destinations = new Destinations(list);
    return groups.groups();
  }

  @Override
  protected String name(GroupView group) {
    return group.name();
  }

  @Override
  protected String address(GroupView group) {
    return group.number();
  }

  @Override
  protected Stream<String> searched(GroupView group) {
    return Stream.concat(
        Stream.of(group.number(), group.name()),
        group.members().stream()
            .flatMap(m -> Stream.of(m.extension(), destinations.nameOf(m.extension()))));
  }

  @Override
  protected List<FieldProblem> warnings(GroupView group) {
    return group.warnings();
  }

  @Override
  protected Component entry(GroupView group) {
    return entry(
        title(group.name(), group),
        new Div(number(group.number()), new Span(inputs.word("strategy", group.strategy()))),
        new Div(new Span(members(group))));
  }

  /** The first names, and how many more there are. */
  private String members(GroupView group) {
    String names =
        group.members().stream()
            .limit(NAMES)
            .map(Member::extension)
            .map(destinations::nameOf)
            .collect(Collectors.joining(", "));
    int more = group.members().size() - NAMES;
    return names.isEmpty() ? "–" : more > 0 ? names + " +" + more : names;
  }

  private String overflow(GroupView group) {
    String words = destinations.words(group.overflow());
    return words.isEmpty() ? "–" : words;
  }

  @Override
  protected Dialog form(@Nullable GroupView group, Consumer<GroupView> saved) {
    return new GroupDialog(groups, destinations, group, saved);
  }

  @Override
  protected void delete(GroupView group) {
    groups.delete(group.id());
  }
}
