package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.BlownView;
import org.belfry.pbx.admin.FuseAdmin.FuseView;
import org.belfry.pbx.admin.FuseAdmin.HeldView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Fuses that have blown and countries that wait, each with its button. */
final class BlownPanel extends Panel {
  private final transient FuseAdmin fuses;
  private final Moments moments = Moments.of(this);
  private final Div list = new Div();
  private transient @Nullable List<Object> shown;

  BlownPanel(FuseAdmin fuses) {
    this.fuses = fuses;
    super(text("fuse.blown.title"));
    list.addClassName("bf-rows");
    add(list);
    refresh();
  }

  void refresh() {
    FuseView now = fuses.fuse();
    List<Object> next = List.of(now.enabled(), now.blown(), now.held());
    if (next.equals(shown)) {
      return; // a button that is drawn anew cannot be pressed
    }
    shown = next;
    list.removeAll();
    now.blown().forEach(each -> list.add(row(each)));
    now.held().forEach(each -> list.add(row(each)));
    if (list.getComponentCount() == 0) {
      Paragraph none = new Paragraph(INPUTS.text(now.enabled() ? "blown.none" : "blown.off"));
      none.addClassName("bf-none");
      list.add(none);
    }
  }

  private Component row(BlownView fuse) {
    String name = FuseTexts.owner(fuse.scope(), fuse.name()) + " · " + FuseTexts.kind(fuse.kind());
    Div line =
        new Div(
            new Pill(INPUTS.text("blown.pill"), Pill.Tone.BAD), new Span(FuseTexts.reason(fuse)));
    String when = moments.minute(fuse.at());
    Div details =
        new Div(
            new Span(
                fuse.payer() == null
                    ? INPUTS.text("blown.details", when, fuse.number(), fuse.refused())
                    : INPUTS.text(
                        "blown.details.payer", when, fuse.number(), fuse.refused(), fuse.payer())));
    return row(
        name,
        line,
        details,
        INPUTS.text("release"),
        () ->
            new Question(
                    INPUTS.text("release.title", name),
                    INPUTS.text("release.sentence"),
                    INPUTS.text("release"),
                    () -> release(fuse, name))
                .open());
  }

  private Component row(HeldView held) {
    String name = FuseTexts.country(held.country());
    Div line =
        new Div(
            new Pill(INPUTS.text("held.pill"), Pill.Tone.BUSY), new Span(INPUTS.text("held.why")));
    String when = moments.minute(held.at());
    Div details =
        new Div(
            new Span(
                held.payer() == null
                    ? INPUTS.text("held.details", when, held.number())
                    : INPUTS.text("held.details.payer", when, held.number(), held.payer())));
    return row(
        name,
        line,
        details,
        INPUTS.text("allow"),
        () -> {
          fuses.allow(held.country());
          Toast.done(INPUTS.text("allowed", name));
          refresh();
        });
  }

  private Component row(String name, Div line, Div details, String words, Runnable does) {
    Span title = new Span(name);
    title.addClassName("bf-entry-title");
    line.addClassName("bf-entry-line");
    details.addClassName("bf-entry-line");
    Div entry = new Div(title, line, details);
    entry.addClassName("bf-entry");
    Button button = new Button(words, clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_PRIMARY);
    button.setAriaLabel(getTranslation("base.action.on", words, name));
    Div row = new Div(entry, button);
    row.addClassName("bf-row");
    return row;
  }

  private void release(BlownView fuse, String name) {
    try {
      fuses.release(fuse.fuse());
      Toast.done(INPUTS.text("released", name));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
