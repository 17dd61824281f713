package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.belfry.appliance.system.Below;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where files of mailboxes lie: a folder a user, by the user's id, so that a new extension changes
 * nothing. {@code in} has what is not filed yet, {@code messages} what is, {@code greetings} what
 * the owner has recorded, {@code drafts} what nobody misses.
 */
@Component
class MailboxFiles {
  static final String SOUND = ".wav";
  private static final String ROOT = "voicemail";

  private final Path data;
  private final Path root;

  @Autowired
  MailboxFiles(Bootstrap groundwork) {
    this(groundwork.data().path());
  }

  MailboxFiles(Path data) {
    this.data = data;
    this.root = data.resolve(ROOT);
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new CannotStart("the directory " + root + " cannot be made.", e);
    }
  }

  /** Users who have files. */
  Stream<Long> users() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(f -> f.getFileName().toString())
          .filter(n -> n.matches("[0-9]{1,18}"))
          .map(Long::valueOf)
          .toList()
          .stream();
    }
  }

  Path user(long userId) {
    return root.resolve(Long.toString(userId));
  }

  Path in(long userId) throws IOException {
    return Files.createDirectories(user(userId).resolve("in"));
  }

  Path messages(long userId) throws IOException {
    return Files.createDirectories(user(userId).resolve("messages"));
  }

  /** The file of a message, there or not; null for a row that names another file. */
  @Nullable Path message(long userId, String file) {
    return new Below(user(userId).resolve("messages")).file(file);
  }

  /** The file of a message as the outbox of mail knows it. */
  Path relative(Path file) {
    return data.relativize(file);
  }

  Path draft(long userId) throws IOException {
    return Files.createDirectories(user(userId).resolve("drafts"))
        .resolve(UUID.randomUUID() + SOUND);
  }

  Path greeting(long userId, Greeting which) {
    return greetings(userId).resolve(which.name().toLowerCase(Locale.ROOT) + SOUND);
  }

  Path greetings(long userId) {
    return user(userId).resolve("greetings");
  }

  /** Bytes that may still be written. */
  long free() {
    return root.toFile().getUsableSpace();
  }
}
