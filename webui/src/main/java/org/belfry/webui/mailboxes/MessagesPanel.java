package org.belfry.webui.mailboxes;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.MailboxAdmin.MessagePage;
import org.belfry.pbx.admin.MailboxAdmin.MessageView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** The messages of a mailbox, the newest first. */
final class MessagesPanel extends Panel {
  private static final int MORE = 25;

  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final transient Inputs inputs = new Inputs("messages.");
  private final Moments moments = Moments.of(this);
  private final Div list = new Div();
  private final Button more = new Button(inputs.text("more"), clicked -> showMore());
  private transient List<MessageView> shown = List.of();
  private int limit = MORE;

  MessagesPanel(MailboxAdmin mailboxes, String extension, LiveUpdates updates) {
    this.mailboxes = mailboxes;
    this.extension = extension;
    super(text("messages.title"));
    list.addClassName("bf-rows");
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    add(list, more);
    Live.follow(this, updates, this::refresh);
  }

  private void showMore() {
    limit += MORE;
    refresh();
  }

  /** Leaves what has not changed alone: somebody may be listening. */
  private void refresh() {
    MessagePage page = mailboxes.messages(extension, null, 0, limit);
    more.setVisible(page.total() > page.messages().size());
    if (page.messages().equals(shown) && list.getComponentCount() > 0) {
      return;
    }
    shown = page.messages();
    list.removeAll();
    if (shown.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
    shown.forEach(message -> list.add(row(message)));
  }

  private Component row(MessageView message) {
    boolean heard = message.folder() == MessageFolder.SAVED;
    String number = Inputs.orEmpty(message.callerNumber());
    String who = number.isEmpty() ? inputs.text("anonymous") : number;
    Div line =
        new Div(
            new Pill(
                inputs.word("folder", message.folder()), heard ? Pill.Tone.QUIET : Pill.Tone.BUSY),
            new Span(moments.minute(message.receivedAt())),
            new Span(Moments.clock(Duration.ofMillis(Math.round(message.seconds() * 1000)))));
    line.addClassName("bf-entry-line");
    if (message.forwardedBy() != null) {
      line.add(new Span(inputs.text("forwarded", message.forwardedBy())));
    }
    SoundPlayer player =
        new SoundPlayer(inputs.text("play", who), () -> mailboxes.sound(extension, message.id()));
    Div entry = new Div(new Party(message.callerName(), who), line, player);
    entry.addClassName("bf-entry");
    Div actions =
        new Div(
            action(
                heard ? VaadinIcon.ENVELOPE_O : VaadinIcon.CHECK,
                heard ? "asnew" : "asheard",
                who,
                () ->
                    mailboxes.move(
                        extension, message.id(), heard ? MessageFolder.NEW : MessageFolder.SAVED)),
            action(VaadinIcon.TRASH, "delete", who, () -> askDelete(message, who)));
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Button action(VaadinIcon icon, String key, String who, Runnable does) {
    Button button = new Button(icon.create(), clicked -> attempt(does));
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), who));
    return button;
  }

  private void askDelete(MessageView message, String who) {
    new Question(
            inputs.text("delete.title", who),
            inputs.text("delete.sentence"),
            inputs.text("delete"),
            () -> attempt(() -> mailboxes.delete(extension, message.id())))
        .open();
  }

  private void attempt(Runnable does) {
    try {
      does.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
