package org.belfry.appliance.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files rows of messages may name. */
class MailboxFilesTest {
  @TempDir private Path data;

  /** A row may be of a backup that an attacker has made. */
  @Test
  void aMessageOfADumpIsNoOtherFile() throws IOException {
    MailboxFiles files = new MailboxFiles(data);
    Path secret = data.resolve("secret.key");
    Files.writeString(secret, "hidden");
    Path others = files.messages(2).resolve("other.wav");
    Files.writeString(others, "hidden");
    Files.createSymbolicLink(files.messages(1).resolve("link.wav"), secret);
    List<String> names =
        List.of("../../../secret.key", "" + secret, "link.wav", "../../2/messages/other.wav", "");
    for (String name : names) {
      assertThat(files.message(1, name)).as(name).isNull();
    }
    assertThat(files.message(1, "one.wav")).isEqualTo(files.messages(1).resolve("one.wav"));
  }
}
