package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.CplAdmin.RulesView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;

/** The user's own script (CPL, RFC 3880): taken, given back, forgotten. */
public final class ScriptPanel extends Panel {
  private static final int BYTES_MAX = 64_000;

  private final transient CplAdmin scripts;
  private final String extension;
  private final transient Inputs inputs = new Inputs("script.");
  private final Div state = new Div();

  public ScriptPanel(CplAdmin scripts, String extension) {
    this.scripts = scripts;
    this.extension = extension;
    super(text("script.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    state.addClassName("bf-form");
    Drop drop = new Drop(BYTES_MAX, this::take, ".cpl", ".xml");
    add(lead, state, drop, rules());
    refresh();
  }

  private void take(byte[] bytes) {
    scripts.put(extension, bytes);
    refresh();
    Toast.done(inputs.text("taken"));
  }

  private void refresh() {
    state.removeAll();
    if (scripts.script(extension).isEmpty()) {
      state.add(new Div(new Pill(inputs.text("none"), Pill.Tone.QUIET)));
      return;
    }
    Button delete = new Button(inputs.text("delete"), VaadinIcon.TRASH.create());
    delete.addClickListener(clicked ->
        new Question(
                inputs.text("delete.title"),
                inputs.text("delete.sentence"),
                inputs.text("delete"),
                this::delete)
            .open());
    Div actions =
        new Div(
            download(
                inputs.text("download"),
                extension + ".cpl",
                () -> scripts.script(extension).orElse("")),
            delete);
    actions.addClassName("bf-actions");
    state.add(new Div(new Pill(inputs.text("holds"), Pill.Tone.GOOD)), actions);
  }

  private void delete() {
    try {
      scripts.delete(extension);
      Toast.done(inputs.text("deleted"));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }

  /** The rules as a script, to begin one with. */
  private Div rules() {
    RulesView rules = scripts.rules(extension);
    Div box = new Div();
    box.addClassName("bf-form");
    box.add(
        download(
            inputs.text("rules"), extension + "-rules.cpl", () -> scripts.rules(extension).text()));
    for (String leftOut : rules.leftOut()) {
      Paragraph words = new Paragraph(inputs.text("leftout", leftOut));
      words.addClassName("bf-small");
      box.add(words);
    }
    return box;
  }

  private Anchor download(String words, String fileName, Supplier<String> content) {
    DownloadHandler handler =
        DownloadHandler.fromInputStream(event -> {
          byte[] bytes = content.get().getBytes(StandardCharsets.UTF_8);
          return new DownloadResponse(
              new ByteArrayInputStream(bytes), fileName, "application/cpl+xml", bytes.length);
        });
    Anchor link = new Anchor(handler, words);
    link.addClassName("bf-link-button");
    return link;
  }
}
