package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.mailbox.MailboxTable.Pin;
import org.belfry.appliance.mailbox.MessageTable.Row;
import org.belfry.appliance.mailbox.MessageTable.Totals;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.app.voicemail.Folder;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands on mailboxes. */
@Component
class MariaMailboxAdmin implements MailboxAdmin {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final int LIMIT_MAX = 500;
  private static final int GREETING_SECONDS_MAX = 120;

  private final DirectoryStore directory;
  private final SettingsOfMailboxes settings;
  private final Pins pins;
  private final MessageTable table;
  private final Counts counts;
  private final Removal removal;
  private final Sounds sounds;
  private final MailboxFiles files;
  private final Limits limits;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;
  private final InstantSource clock = InstantSource.system();

  MariaMailboxAdmin(
      DirectoryStore directory,
      SettingsOfMailboxes settings,
      Pins pins,
      MessageTable table,
      Counts counts,
      Removal removal,
      Sounds sounds,
      MailboxFiles files,
      BelfryProperties properties,
      TransactionTemplate transaction,
      AuditTrail audit) {
    this.directory = directory;
    this.settings = settings;
    this.pins = pins;
    this.table = table;
    this.counts = counts;
    this.removal = removal;
    this.sounds = sounds;
    this.files = files;
    this.transaction = transaction;
    this.audit = audit;
    BelfryProperties.Voicemail set = properties.voicemail();
    this.limits = new Limits(set.longest(), set.messages(), set.megabytes(), set.keep());
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public List<MailboxView> mailboxes() {
    Map<Long, Pin> kept = pins.all();
    return directory.current().users().values().stream()
        .distinct()
        .sorted(
            Comparator.comparingInt((User u) -> u.extension().length())
                .thenComparing(User::extension))
        .map(user -> view(user, kept.getOrDefault(user.id(), Pin.NONE)))
        .toList();
  }

  @Override
  public MailboxView mailbox(String extension) {
    return view(user(extension));
  }

  @Override
  public MailboxView change(String extension, ChangeMailbox c) {
    User user = user(extension);
    MailboxSettings before = settings.of(user.id());
    List<FieldProblem> problems = new ArrayList<>();
    String language = c.language() == null ? before.language() : c.language().strip();
    if (!language.matches("|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
      problems.add(new FieldProblem("language", "must be a language, such as de or en-GB"));
    }
    String pin = c.pin();
    if (pin != null && !pin.isEmpty() && !Pins.good(pin, user.extension())) {
      problems.add(new FieldProblem("pin", "must have 4 to 10 digits and not be easy to guess"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    MailboxSettings after =
        new MailboxSettings(
            c.mail() == null ? before.mail() : c.mail(),
            c.attach() == null ? before.attach() : c.attach(),
            c.deleteAfterMail() == null ? before.deleteAfterMail() : c.deleteAfterMail(),
            language);
    Told was = Told.of(before, pins.of(user.id()));
    transaction.executeWithoutResult(status -> {
      if (!after.equals(before)) {
        settings.save(user.id(), after);
      }
      if (pin != null) {
        pins.set(user.id(), pin);
      }
      audit.tell("mailbox", user.extension(), was, Told.of(after, pins.of(user.id())));
    });
    return view(user);
  }

  /**
   * A mailbox as the audit log tells it.
   *
   * @param pin its hash, which is masked there
   */
  private record Told(
      boolean mail, Attach attach, boolean deleteAfterMail, String language, @Nullable String pin) {
    static Told of(MailboxSettings s, Pin pin) {
      return new Told(s.mail(), s.attach(), s.deleteAfterMail(), s.language(), pin.hash());
    }
  }

  @Override
  public MessagePage messages(
      String extension, @Nullable MessageFolder folder, int offset, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    User user = user(extension);
    Totals totals = counts.of(user.id());
    int total =
        folder == null
            ? totals.messages()
            : folder == MessageFolder.NEW ? totals.fresh() : totals.saved();
    List<MessageView> page =
        table.page(user.id(), domain(folder), offset, limit).stream()
            .map(MariaMailboxAdmin::view)
            .toList();
    return new MessagePage(page, total, offset, limit);
  }

  @Override
  public MessageView message(String extension, long id) {
    return view(row(user(extension), id));
  }

  @Override
  public MessageView move(String extension, long id, MessageFolder to) {
    User user = user(extension);
    row(user, id);
    table.move(user.id(), id, Folder.valueOf(to.name()));
    counts.changed(user.id());
    return view(row(user, id));
  }

  @Override
  public void delete(String extension, long id) {
    User user = user(extension);
    Row row = row(user, id);
    boolean its = who().equals("user:" + user.id());
    transaction.executeWithoutResult(status -> {
      if (!removal.of(user.id(), id)) {
        throw new NotFound("message", id);
      }
      if (!its) { // who deletes the own ones would fill the log
        audit.tell("message", user.extension(), view(row), null);
      }
    });
    AUDIT.info("message deleted mailbox={} id={} by={}", user.extension(), id, who());
  }

  @Override
  public Path sound(String extension, long id) {
    User user = user(extension);
    Path file = files.message(user.id(), row(user, id).file());
    if (file == null || !Files.exists(file)) {
      throw new NotFound("sound of message", id);
    }
    AUDIT.info("message heard mailbox={} id={} by={}", user.extension(), id, who());
    return file;
  }

  private static String who() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null ? "unknown" : who.getName().replaceAll("[^!-~]", "?");
  }

  @Override
  public Path greeting(String extension, GreetingKind which) {
    Path file = files.greeting(user(extension).id(), domain(which));
    if (!Files.exists(file)) {
      throw new NotFound("greeting", which);
    }
    return file;
  }

  @Override
  public void setGreeting(String extension, GreetingKind which, byte[] sound) {
    User user = user(extension);
    try {
      Path draft = files.draft(user.id());
      try {
        sounds.take(sound, draft, GREETING_SECONDS_MAX);
      } catch (IOException e) {
        throw new InvalidCommand("sound", String.valueOf(e.getMessage()));
      }
      Files.createDirectories(files.greetings(user.id()));
      Files.move(
          draft,
          files.greeting(user.id(), domain(which)),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException("a greeting cannot be kept", e);
    }
  }

  @Override
  public void removeGreeting(String extension, GreetingKind which) {
    try {
      Files.deleteIfExists(files.greeting(user(extension).id(), domain(which)));
    } catch (IOException e) {
      throw new IllegalStateException("a greeting cannot be removed", e);
    }
  }

  private static @Nullable Folder domain(@Nullable MessageFolder folder) {
    return folder == null ? null : Folder.valueOf(folder.name());
  }

  private static Greeting domain(GreetingKind which) {
    return Greeting.valueOf(which.name());
  }

  private User user(String extension) {
    User user = directory.current().user(extension);
    if (user == null || !user.extension().equalsIgnoreCase(extension)) {
      throw new NotFound("user", extension);
    }
    return user;
  }

  private Row row(User user, long id) {
    return table.byId(user.id(), id).orElseThrow(() -> new NotFound("message", id));
  }

  private MailboxView view(User user) {
    return view(user, pins.of(user.id()));
  }

  private MailboxView view(User user, Pin pin) {
    MailboxSettings its = settings.of(user.id());
    Totals totals = counts.of(user.id());
    Instant until = pin.lockedUntil();
    return new MailboxView(
        user.extension(),
        user.name(),
        user.settings().mailbox(),
        totals.fresh(),
        totals.saved(),
        totals.bytes(),
        its.mail(),
        user.email(),
        its.attach(),
        its.deleteAfterMail(),
        its.language(),
        pin.hash() != null,
        until != null && clock.instant().isBefore(until) ? until : null,
        greetings(user.id()));
  }

  private List<GreetingKind> greetings(long userId) {
    if (!Files.exists(files.greetings(userId))) {
      return List.of();
    }
    return Stream.of(GreetingKind.values())
        .filter(which -> Files.exists(files.greeting(userId, domain(which))))
        .toList();
  }

  private static MessageView view(Row row) {
    return new MessageView(
        row.id(),
        MessageFolder.valueOf(row.folder().name()),
        row.from().callId(),
        row.from().number(),
        row.from().name(),
        row.from().forwardedBy(),
        row.from().at(),
        row.length().toMillis() / 1000.0,
        row.bytes());
  }
}
