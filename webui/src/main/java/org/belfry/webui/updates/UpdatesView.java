package org.belfry.webui.updates;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin;
import org.belfry.pbx.admin.UpdateAdmin.OfferView;
import org.belfry.pbx.admin.UpdateAdmin.PastView;
import org.belfry.pbx.admin.UpdateAdmin.PreviousView;
import org.belfry.pbx.admin.UpdateAdmin.ProgressView;
import org.belfry.pbx.admin.UpdateAdmin.Reason;
import org.belfry.pbx.admin.UpdateAdmin.State;
import org.belfry.pbx.admin.UpdateAdmin.UpdateView;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Updates: the version that runs, where a newer one comes from, and its installation. */
@Route(value = "updates", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class UpdatesView extends Page {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int MEGABYTE = 1_000_000;

  private final transient UpdateAdmin updates;
  private final transient Inputs inputs = new Inputs("updates.");
  private final Moments moments = Moments.of(this);
  private final Div version = new Div();
  private final Div ready = new Div();
  private final Div past = new Div();
  private final Div previous = new Div();
  private final Panel readyPanel = new Panel(inputs.text("ready"), ready);
  private final Panel previousPanel = new Panel(inputs.text("previous"), previous);
  private @Nullable UpdateView shown;

  public UpdatesView(UpdateAdmin updates) {
    this.updates = updates;
    super("updates.title", "updates.lead");
    past.addClassName("bf-rows");
    Div left =
        new Div(
            new Panel(inputs.text("version"), version),
            readyPanel,
            new Panel(
                inputs.text("file"),
                small(inputs.text("file.lead")),
                Drop.into(updates::take, this::refresh, ".update")));
    left.addClassName("bf-stack");
    Div right = new Div(previousPanel, new Panel(inputs.text("past"), past));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    UpdateView now = updates.update();
    if (now.equals(shown)) {
      return; // drawn anew, a press would miss its button
    }
    shown = now;
    drawVersion(now);
    drawReady(now);
    drawPrevious(now);
    drawPast(now);
  }

  private void drawVersion(UpdateView now) {
    version.removeAll();
    Facts facts = new Facts().fact(inputs.text("installed"), now.version());
    if (now.slot() != null) {
      facts.fact(inputs.text("slot"), now.slot());
    }
    facts.fact(inputs.text("server"), server(now));
    if (now.server() != null) {
      facts.fact(inputs.text("automatic"), inputs.word("automatic", now.automatic()));
      facts.fact(
          inputs.text("checked"),
          now.checkedAt() == null ? inputs.text("never") : moments.minute(now.checkedAt()));
    }
    if (now.progress().state() != State.NONE) {
      facts.fact(inputs.text("state"), progress(now.progress()));
    }
    version.add(facts);
    if (!now.installable()) {
      hint(version, inputs.text("clone"));
    } else if (!now.signable()) {
      hint(version, inputs.text("key"));
    }
    if (now.server() != null) {
      drawOffer(now);
    }
  }

  private Div server(UpdateView now) {
    Div line = new Div(new Span(now.server() == null ? inputs.text("none") : now.server()));
    Anchor change = new Anchor("settings", inputs.text("server.change"));
    line.add(change);
    line.addClassName("bf-entry-line");
    return line;
  }

  private Div progress(ProgressView progress) {
    Pill.Tone tone =
        switch (progress.state()) {
          case UPDATED -> Pill.Tone.GOOD;
          case UNDONE, REFUSED -> Pill.Tone.BAD;
          default -> Pill.Tone.BUSY;
        };
    Div line = new Div(new Pill(inputs.word("progress", progress.state()), tone));
    if (progress.state() == State.WRITING) {
      line.add(new Span(inputs.text("percent", progress.percent())));
    }
    if (progress.at() != null) {
      line.add(new Span(moments.minute(progress.at())));
    }
    if (progress.reason() != null) {
      line.add(new Span(inputs.word("reason", progress.reason())));
    }
    line.addClassName("bf-entry-line");
    return line;
  }

  private void drawOffer(UpdateView now) {
    OfferView offer = now.offer();
    if (offer != null) {
      describe(version, inputs.text("offer", offer.version()), offer);
    } else if (now.checkedAt() != null) {
      version.add(new Paragraph(inputs.text("newest")));
    }
    if (now.download() != null) {
      String problem = now.download().problem();
      if (problem == null) {
        version.add(new Paragraph(inputs.text("downloading", now.download().percent())));
      } else {
        hint(version, inputs.text("download.failed", FieldProblems.sentence(problem)));
      }
    }
    Div actions = new Div(new Button(inputs.text("check"), clicked -> attempt(updates::check)));
    actions.addClassName("bf-actions");
    if (offer != null) {
      Button download = new Button(inputs.text("download"), clicked -> attempt(updates::download));
      download.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      download.setEnabled(now.download() == null || now.download().problem() != null);
      actions.addComponentAsFirst(download);
    }
    version.add(actions);
  }

  private void describe(Div into, String title, OfferView offer) {
    Span name = new Span(title);
    name.addClassName("bf-entry-title");
    into.add(name);
    String size = inputs.text("size", Math.max(1, offer.size() / MEGABYTE));
    Span small = new Span(offer.at() == null ? size : moments.minute(offer.at()) + " · " + size);
    small.addClassName("bf-small");
    into.add(new Div(small));
    if (!offer.notes().isBlank()) {
      Pre notes = new Pre(offer.notes());
      notes.addClassName("bf-notes");
      into.add(notes);
    }
  }

  private static Paragraph small(String sentence) {
    Paragraph words = new Paragraph(sentence);
    words.addClassName("bf-small");
    return words;
  }

  private static void hint(Div into, String sentence) {
    Paragraph words = new Paragraph(sentence);
    words.addClassName("bf-hint");
    into.add(words);
  }

  private void drawReady(UpdateView now) {
    ready.removeAll();
    OfferView it = now.ready();
    readyPanel.setVisible(it != null && !now.progress().state().isBusy());
    if (it == null) {
      return;
    }
    describe(ready, inputs.text("ready.version", it.version()), it);
    ready.add(new Paragraph(inputs.text(now.slot() == null ? "happens" : "happens.image")));
    Div actions = new Div();
    actions.addClassName("bf-actions");
    if (now.tonight() != null) {
      ready.add(new Paragraph(inputs.text("tonight", moments.minute(now.tonight()))));
    }
    if (now.installable()) {
      Button install = new Button(inputs.text("install.now"), clicked -> ask(it));
      install.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      actions.add(install);
      actions.add(
          now.tonight() == null
              ? new Button(
                  inputs.text("install.tonight"), clicked -> attempt(updates::installTonight))
              : new Button(
                  inputs.text("install.cancel"), clicked -> attempt(updates::cancelInstallation)));
    }
    actions.add(new Button(inputs.text("discard"), clicked -> attempt(updates::discard)));
    ready.add(actions);
  }

  private void ask(OfferView it) {
    new Question(
            inputs.text("install.title", it.version()),
            inputs.text("install.sentence", updates.update().liveCalls()),
            inputs.text("install.now"),
            () -> attempt(updates::installNow))
        .open();
  }

  private void drawPrevious(UpdateView now) {
    previous.removeAll();
    PreviousView it = now.previous();
    previousPanel.setVisible(it != null && !now.progress().state().isBusy());
    if (it == null) {
      return;
    }
    previous.add(
        new Paragraph(inputs.text("previous.lead", it.version(), moments.minute(it.until()))));
    Button back = new Button(inputs.text("back"), clicked -> askBack(it));
    Div actions = new Div(back);
    actions.addClassName("bf-actions");
    previous.add(actions);
  }

  private void askBack(PreviousView it) {
    new Question(
            inputs.text("back.title", it.version()),
            inputs.text("back.sentence", updates.update().liveCalls()),
            inputs.text("back"),
            () -> attempt(updates::goBack))
        .open();
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }

  private void drawPast(UpdateView now) {
    past.removeAll();
    if (now.past().isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("past.none"));
      none.addClassName("bf-none");
      past.add(none);
    }
    now.past().forEach(each -> past.add(row(each)));
  }

  private Div row(PastView each) {
    Span what = new Span(versions(each));
    what.addClassName("bf-entry-title");
    Pill outcome =
        new Pill(
            inputs.word("progress", each.outcome()),
            each.outcome() == State.UPDATED ? Pill.Tone.GOOD : Pill.Tone.BAD);
    Div line = new Div(outcome, new Span(moments.minute(each.at())));
    line.addClassName("bf-entry-line");
    Div entry = new Div(what, line);
    Reason reason = each.reason();
    if (reason != null) {
      Span why = new Span(inputs.word("reason", reason));
      why.addClassName("bf-small");
      entry.add(why);
    }
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    return row;
  }

  private String versions(PastView each) {
    if (each.to() == null) {
      return inputs.text("unknown");
    }
    return each.from() == null ? each.to() : each.from() + " → " + each.to();
  }
}
