package org.belfry.webui.security;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.FailedLogInAdmin;
import org.belfry.pbx.admin.FailedLogInAdmin.FailedLogInView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Log-ins that failed, at every door, with a button for what is blocked. */
final class FailedPanel extends Panel {
  /** Further ones are found by the search. */
  private static final int SHOWN = 100;

  private final transient FailedLogInAdmin failures;
  private final transient Inputs inputs = new Inputs("failed.");
  private final Moments moments;
  private final TextField search = new TextField();
  private final Div rows = new Div();
  private transient @Nullable List<FailedLogInView> shown;

  FailedPanel(FailedLogInAdmin failures, Moments moments) {
    this.failures = failures;
    this.moments = moments;
    super(text("failed.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    search.setPlaceholder(inputs.text("search"));
    search.setAriaLabel(inputs.text("search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(typed -> refresh());
    rows.addClassName("bf-rows");
    add(lead, search, rows);
  }

  void refresh() {
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    List<FailedLogInView> now =
        failures.failedLogIns().stream()
            .filter(each ->
                each.address().contains(wanted)
                    || each.name().toLowerCase(Locale.ROOT).contains(wanted))
            .limit(SHOWN)
            .toList();
    if (now.equals(shown)) {
      return; // drawn anew, a press would miss its button
    }
    shown = now;
    rows.removeAll();
    if (now.isEmpty()) {
      rows.add(new Paragraph(wanted.isEmpty() ? inputs.text("none") : inputs.text("nomatch")));
    }
    now.forEach(each -> rows.add(row(each)));
  }

  private Div row(FailedLogInView each) {
    Span address = new Span(each.address());
    address.addClassName("bf-number");
    Span title =
        new Span(
            each.name().isEmpty()
                ? inputs.word("door", each.door())
                : inputs.text("as", each.name()));
    title.addClassName("bf-entry-title");
    Div line =
        new Div(
            address,
            new Span(inputs.word("door", each.door())),
            new Span(inputs.text("count", each.count())),
            new Span(
                each.count() == 1
                    ? moments.minute(each.last())
                    : inputs.text(
                        "between", moments.minute(each.first()), moments.minute(each.last()))));
    line.addClassName("bf-entry-line");
    Div entry = new Div(title, line);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    Instant until = each.blockedUntil();
    if (until != null) {
      row.add(new Pill(inputs.text("blocked", moments.minute(until)), Pill.Tone.BAD));
      Button unblock = new Button(inputs.text("unblock"), clicked -> unblock(each.address()));
      unblock.setAriaLabel(
          getTranslation(
              "base.action.on", inputs.text("unblock"), each.address() + " " + each.name()));
      row.add(unblock);
    }
    return row;
  }

  private void unblock(String address) {
    try {
      failures.unblock(address);
      Toast.done(inputs.text("unblocked", address));
    } catch (NotFound | InvalidCommand over) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
