package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.MailboxAdmin.MessageView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;

/** Voice messages: heard in the page, downloaded, deleted, called back. */
@Route(value = "portal/voicemail", layout = PortalLayout.class)
@RolesAllowed("USER")
public class VoicemailPage extends org.belfry.webui.base.Page {
  private static final int MOST = 200;

  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final Moments moments = Moments.of(this);
  private final Div rows = new Div();
  private transient List<MessageView> shown = List.of();

  public VoicemailPage(MailboxAdmin mailboxes, Myself myself, LiveUpdates updates) {
    this.mailboxes = mailboxes;
    this.extension = myself.extension();
    super("portal.voicemail.title", "portal.voicemail.lead");
    rows.addClassName("bf-rows");
    add(new Panel(getTranslation("portal.voicemail.messages"), rows));
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    List<MessageView> now = mailboxes.messages(extension, null, 0, MOST).messages();
    // Drawn anew only for a reason, or what is being heard would stop.
    if (now.equals(shown) && rows.getComponentCount() > 0) {
      return;
    }
    shown = now;
    rows.removeAll();
    if (now.isEmpty()) {
      rows.add(
          new Empty(
              VaadinIcon.RECORDS,
              getTranslation("portal.voicemail.empty"),
              getTranslation("portal.voicemail.empty.sentence")));
    }
    now.forEach(message -> rows.add(row(message)));
  }

  private Div row(MessageView message) {
    String number = message.callerNumber();
    String who =
        message.callerName() != null
            ? message.callerName()
            : number == null ? getTranslation("portal.unknown") : number;
    Span name = new Span(who);
    name.addClassName("bf-entry-title");
    Span when =
        new Span(
            moments.minute(message.receivedAt())
                + " · "
                + Moments.clock(Duration.ofMillis(Math.round(message.seconds() * 1000))));
    when.addClassName("bf-small");
    Div entry = new Div(name, when, player(message));
    entry.addClassName("bf-entry");
    Div actions = new Div();
    actions.addClassName("bf-row-actions");
    if (number != null) {
      actions.add(new CallButton(number, who));
    }
    actions.add(
        download(message, who),
        action(
            message.folder() == MessageFolder.NEW ? VaadinIcon.CHECK : VaadinIcon.ENVELOPE_O,
            message.folder() == MessageFolder.NEW
                ? "portal.voicemail.heard"
                : "portal.voicemail.unheard",
            who,
            () -> move(message)),
        action(VaadinIcon.TRASH, "base.delete", who, () -> askDelete(message, who)));
    Div row = new Div(folder(message), entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Pill folder(MessageView message) {
    return message.folder() == MessageFolder.NEW
        ? new Pill(getTranslation("portal.voicemail.new"), Pill.Tone.BUSY)
        : new Pill(getTranslation("portal.voicemail.saved"), Pill.Tone.QUIET);
  }

  private Div player(MessageView message) {
    Element audio = new Element("audio");
    audio.setAttribute("controls", true);
    audio.setAttribute("preload", "none");
    audio.setAttribute("src", sound(message, false));
    // As on a phone: what was heard to its end is new no more.
    if (message.folder() == MessageFolder.NEW) {
      audio.addEventListener("ended", heard -> move(message));
    }
    Div player = new Div();
    player.addClassName("bf-player");
    player.getElement().appendChild(audio);
    return player;
  }

  private Anchor download(MessageView message, String who) {
    Anchor link = new Anchor(sound(message, true), "");
    link.add(VaadinIcon.DOWNLOAD_ALT.create());
    link.addClassName("bf-icon-link");
    link.getElement()
        .setAttribute(
            "aria-label",
            getTranslation("base.action.on", getTranslation("portal.voicemail.download"), who));
    return link;
  }

  /** The file, whoever it is asked of: this page is the only one that knows its address. */
  private DownloadHandler sound(MessageView message, boolean keep) {
    var handler =
        DownloadHandler.fromInputStream(asked -> {
          try {
            Path file = mailboxes.sound(extension, message.id());
            String name = file.getFileName().toString();
            return new DownloadResponse(
                Files.newInputStream(file),
                "message-" + message.id() + name.substring(name.lastIndexOf('.')),
                name.endsWith(".wav") ? "audio/wav" : "audio/ogg",
                Files.size(file));
          } catch (NotFound | IOException gone) {
            return DownloadResponse.error(404);
          }
        });
    return keep ? handler : handler.inline();
  }

  private Button action(VaadinIcon icon, String textKey, String who, Runnable does) {
    Button button = new Button(icon.create(), clicked -> unlessGone(does));
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(getTranslation("base.action.on", getTranslation(textKey), who));
    return button;
  }

  private void move(MessageView message) {
    unlessGone(() -> {
      mailboxes.move(
          extension,
          message.id(),
          message.folder() == MessageFolder.NEW ? MessageFolder.SAVED : MessageFolder.NEW);
      refresh();
    });
  }

  private void askDelete(MessageView message, String who) {
    new Question(
            getTranslation("portal.voicemail.delete.title", who),
            getTranslation("portal.voicemail.delete.sentence"),
            getTranslation("base.delete"),
            () ->
                unlessGone(() -> {
                  mailboxes.delete(extension, message.id());
                  refresh();
                }))
        .open();
  }

  private void unlessGone(Runnable action) {
    try {
      action.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
      refresh();
    }
  }
}
