package org.belfry.webui.fake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;

/** Mailboxes of the users of {@link FakePbx}; their sounds are nowhere. */
public final class FakeMailboxes implements MailboxAdmin {
  private final FakePbx pbx;
  private final Map<String, List<MessageView>> messages = new HashMap<>();
  private final Map<String, Set<GreetingKind>> greetings = new HashMap<>();
  private final Map<String, ChangeMailbox> changed = new HashMap<>();
  private long lastId;

  public FakeMailboxes(FakePbx pbx) {
    this.pbx = pbx;
  }

  public void clear() {
    messages.clear();
    greetings.clear();
    changed.clear();
  }

  /** Somebody leaves a message. */
  public void leaves(String extension, String number, @Nullable String name, double seconds) {
    messages
        .computeIfAbsent(extension, e -> new ArrayList<>())
        .addFirst(
            new MessageView(
                ++lastId,
                MessageFolder.NEW,
                "call",
                number,
                name,
                null,
                Instant.now().minusSeconds(3600),
                seconds,
                (long) (seconds * 16_000)));
  }

  @Override
  public Limits limits() {
    return new Limits(Duration.ofMinutes(5), 1000, 1000, Duration.ofDays(90));
  }

  @Override
  public List<MailboxView> mailboxes() {
    return pbx.users().stream().map(this::view).toList();
  }

  @Override
  public MailboxView mailbox(String extension) {
    return pbx.users().stream()
        .filter(u -> u.extension().equals(extension))
        .findFirst()
        .map(this::view)
        .orElseThrow(() -> new NotFound("user", extension));
  }

  private MailboxView view(UserView user) {
    List<MessageView> its = messages.getOrDefault(user.extension(), List.of());
    int fresh = (int) its.stream().filter(m -> m.folder() == MessageFolder.NEW).count();
    ChangeMailbox set = changed.get(user.extension());
    return new MailboxView(
        user.extension(),
        user.name(),
        user.email() != null,
        fresh,
        its.size() - fresh,
        its.stream().mapToLong(MessageView::bytes).sum(),
        set == null || !Boolean.FALSE.equals(set.mail()),
        user.email(),
        set == null || set.attach() == null ? Attach.WAV : set.attach(),
        set != null && Boolean.TRUE.equals(set.deleteAfterMail()),
        set == null || set.language() == null ? "" : set.language(),
        set != null && set.pin() != null && !set.pin().isEmpty(),
        null,
        List.copyOf(greetings.getOrDefault(user.extension(), Set.of())));
  }

  @Override
  public MailboxView change(String extension, ChangeMailbox command) {
    mailbox(extension);
    if (command.pin() != null && !command.pin().matches("|[0-9]{4,10}")) {
      throw new InvalidCommand("pin", "must have 4 to 10 digits and not be easy to guess");
    }
    changed.put(extension, command);
    return mailbox(extension);
  }

  @Override
  public MessagePage messages(
      String extension, @Nullable MessageFolder folder, int offset, int limit) {
    List<MessageView> its = messages.getOrDefault(extension, List.of());
    return new MessagePage(
        its.stream().skip(offset).limit(limit).toList(), its.size(), offset, limit);
  }

  @Override
  public MessageView message(String extension, long id) {
    return messages.getOrDefault(extension, List.of()).stream()
        .filter(m -> m.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("message", id));
  }

  @Override
  public MessageView move(String extension, long id, MessageFolder to) {
    MessageView m = message(extension, id);
    MessageView moved =
        new MessageView(
            id,
            to,
            m.callId(),
            m.callerNumber(),
            m.callerName(),
            m.forwardedBy(),
            m.receivedAt(),
            m.seconds(),
            m.bytes());
    messages.get(extension).replaceAll(each -> each.id() == id ? moved : each);
    return moved;
  }

  @Override
  public void delete(String extension, long id) {
    message(extension, id);
    messages.get(extension).removeIf(each -> each.id() == id);
  }

  @Override
  public Path sound(String extension, long id) {
    throw new NotFound("sound", id);
  }

  @Override
  public Path greeting(String extension, GreetingKind which) {
    throw new NotFound("greeting", which.name());
  }

  @Override
  public void setGreeting(String extension, GreetingKind which, byte[] sound) {
    greetings.computeIfAbsent(extension, e -> EnumSet.noneOf(GreetingKind.class)).add(which);
  }

  @Override
  public void removeGreeting(String extension, GreetingKind which) {
    greetings.getOrDefault(extension, EnumSet.noneOf(GreetingKind.class)).remove(which);
  }
}
