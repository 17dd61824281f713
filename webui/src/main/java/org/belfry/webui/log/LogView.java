package org.belfry.webui.log;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.LogMonitor;
import org.belfry.pbx.admin.LogMonitor.LogEntry;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.belfry.pbx.admin.LogMonitor.LogPage;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** What Belfry has written into its log, the newest first, live unless somebody stops it. */
@Route(value = "log", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class LogView extends Page {
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final int STEP = 100;
  private static final int MOST = 500;

  private final transient LogMonitor log;
  private final transient Inputs inputs = new Inputs("logs.");
  private final Moments moments = Moments.of(this);
  private final LogFilter filter = new LogFilter(inputs, moments, this::again);
  private final Checkbox live = new Checkbox(inputs.text("live"), true);
  private final Div count = new Div();
  private final Div entries = new Div();
  private final Button more = new Button(inputs.text("more"), clicked -> showMore());
  private transient @Nullable LogPage shown;
  private int limit = STEP;

  public LogView(LogMonitor log) {
    this.log = log;
    super("logs.title", "logs.lead");
    live.addValueChangeListener(changed -> follow());
    addActions(
        live, new Download(inputs.text("download"), "belfry-log.txt", "text/plain", log::write));
    count.addClassNames("bf-count", "bf-small");
    entries.addClassNames("bf-rows", "bf-audit");
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    Div list = new Div(filter, count, entries, more);
    list.addClassName("bf-list");
    add(list);
    refresh();
    Live.again(this, EVERY, this::follow);
  }

  private void follow() {
    if (live.getValue()) {
      refresh();
    }
  }

  private void again() {
    limit = STEP;
    refresh();
  }

  private void showMore() {
    limit = Math.min(MOST, limit + STEP);
    refresh();
  }

  private void refresh() {
    LogPage now = log.find(filter.wanted(), limit);
    if (now.equals(shown)) {
      return; // drawn anew, the text that is being read would move
    }
    shown = now;
    entries.removeAll();
    int found = now.entries().size();
    count.setText(inputs.text(now.complete() ? "count" : "count.newest", found));
    more.setVisible(!now.complete() && limit < MOST && found >= limit);
    if (now.entries().isEmpty()) {
      entries.add(
          new Empty(
              VaadinIcon.FILE_TEXT_O,
              getTranslation("base.nomatch.title"),
              getTranslation("base.nomatch.sentence")));
    }
    now.entries().forEach(entry -> entries.add(row(entry)));
  }

  private Component row(LogEntry entry) {
    Div line =
        new Div(
            new Pill(inputs.word("level", entry.level()), tone(entry.level())),
            new Span(moments.full(entry.at())),
            new Span(entry.source()));
    line.addClassName("bf-entry-line");
    Div text = new Div(entry.text());
    text.addClassName("bf-log-text");
    Div both = new Div(line, text);
    both.addClassName("bf-entry");
    Div row = new Div(both);
    row.addClassName("bf-row");
    return row;
  }

  private static Pill.Tone tone(LogLevel level) {
    return switch (level) {
      case ERROR -> Pill.Tone.BAD;
      case WARNING -> Pill.Tone.BUSY;
      case INFO, DEBUG -> Pill.Tone.QUIET;
    };
  }
}
