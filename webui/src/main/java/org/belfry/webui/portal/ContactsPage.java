package org.belfry.webui.portal;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.ContactAdmin;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.belfry.webui.softphone.Colleagues;
import org.belfry.webui.softphone.Colleagues.Colleague;

/** The colleagues, each with a lamp; a click calls. */
@Route(value = "portal/contacts", layout = PortalLayout.class)
@RolesAllowed("USER")
public class ContactsPage extends Page {
  private final transient Colleagues colleagues;
  private final OwnContactsPanel own;
  private final String extension;
  private final TextField search = new TextField();
  private final AdaptiveGrid<Colleague> grid = new AdaptiveGrid<>(Colleague::extension);
  private final Empty nobody;

  public ContactsPage(
      Colleagues colleagues, ContactAdmin contacts, Myself myself, LiveUpdates updates) {
    this.colleagues = colleagues;
    String mine = myself.extension();
    this.extension = mine;
    this.own = new OwnContactsPanel(contacts, mine);
    super("portal.contacts.title", "portal.contacts.lead");
    nobody =
        new Empty(
            VaadinIcon.USERS,
            getTranslation("base.nomatch.title"),
            getTranslation("portal.contacts.none"));
    search.setPlaceholder(getTranslation("portal.contacts.search"));
    search.setAriaLabel(getTranslation("portal.contacts.search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("bf-search");
    search.addValueChangeListener(changed -> {
      own.filter(search.getValue().strip().toLowerCase(Locale.ROOT));
      refresh();
    });
    grid.addColumn(new ComponentRenderer<>(this::entry)).setFlexGrow(1);
    // Without a header: a row of them would say nothing above names.
    grid.addColumn(new ComponentRenderer<>(each -> new CallButton(each.extension(), each.name())))
        .setKey("actions")
        .setAutoWidth(true)
        .setFlexGrow(0);
    Div list = new Div(search, grid, nobody);
    list.addClassName("bf-list");
    Div both = new Div(list, own);
    both.addClassName("bf-stack");
    add(both);
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    List<Colleague> shown = colleagues.of(extension, search.getValue()).toList();
    grid.show(shown);
    grid.setVisible(!shown.isEmpty());
    nobody.setVisible(shown.isEmpty());
  }

  private Div entry(Colleague colleague) {
    Span name = new Span(colleague.name());
    name.addClassName("bf-entry-title");
    Span number = new Span(colleague.extension());
    number.addClassName("bf-number");
    Div line =
        new Div(
            number,
            new Pill(
                getTranslation("portal.lamp." + colleague.lamp().name().toLowerCase(Locale.ROOT)),
                switch (colleague.lamp()) {
                  case FREE -> Pill.Tone.GOOD;
                  case RINGING, TALKING -> Pill.Tone.BUSY;
                  case AWAY -> Pill.Tone.QUIET;
                }));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    return entry;
  }
}
