package org.belfry.webui.peers;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.belfry.webui.base.Undo;
import org.jspecify.annotations.Nullable;

/** Neighbour servers. */
@Route(value = "peers", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PeersView extends Page {
  private final transient PeerAdmin peers;
  private final transient Undo undo;
  private final AdaptiveGrid<PeerView> grid = new AdaptiveGrid<>();
  private final Div list = new Div(grid);
  private final Empty none;

  public PeersView(PeerAdmin peers, DeletedItems deleted) {
    this.peers = peers;
    super("peers.title", "peers.lead");
    undo = new Undo(deleted, "peer", this::refresh);
    none =
        new Empty(
            VaadinIcon.CONNECT,
            getTranslation("peers.empty.title"),
            getTranslation("peers.empty.sentence"),
            createButton());
    addActions(createButton());
    configureGrid();
    list.addClassName("bf-list");
    add(none, list);
    refresh();
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(PeerView::name)).setHeader(getTranslation("peers.name"));
    technical("peers.address", PeerView::address).setWidth("9.5rem");
    technical("peers.domain", PeerView::domain).setWidth("11rem");
    technical("peers.pattern", PeerView::pattern).setWidth("9rem");
    technical("peers.nexthop", PeerView::nextHop).setWidth("13rem");
    grid.narrow(new ComponentRenderer<>(PeersView::entry));
    grid.actions(this::rowActions);
    grid.addItemDoubleClickListener(clicked -> openForm(clicked.getItem()));
  }

  private Grid.Column<PeerView> technical(
      String textKey, Function<PeerView, @Nullable String> part) {
    return grid.wide(grid.addColumn(new ComponentRenderer<>(peer -> number(part.apply(peer)))))
        .setHeader(getTranslation(textKey));
  }

  private void refresh() {
    List<PeerView> all = peers.peers();
    grid.show(all);
    none.setVisible(all.isEmpty());
    list.setVisible(!all.isEmpty());
  }

  private Button createButton() {
    Button create = new Button(getTranslation("peers.create"), VaadinIcon.PLUS.create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(clicked -> openForm(null));
    return create;
  }

  private void openForm(@Nullable PeerView peer) {
    new PeerDialog(
            peers,
            peer,
            saved -> {
              refresh();
              Toast.done(getTranslation("peers.saved", saved.name()));
            })
        .open();
  }

  private void askDelete(PeerView peer) {
    new Question(
            getTranslation("peers.delete.title", peer.name()),
            getTranslation("peers.delete.sentence"),
            getTranslation("peers.delete.yes"),
            () -> undo.delete(peer.name(), () -> peers.delete(peer.id())))
        .open();
  }

  private Component rowActions(PeerView peer) {
    Div actions =
        new Div(
            rowAction(VaadinIcon.EDIT, "peers.change", peer, () -> openForm(peer)),
            rowAction(VaadinIcon.TRASH, "peers.delete", peer, () -> askDelete(peer)));
    actions.addClassName("bf-row-actions");
    return actions;
  }

  private Button rowAction(VaadinIcon icon, String textKey, PeerView peer, Runnable action) {
    Button button = new Button(icon.create(), clicked -> action.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(getTranslation("base.action.on", getTranslation(textKey), peer.name()));
    return button;
  }

  private static Component entry(PeerView peer) {
    Span name = new Span(peer.name());
    name.addClassName("bf-entry-title");
    Div line =
        new Div(
            number(
                Stream.of(peer.address(), peer.domain(), peer.pattern())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" · "))));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    return entry;
  }

  private static Span number(@Nullable String text) {
    Span number = new Span(text == null ? "–" : text);
    number.addClassName("bf-number");
    return number;
  }
}
