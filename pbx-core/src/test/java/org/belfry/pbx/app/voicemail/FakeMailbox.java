package org.belfry.pbx.app.voicemail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.app.Recorded;
import org.jspecify.annotations.Nullable;

/** A mailbox in memory, with its sounds in a directory. */
final class FakeMailbox implements Mailbox {
  private final String extension;
  private final Path directory;
  private final Map<Folder, List<Message>> messages = new EnumMap<>(Folder.class);
  private final Map<Greeting, Path> greetings = new EnumMap<>(Greeting.class);
  private long ids;
  int open;
  int failures;
  Space space = Space.ROOM;
  @Nullable String pin;
  @Nullable String language;
  boolean away;

  FakeMailbox(String extension, Path directory) {
    this.extension = extension;
    this.directory = directory;
    for (Folder each : Folder.values()) {
      messages.put(each, new ArrayList<>());
    }
  }

  FakeMailbox withPin(String digits) {
    pin = digits;
    return this;
  }

  /** A message of two seconds. */
  FakeMailbox has(Folder folder, @Nullable String number, Instant at) {
    add(folder, new Sender("a-call", number, null, at, null), Duration.ofSeconds(2));
    return this;
  }

  private void add(Folder folder, Sender from, Duration length) {
    ids++;
    Path sound = directory.resolve(extension + "-" + ids + ".wav");
    try {
      Files.write(sound, new byte[44]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    messages.get(folder).add(new Message(ids, from, length, sound));
  }

  @Override
  public String extension() {
    return extension;
  }

  @Override
  public String name() {
    return "User " + extension;
  }

  @Override
  public @Nullable String language() {
    return language;
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public @Nullable Path greeting(Greeting which) {
    return greetings.get(which);
  }

  @Override
  public Deposit begin(Sender from) {
    if (away) {
      throw new Unavailable("The disk is gone.", null);
    }
    open++;
    Path file = directory.resolve("in-" + open + ".wav");
    return new Deposit() {
      @Override
      public Path file() {
        return file;
      }

      @Override
      public void again() {
        delete(file);
      }

      @Override
      public void keep(Recorded.Kept recorded) {
        open--;
        add(Folder.NEW, from, recorded.sound());
      }

      @Override
      public void cutOff() {
        open--;
      }

      @Override
      public void discard() {
        open--;
        delete(file);
      }
    };
  }

  @Override
  public boolean hasPin() {
    if (away) {
      throw new Unavailable("The database is away.", null);
    }
    return pin != null;
  }

  @Override
  public PinCheck check(String tried, boolean ownPhone) {
    if (failures >= 5) {
      return PinCheck.LOCKED;
    }
    if (tried.equals(pin)) {
      return PinCheck.RIGHT;
    }
    return ++failures >= 5 ? PinCheck.LOCKED : PinCheck.WRONG;
  }

  @Override
  public boolean setPin(String wanted) {
    if (wanted.equals("1111")) {
      return false;
    }
    pin = wanted;
    return true;
  }

  @Override
  public List<Message> messages(Folder folder) {
    return List.copyOf(messages.get(folder));
  }

  @Override
  public void move(long id, Folder to) {
    for (Folder from : Folder.values()) {
      Optional<Message> it = messages.get(from).stream().filter(m -> m.id() == id).findFirst();
      if (it.isPresent() && from != to) {
        messages.get(from).remove(it.get());
        messages.get(to).add(it.get());
        return;
      }
    }
  }

  @Override
  public void delete(long id) {
    messages.values().forEach(list -> list.removeIf(m -> m.id() == id));
  }

  @Override
  public boolean forward(long id, Mailbox to, @Nullable Path comment) {
    if (to.space() != Space.ROOM) {
      return false;
    }
    Duration length = Duration.ofSeconds(comment == null ? 2 : 4);
    ((FakeMailbox) to)
        .add(Folder.NEW, new Sender("a-call", null, null, Instant.EPOCH, extension), length);
    return true;
  }

  @Override
  public Path draft() {
    return directory.resolve("draft.wav");
  }

  @Override
  public void setGreeting(Greeting which, @Nullable Path recording) {
    if (recording == null) {
      greetings.remove(which);
    } else {
      Path file = directory.resolve(which + ".wav");
      try {
        Files.move(recording, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      greetings.put(which, file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
