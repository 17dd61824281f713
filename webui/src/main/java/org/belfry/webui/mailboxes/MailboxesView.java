package org.belfry.webui.mailboxes;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.Limits;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;

/** The mailboxes of all users, and how full they are. */
@Route(value = "mailboxes", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class MailboxesView extends Page {
  private static final long MEGABYTE = 1_000_000;

  private final transient MailboxAdmin mailboxes;
  private final transient Inputs inputs = new Inputs("mailboxes.");
  private final TextField search = new TextField();
  private final AdaptiveGrid<MailboxView> grid = new AdaptiveGrid<>(MailboxView::extension);
  private final Div list = new Div(search, grid);
  private final Empty none;

  public MailboxesView(MailboxAdmin mailboxes, LiveUpdates updates) {
    this.mailboxes = mailboxes;
    super("mailboxes.title", "mailboxes.lead");
    none =
        new Empty(VaadinIcon.ENVELOPE_O, inputs.text("empty.title"), inputs.text("empty.sentence"));
    search.setPlaceholder(inputs.text("search"));
    search.setAriaLabel(inputs.text("search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("bf-search");
    search.addValueChangeListener(changed -> refresh());
    list.addClassName("bf-list");
    configureGrid();
    Paragraph limits = new Paragraph(limits(mailboxes.limits()));
    limits.addClassName("bf-small");
    add(none, list, limits);
    Live.follow(this, updates, this::refresh);
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::link)))
        .setHeader(inputs.text("user"))
        .setFlexGrow(2);
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::messages)))
        .setKey("messages")
        .setHeader(inputs.text("messages"))
        .setFlexGrow(2);
    grid.wide(grid.addColumn(box -> inputs.text("megabytes", box.bytes() / MEGABYTE)))
        .setHeader(inputs.text("size"));
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::state)))
        .setHeader(inputs.text("state"))
        .setFlexGrow(2);
    grid.narrow(
        new ComponentRenderer<>(box -> {
          Div entry = new Div(link(box), messages(box), state(box));
          entry.addClassName("bf-entry");
          return entry;
        }));
  }

  private String limits(Limits limits) {
    String most = inputs.text("limits", limits.messages(), limits.megabytes());
    return most
        + " "
        + (limits.keep().isZero()
            ? inputs.text("limits.forever")
            : inputs.text("limits.days", limits.keep().toDays()));
  }

  private Component link(MailboxView box) {
    RouterLink link =
        new RouterLink(box.name() + " · " + box.extension(), MailboxPage.class, box.extension());
    link.addClassName("bf-entry-title");
    return link;
  }

  private Div messages(MailboxView box) {
    Div line = new Div();
    line.addClassName("bf-entry-line");
    line.add(
        new Pill(
            inputs.text("new.count", box.newMessages()),
            box.newMessages() == 0 ? Pill.Tone.QUIET : Pill.Tone.BUSY),
        new Span(inputs.text("saved.count", box.savedMessages())));
    return line;
  }

  private Div state(MailboxView box) {
    Div line = new Div();
    line.addClassName("bf-entry-line");
    line.add(
        box.inUse()
            ? new Pill(inputs.text("inuse"), Pill.Tone.GOOD)
            : new Pill(inputs.text("unused"), Pill.Tone.QUIET));
    if (box.lockedUntil() != null) {
      line.add(new Pill(inputs.text("locked"), Pill.Tone.BAD));
    }
    if (!box.hasPin()) {
      line.add(new Span(inputs.text("nopin")));
    }
    return line;
  }

  private void refresh() {
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    List<MailboxView> all = mailboxes.mailboxes();
    grid.show(
        all.stream()
            .filter(box ->
                (box.name() + " " + box.extension()).toLowerCase(Locale.ROOT).contains(wanted))
            .toList());
    none.setVisible(all.isEmpty());
    list.setVisible(!all.isEmpty());
  }
}
