package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.GreetingKind;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;
import org.belfry.webui.softphone.Recorder;

/** What callers hear of the mailbox: heard, recorded anew, taken away. */
final class GreetingsPanel extends Panel {
  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final Div rows = new Div();

  GreetingsPanel(MailboxAdmin mailboxes, String extension) {
    this.mailboxes = mailboxes;
    this.extension = extension;
    super(text("owngreetings.title"));
    Paragraph lead = new Paragraph(getTranslation("owngreetings.lead"));
    lead.addClassName("bf-small");
    rows.addClassName("bf-rows");
    add(lead, rows);
    refresh();
  }

  private void refresh() {
    List<GreetingKind> recorded = mailboxes.mailbox(extension).greetings();
    rows.removeAll();
    for (GreetingKind kind : GreetingKind.values()) {
      rows.add(row(kind, recorded.contains(kind)));
    }
  }

  private Div row(GreetingKind kind, boolean recorded) {
    String words = getTranslation("owngreetings.kind." + kind.name().toLowerCase(Locale.ROOT));
    Span name = new Span(words);
    name.addClassName("bf-entry-title");
    Div entry = new Div(name);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    if (recorded) {
      entry.add(player(kind));
      Button remove = new Button(VaadinIcon.TRASH.create(), clicked -> remove(kind));
      remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
      remove.setAriaLabel(getTranslation("base.action.on", getTranslation("base.delete"), words));
      Div actions = new Div(remove);
      actions.addClassName("bf-row-actions");
      row.add(actions);
    }
    entry.add(new Recorder(sound -> take(kind, sound)));
    return row;
  }

  private Div player(GreetingKind kind) {
    Element audio = new Element("audio");
    audio.setAttribute("controls", true);
    audio.setAttribute("preload", "none");
    audio.setAttribute(
        "src",
        DownloadHandler.fromInputStream(
                asked -> {
                  try {
                    Path file = mailboxes.greeting(extension, kind);
                    return new DownloadResponse(
                        Files.newInputStream(file), "greeting.wav", "audio/wav", Files.size(file));
                  } catch (NotFound gone) {
                    return DownloadResponse.error(404);
                  }
                })
            .inline());
    Div player = new Div();
    player.addClassName("bf-player");
    player.getElement().appendChild(audio);
    return player;
  }

  private void take(GreetingKind kind, byte[] sound) {
    try {
      mailboxes.setGreeting(extension, kind, sound);
      Toast.done(getTranslation("base.saved"));
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }

  private void remove(GreetingKind kind) {
    mailboxes.removeGreeting(extension, kind);
    refresh();
  }
}
