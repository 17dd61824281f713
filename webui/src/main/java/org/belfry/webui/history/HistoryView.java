package org.belfry.webui.history;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.LocalDate;
import java.util.Locale;
import org.belfry.pbx.admin.CallDiagnosis;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallLadders;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.ReportFiles;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Calendars;
import org.belfry.webui.base.Causes;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The calls that have ended, newest first; rows are fetched as they are scrolled to. */
@Route(value = "history", layout = MainLayout.class)
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class HistoryView extends Page {
  private enum Answered {
    ALL,
    YES,
    NO
  }

  private final transient CallHistory history;
  private final transient CallDiagnosis doctor;
  private final transient CallLadders ladders;
  private final boolean seesMessages;
  private final Moments moments = Moments.of(this);
  private final TextField party = new TextField();
  private final Select<Answered> answered = new Select<>();
  private final DatePicker from = new DatePicker();
  private final DatePicker until = new DatePicker();
  private final Span count = new Span();
  private final AdaptiveGrid<StoredCall> grid = new AdaptiveGrid<>();
  private final Div list = new Div();
  private final Empty nothing;
  private final Empty noMatch;

  /** What the list shows, for downloads, which hold no lock of the page. */
  private transient volatile Filter shown = Filter.ALL;

  public HistoryView(
      CallHistory history,
      ExportAdmin exports,
      ReportFiles files,
      CallDiagnosis doctor,
      CallLadders ladders,
      Myself myself) {
    this.history = history;
    this.doctor = doctor;
    this.ladders = ladders;
    this.seesMessages = myself.administers();
    super("history.title", "history.lead");
    nothing =
        new Empty(
            VaadinIcon.CLOCK,
            getTranslation("history.empty.title"),
            getTranslation("history.empty.sentence"),
            new Button(getTranslation("base.reload"), clicked -> refresh()));
    noMatch =
        new Empty(
            VaadinIcon.SEARCH,
            getTranslation("base.nomatch.title"),
            getTranslation("history.nomatch.sentence"),
            new Button(getTranslation("base.nomatch.clear"), clicked -> clearFilter()));
    Button reload = new Button(getTranslation("base.reload"), VaadinIcon.REFRESH.create());
    reload.addClickListener(clicked -> refresh());
    Download csv =
        new Download(
            getTranslation("history.csv"),
            "belfry-calls.csv",
            "text/csv",
            out -> exports.calls(out, shown));
    Download workbook =
        new Download(
            getTranslation("history.xlsx"),
            "belfry-calls.xlsx",
            ReportFiles.XLSX,
            out -> files.calls(out, shown, moments.locale()));
    addActions(csv, workbook, reload);
    configureGrid();
    list.addClassName("bf-list");
    list.add(filterBar(), count, grid, noMatch);
    add(nothing, list);
    refresh();
  }

  private Component filterBar() {
    party.setPlaceholder(getTranslation("history.filter.party"));
    party.setAriaLabel(getTranslation("history.filter.party"));
    party.setPrefixComponent(VaadinIcon.SEARCH.create());
    party.setClearButtonVisible(true);
    party.setValueChangeMode(ValueChangeMode.LAZY);
    party.addClassName("bf-search");
    answered.setAriaLabel(getTranslation("history.filter.answered"));
    answered.setItems(Answered.values());
    answered.setItemLabelGenerator(value ->
        getTranslation("history.filter.answered." + value.name().toLowerCase(Locale.ROOT)));
    answered.setValue(Answered.ALL);
    day(from, "history.filter.from");
    day(until, "history.filter.until");
    count.addClassNames("bf-count", "bf-small");
    party.addValueChangeListener(changed -> refresh());
    answered.addValueChangeListener(changed -> refresh());
    from.addValueChangeListener(changed -> refresh());
    until.addValueChangeListener(changed -> refresh());
    Div bar = new Div(party, answered, from, until);
    bar.addClassName("bf-filters");
    return bar;
  }

  private void day(DatePicker picker, String textKey) {
    picker.setPlaceholder(getTranslation(textKey));
    picker.setAriaLabel(getTranslation(textKey));
    picker.setClearButtonVisible(true);
    Calendars.speak(picker, moments.locale());
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(call -> moments.minute(call.call().startedAt())))
        .setHeader(getTranslation("history.started"))
        .setWidth("14rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(call -> caller(call.call()))))
        .setHeader(getTranslation("calls.caller"));
    grid.wide(grid.addColumn(new ComponentRenderer<>(call -> callee(call.call()))))
        .setHeader(getTranslation("calls.callee"));
    grid.wide(grid.addColumn(new ComponentRenderer<>(call -> Causes.pill(this, call.call()))))
        .setHeader(getTranslation("history.result"))
        .setWidth("15rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(call -> talkTime(call.call()))))
        .setHeader(getTranslation("history.talktime"))
        .setWidth("7rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(call -> entry(call.call())));
    grid.actions(this::openButton);
    grid.addItemClickListener(clicked -> open(clicked.getItem()));
    grid.addClassName("bf-clickable");
    grid.setItems(calls());
  }

  private CallbackDataProvider<StoredCall, Void> calls() {
    return DataProvider.fromCallbacks(
        query -> history.find(filter(), query.getOffset(), query.getLimit()).calls().stream(),
        query -> (int) Math.min(Integer.MAX_VALUE, total(filter())));
  }

  private long total(Filter filter) {
    return history.find(filter, 0, 1).total();
  }

  private Filter filter() {
    LocalDate last = until.getValue();
    return new Filter(
        party.isEmpty() ? null : party.getValue().strip(),
        answeredWanted(),
        moments.startOf(from.getValue()),
        moments.startOf(last == null ? null : last.plusDays(1)));
  }

  private @Nullable Boolean answeredWanted() {
    return switch (answered.getValue()) {
      case ALL -> null;
      case YES -> Boolean.TRUE;
      case NO -> Boolean.FALSE;
    };
  }

  private void refresh() {
    Filter filter = filter();
    shown = filter;
    long found = total(filter);
    boolean unfiltered = filter.equals(Filter.ALL);
    grid.rows((int) Math.min(Integer.MAX_VALUE, found));
    grid.getDataProvider().refreshAll();
    count.setText(getTranslation("history.count", found));
    count.setVisible(found > 0);
    grid.setVisible(found > 0);
    noMatch.setVisible(found == 0 && !unfiltered);
    nothing.setVisible(found == 0 && unfiltered);
    list.setVisible(found > 0 || !unfiltered);
  }

  private void clearFilter() {
    party.clear();
    answered.setValue(Answered.ALL);
    from.clear();
    until.clear();
  }

  private void open(StoredCall call) {
    history
        .call(call.id())
        .ifPresentOrElse(this::show, () -> Toast.problem(getTranslation("base.gone")));
  }

  private void show(StoredCall stored) {
    CallRecord call = stored.call();
    String ladder =
        seesMessages ? ladders.ladder(call.callId()).map(ladders::drawing).orElse(null) : null;
    new CallDialog(stored, moments, doctor.diagnosis(stored.id()), ladder).open();
  }

  private Component openButton(StoredCall call) {
    Button open = new Button(VaadinIcon.ANGLE_RIGHT.create(), clicked -> open(call));
    open.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    open.setAriaLabel(getTranslation("history.open", moments.minute(call.call().startedAt())));
    return open;
  }

  private Component entry(CallRecord call) {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div who = new Div(caller(call), arrow, callee(call));
    who.addClassName("bf-entry-parties");
    Div line = new Div(Causes.pill(this, call), new Span(moments.minute(call.startedAt())));
    if (call.answeredAt() != null) {
      line.add(talkTime(call));
    }
    line.addClassName("bf-entry-line");
    Div entry = new Div(who, line);
    entry.addClassName("bf-entry");
    return entry;
  }

  private static Component talkTime(CallRecord call) {
    Span time = new Span(call.answeredAt() == null ? "–" : Moments.clock(call.talkTime()));
    time.addClassName("bf-number");
    return time;
  }

  private static Party caller(CallRecord call) {
    return new Party(call.callerName(), call.caller());
  }

  private static Party callee(CallRecord call) {
    return new Party(call.calleeName(), call.callee());
  }
}
