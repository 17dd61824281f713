package org.belfry.webui.storage;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.text.NumberFormat;
import java.util.List;
import org.belfry.pbx.admin.StorageMonitor;
import org.belfry.pbx.admin.StorageMonitor.PartView;
import org.belfry.pbx.admin.StorageMonitor.PersonView;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** What takes the disk, by part and by user, with a link to where that is changed. */
@Route(value = "storage", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class StorageView extends Page {
  /** As the alarm: below these shares of free space the disk is nearly full, and full. */
  private static final double LOW = 0.10;

  private static final double OUT = 0.02;

  private final transient Inputs inputs = new Inputs("storage.");
  private final Moments moments = Moments.of(this);

  public StorageView(StorageMonitor storage) {
    super("storage.title", "storage.lead");
    StorageMonitor.StorageView now = storage.storage();
    Div left = new Div(disk(now), parts(now));
    left.addClassName("bf-stack");
    Div both = new Div(left, people(now.people()));
    both.addClassName("bf-halves");
    add(both);
  }

  private Panel disk(StorageMonitor.StorageView now) {
    double free = now.total() == 0 ? 1 : (double) now.free() / now.total();
    Pill state =
        free < OUT
            ? new Pill(inputs.text("full"), Pill.Tone.BAD)
            : free < LOW
                ? new Pill(inputs.text("low"), Pill.Tone.BUSY)
                : new Pill(inputs.text("fine"), Pill.Tone.GOOD);
    Paragraph alarm = new Paragraph(inputs.text("alarm"));
    alarm.addClassName("bf-small");
    return new Panel(
            inputs.text("disk"),
            new Facts()
                .fact(inputs.text("free"), size(now.free()))
                .fact(inputs.text("total"), size(now.total()))
                .fact(inputs.text("measured"), moments.minute(now.measuredAt())),
            alarm)
        .withAction(state);
  }

  private Panel parts(StorageMonitor.StorageView now) {
    Div rows = new Div();
    rows.addClassName("bf-rows");
    long all = Math.max(1, now.parts().stream().mapToLong(PartView::bytes).sum());
    now.parts().forEach(each -> rows.add(row(each, all)));
    Panel panel = new Panel(inputs.text("parts"), rows);
    if (!now.complete()) {
      Paragraph more = new Paragraph(inputs.text("incomplete"));
      more.addClassName("bf-hint");
      panel.add(more);
    }
    return panel;
  }

  private Div row(PartView part, long all) {
    NumberFormat percent = NumberFormat.getPercentInstance(moments.locale());
    Div line =
        new Div(
            new Span(size(part.bytes())),
            new Span(percent.format((double) part.bytes() / all)),
            new Span(inputs.text("files", part.files())));
    Div row = row(inputs.word("part", part.part()), line);
    Component link = link(part);
    if (link != null) {
      row.add(link);
    }
    return row;
  }

  /** Where it is made less. */
  private @Nullable Anchor link(PartView part) {
    String setting = part.setting();
    if (setting != null) {
      return new Anchor("settings/" + setting, inputs.text("retention"));
    }
    String page =
        switch (part.part()) {
          case PROMPTS -> "announcements";
          case MUSIC -> "music";
          case BACKUPS -> "backups";
          case LOGS -> "log";
          case UPDATES -> "updates";
          case DATABASE, VOICEMAIL, RECORDINGS, OTHER -> null;
        };
    return page == null ? null : new Anchor(page, inputs.text("open"));
  }

  private Panel people(List<PersonView> all) {
    Div rows = new Div();
    rows.addClassName("bf-rows");
    for (PersonView each : all) {
      Div line =
          new Div(
              new Span(size(each.messageBytes() + each.recordingBytes())),
              new Span(inputs.text("messages", each.messages(), size(each.messageBytes()))),
              new Span(inputs.text("recordings", each.recordings(), size(each.recordingBytes()))));
      Div row = row(each.name() + " · " + each.extension(), line);
      row.add(new Anchor("mailbox/" + each.extension(), inputs.text("mailbox")));
      rows.add(row);
    }
    if (all.isEmpty()) {
      rows.add(
          new Empty(
              VaadinIcon.HARDDRIVE_O,
              inputs.text("people.none"),
              inputs.text("people.none.sentence")));
    }
    return new Panel(inputs.text("people"), rows);
  }

  private static Div row(String title, Div line) {
    Span name = new Span(title);
    name.addClassName("bf-entry-title");
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    return row;
  }

  private String size(long bytes) {
    return Sizes.text(bytes, moments.locale());
  }
}
