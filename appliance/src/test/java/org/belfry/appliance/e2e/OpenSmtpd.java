package org.belfry.appliance.e2e;

import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.belfry.appliance.FreePorts;
import org.springframework.util.FileSystemUtils;

/** Debian's OpenSMTPD on loopback, which keeps all mail for anybody in a directory. */
final class OpenSmtpd implements AutoCloseable {
  private final Path home;
  private final Path mails;
  private final int port = FreePorts.next();
  private final Console console;

  OpenSmtpd() {
    try {
      // Not below a test's own directory: the one who delivers is nobody, who may not go in there.
      home = Files.createTempDirectory("belfry-smtpd");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      mails = Files.createDirectory(home.resolve("mail"));
      Files.setPosixFilePermissions(mails, PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.writeString(
          home.resolve("smtpd.conf"),
          """
          table everybody { "@" = "nobody" }
          listen on 127.0.0.1 port %d
          action "keep" maildir "%s" virtual <everybody>
          match from any for any action "keep"
          """
              .formatted(port, mails));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console =
        new Console(
            home, Map.of(), List.of("smtpd", "-d", "-f", home.resolve("smtpd.conf").toString()));
    console.await("starting", Duration.ofSeconds(10));
  }

  int port() {
    return port;
  }

  /** Waits for the mail that comes next to be the only one. */
  MimeMessage mail() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !files().isEmpty());
    try (var in = Files.newInputStream(files().getFirst())) {
      return new MimeMessage(Session.getInstance(new Properties()), in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> files() throws IOException {
    Path delivered = mails.resolve("new");
    if (!Files.isDirectory(delivered)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(delivered)) {
      return all.toList();
    }
  }

  @Override
  public void close() {
    console.end(Duration.ofSeconds(10));
    try {
      FileSystemUtils.deleteRecursively(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
