package org.belfry.webui.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.AuditLog;
import org.belfry.pbx.admin.AuditLog.Action;
import org.belfry.pbx.admin.AuditLog.AuditEntry;
import org.belfry.pbx.admin.AuditLog.AuditPage;
import org.belfry.pbx.admin.AuditLog.Difference;
import org.belfry.pbx.admin.AuditLog.Filter;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.SearchedList;
import org.belfry.webui.base.SearchedList.Found;
import org.belfry.webui.base.SearchedList.Wanted;
import org.jspecify.annotations.Nullable;

/** Who has changed what, newest first, with what it was before and after. */
@Route(value = "audit", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AuditView extends Page {
  private static final int MORE = 50;

  private final transient AuditLog audit;
  private final transient Inputs inputs = new Inputs("audit.");
  private final Moments moments = Moments.of(this);

  public AuditView(AuditLog audit, DeletedItems deleted) {
    this.audit = audit;
    super("audit.title", "audit.lead");
    SearchedList<AuditEntry> list =
        new SearchedList<>(inputs, VaadinIcon.CLIPBOARD_TEXT, MORE, this::find, this::row);
    add(new DeletedPanel(deleted, inputs, moments, this::kind, list::refresh), list);
    list.refresh();
  }

  private Found<AuditEntry> find(Wanted wanted, int limit) {
    AuditPage page = audit.find(new Filter(wanted.text(), wanted.from(), wanted.to()), 0, limit);
    return new Found<>(page.entries(), page.total());
  }

  private Component row(AuditEntry entry) {
    Pill.Tone tone =
        switch (entry.action()) {
          case CREATED -> Pill.Tone.GOOD;
          case CHANGED -> Pill.Tone.BUSY;
          case DELETED -> Pill.Tone.BAD;
        };
    Span what = new Span(kind(entry.kind()) + " " + entry.name());
    what.addClassName("bf-entry-title");
    Div line =
        new Div(
            new Pill(inputs.word("action", entry.action()), tone),
            new Span(entry.who().isEmpty() ? inputs.text("itself") : entry.who()),
            new Span(moments.full(entry.at())));
    line.addClassName("bf-entry-line");
    Div summary = new Div(what, line);
    summary.addClassName("bf-entry");
    Details details = new Details(summary);
    details.addOpenedChangeListener(changed -> {
      if (changed.isOpened() && details.getContent().findAny().isEmpty()) {
        details.add(table(entry));
      }
    });
    details.setWidthFull();
    details.addClassName("bf-audit-entry");
    return details;
  }

  private String kind(String kind) {
    return switch (kind) {
      case "user",
          "user_calls",
          "peer",
          "ring_group",
          "schedule",
          "trunk",
          "outbound_route",
          "inbound_number",
          "attendant",
          "call_queue",
          "conference_room",
          "emergency_location",
          "dial_plan",
          "webhook",
          "mail_server",
          "plan_check",
          "backup",
          "alarm_mail",
          "phone",
          "phone_layer",
          "account",
          "web_access",
          "api_token",
          "ban",
          "allow_list",
          "mailbox",
          "message",
          "mail",
          "music",
          "prompt",
          "support_bundle",
          "ssh",
          "certificate",
          "acme" ->
          inputs.text("kind." + kind);
      default -> kind;
    };
  }

  private Component table(AuditEntry entry) {
    NativeTable table = new NativeTable();
    NativeTableRow head = new NativeTableRow();
    head.add(new NativeTableHeaderCell(inputs.text("field")));
    if (entry.action() != Action.CREATED) {
      head.add(new NativeTableHeaderCell(inputs.text("before")));
    }
    if (entry.action() != Action.DELETED) {
      head.add(new NativeTableHeaderCell(inputs.text("after")));
    }
    table.add(head);
    for (Difference difference : entry.differences()) {
      NativeTableRow row = new NativeTableRow();
      row.add(new NativeTableCell(difference.field()));
      if (entry.action() != Action.CREATED) {
        row.add(cell(difference.before(), "bf-before"));
      }
      if (entry.action() != Action.DELETED) {
        row.add(cell(difference.after(), "bf-after"));
      }
      table.add(row);
    }
    Div scroll = new Div(table);
    scroll.addClassName("bf-media-scroll");
    Div box = new Div(scroll);
    box.addClassName("bf-media");
    return box;
  }

  private static NativeTableCell cell(@Nullable String value, String style) {
    NativeTableCell cell = new NativeTableCell(value == null ? "–" : value);
    cell.addClassName(style);
    return cell;
  }
}
