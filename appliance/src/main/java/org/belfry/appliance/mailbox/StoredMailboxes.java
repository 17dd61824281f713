package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.mailbox.MessageTable.Row;
import org.belfry.appliance.mailbox.MessageTable.Totals;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.voicemail.Deposit;
import org.belfry.pbx.app.voicemail.Folder;
import org.belfry.pbx.app.voicemail.Mailbox;
import org.belfry.pbx.app.voicemail.Mailboxes;
import org.belfry.pbx.app.voicemail.Message;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Mailboxes as the voice applications see them. */
@Component
class StoredMailboxes implements Mailboxes {
  private static final int HEARD_MAX = 1000;

  private final DirectoryStore directory;
  private final SettingsOfMailboxes settings;
  private final Pins pins;
  private final MessageTable table;
  private final Counts counts;
  private final Removal removal;
  private final Intake intake;
  private final Sounds sounds;
  private final MailboxFiles files;
  private final BelfryProperties.Voicemail limits;

  StoredMailboxes(
      DirectoryStore directory,
      SettingsOfMailboxes settings,
      Pins pins,
      MessageTable table,
      Counts counts,
      Removal removal,
      Intake intake,
      Sounds sounds,
      MailboxFiles files,
      BelfryProperties properties) {
    this.directory = directory;
    this.settings = settings;
    this.pins = pins;
    this.table = table;
    this.counts = counts;
    this.removal = removal;
    this.intake = intake;
    this.sounds = sounds;
    this.files = files;
    this.limits = properties.voicemail();
  }

  @Override
  public @Nullable Mailbox of(String extension) {
    User user = directory.current().user(extension);
    return user == null ? null : new Stored(user);
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException | TransactionException e) {
      throw new Mailbox.Unavailable("The database is away.", e);
    }
  }

  private final class Stored implements Mailbox {
    private final User user;
    private final long id;

    Stored(User user) {
      this.user = user;
      this.id = user.id();
    }

    @Override
    public String extension() {
      return user.extension();
    }

    @Override
    public String name() {
      return user.name();
    }

    @Override
    public @Nullable String language() {
      String language = settings.of(id).language();
      return language.isEmpty() ? null : language;
    }

    @Override
    public Space space() {
      Totals totals = counts.of(id);
      if (totals.messages() >= limits.messages()
          || totals.bytes() >= (long) limits.megabytes() << 20) {
        return Space.FULL;
      }
      return files.free() < (long) limits.freeMegabytes() << 20 ? Space.NO_DISK : Space.ROOM;
    }

    @Override
    public @Nullable Path greeting(Greeting which) {
      Path file = files.greeting(id, which);
      return Files.exists(file) ? file : null;
    }

    @Override
    public Deposit begin(Sender from) {
      return intake.begin(id, from);
    }

    @Override
    public boolean hasPin() {
      return asked(() -> pins.of(id).hash() != null);
    }

    @Override
    public PinCheck check(String pin, boolean ownPhone) {
      return asked(() -> pins.check(id, user.extension(), pin, ownPhone));
    }

    @Override
    public boolean setPin(String pin) {
      if (!Pins.good(pin, user.extension())) {
        return false;
      }
      return asked(() -> {
        pins.set(id, pin);
        return true;
      });
    }

    @Override
    public List<Message> messages(Folder folder) {
      return asked(
          () -> table.inOrder(id, folder, HEARD_MAX).stream().flatMap(this::message).toList());
    }

    private Stream<Message> message(Row row) {
      Path sound = files.message(id, row.file());
      return sound == null
          ? Stream.empty()
          : Stream.of(new Message(row.id(), row.from(), row.length(), sound));
    }

    @Override
    public void move(long message, Folder to) {
      boolean moved = asked(() -> table.move(id, message, to));
      if (moved) {
        counts.changed(id);
      }
    }

    @Override
    public void delete(long message) {
      boolean deleted = asked(() -> removal.of(id, message));
      if (deleted) {
        counts.changed(id);
      }
    }

    @Override
    public boolean forward(long message, Mailbox to, @Nullable Path comment) {
      Row row = asked(() -> table.byId(id, message)).orElse(null);
      Path sound = row == null ? null : files.message(id, row.file());
      if (row == null || sound == null || to.space() != Space.ROOM) {
        return false;
      }
      Sender from = row.from();
      Sender sender =
          new Sender(from.callId(), from.number(), from.name(), Instant.now(), user.extension());
      Deposit copy = to.begin(sender);
      try {
        Duration length =
            sounds.join(comment == null ? List.of(sound) : List.of(comment, sound), copy.file());
        copy.keep(new Recorded.Kept(copy.file(), length, Duration.ZERO, length, Recorded.End.KEY));
        return true;
      } catch (IOException e) {
        copy.discard();
        throw new Unavailable("A message cannot be forwarded: " + e.getMessage(), e);
      }
    }

    @Override
    public Path draft() {
      try {
        return files.draft(id);
      } catch (IOException e) {
        throw new Unavailable("A recording cannot be written: " + e.getMessage(), e);
      }
    }

    @Override
    public void setGreeting(Greeting which, @Nullable Path recording) {
      Path file = files.greeting(id, which);
      try {
        if (recording == null) {
          Files.deleteIfExists(file);
        } else {
          Files.createDirectories(files.greetings(id));
          Files.move(
              recording, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new Unavailable("A greeting cannot be kept: " + e.getMessage(), e);
      }
    }
  }
}
