package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;

/** Mail in memory. The server takes everything but what goes to {@code nobody@example.com}. */
public final class FakeMail implements MailAdmin {
  private static final SetMailServer NONE =
      new SetMailServer("", null, "", "", "", MailSecurity.STARTTLS, true);

  private SetMailServer set = NONE;
  private final List<OutgoingMail> outbox = new ArrayList<>();
  private final List<String> tested = new ArrayList<>();

  public void clear() {
    set = NONE;
    outbox.clear();
    tested.clear();
  }

  public List<String> tested() {
    return List.copyOf(tested);
  }

  /** A server is set, one mail waits. */
  public void works() {
    set =
        new SetMailServer(
            "smtp.example.com",
            587,
            "belfry@example.com",
            "belfry",
            "geheim-77",
            MailSecurity.STARTTLS,
            true);
    outbox.add(
        new OutgoingMail(
            1,
            "farid.haddad@example.com",
            "Message of +493012345678",
            MailState.WAITING,
            Instant.now().minusSeconds(900),
            3,
            Instant.now().plusSeconds(300),
            "the server says: 451 try again later"));
  }

  @Override
  public MailServerView server() {
    return new MailServerView(
        or(set.host()),
        set.port() == null ? 587 : set.port(),
        or(set.from()),
        or(set.user()),
        !or(set.password()).isEmpty(),
        set.security() == null ? MailSecurity.STARTTLS : set.security(),
        !Boolean.FALSE.equals(set.tlsVerify()),
        true,
        outbox.size(),
        0,
        null,
        null);
  }

  @Override
  public MailServerView setServer(SetMailServer command) {
    if (!or(command.host()).isEmpty() && or(command.from()).isEmpty()) {
      throw new InvalidCommand("from", "required");
    }
    set = command;
    return server();
  }

  @Override
  public MailServerView resetServer() {
    set = NONE;
    return server();
  }

  @Override
  public @Nullable String test(String to) {
    if (!to.contains("@")) {
      throw new InvalidCommand("to", "is no mail address");
    }
    tested.add(to);
    return to.equals("nobody@example.com") ? "the server says: 550 no such mailbox" : null;
  }

  @Override
  public OutboxPage outbox(@Nullable MailState state, int offset, int limit) {
    return new OutboxPage(List.copyOf(outbox), outbox.size(), offset, limit);
  }

  @Override
  public void retry(long id) {
    if (!outbox.removeIf(mail -> mail.id() == id)) {
      throw new NotFound("mail", id);
    }
  }

  @Override
  public void delete(long id) {
    retry(id);
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
