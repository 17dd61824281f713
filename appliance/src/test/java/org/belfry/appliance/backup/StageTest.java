package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {
  @TempDir Path directory;

  private Path data() throws IOException {
    Path data = directory.resolve("data");
    for (String name :
        new String[] {
          "secret.key",
          "backup.passphrase",
          "lock",
          "tls/key.pem",
          "log/belfry.log",
          "database/data/ibdata1",
          "backup/repository/config",
          "voicemail/7/messages/1.wav",
          "voicemail/7/greetings/own.wav",
          "voicemail/7/drafts/x.wav",
          "recordings/kept/2026-11/a.opus",
          "recordings/in/b.wav.part"
        }) {
      Path file = data.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    return data;
  }

  @Test
  void whatIsTheSitesIsInTheBackupAndWhatIsTheMachinesIsNot() throws Exception {
    Path tree = directory.resolve("stage");
    Stage.link(data(), tree, Scope.WHOLE);
    assertThat(Stage.prints(tree, new TreeMap<>()).keySet())
        .containsExactly(
            "recordings/kept/2026-11/a.opus",
            "secret.key",
            "tls/key.pem",
            "voicemail/7/greetings/own.wav",
            "voicemail/7/messages/1.wav");
  }

  @Test
  void settingsAreWithoutMessagesAndRecordings() throws Exception {
    Path tree = directory.resolve("stage");
    Stage.link(data(), tree, Scope.SETTINGS);
    assertThat(Stage.prints(tree, new TreeMap<>()).keySet())
        .containsExactly("secret.key", "tls/key.pem", "voicemail/7/greetings/own.wav");
  }

  @Test
  void whatIsDeletedAfterwardsIsStillThere() throws Exception {
    Path data = data();
    Path tree = directory.resolve("stage");
    Stage.link(data, tree, Scope.WHOLE);
    Files.delete(data.resolve("voicemail/7/messages/1.wav"));
    Files.writeString(data.resolve("voicemail/7/messages/2.wav"), "new");
    Stage.link(data, tree, Scope.WHOLE);
    assertThat(tree.resolve("voicemail/7/messages/1.wav")).exists();
    assertThat(tree.resolve("voicemail/7/messages/2.wav")).exists();
  }

  @Test
  void aFileOfTheSameSizeAndTimeIsNotReadAgain() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("stage"));
    Path file = Files.writeString(tree.resolve("a"), "first");
    FileTime at = Files.getLastModifiedTime(file);
    SortedMap<String, FilePrint> known = Stage.prints(tree, new TreeMap<>());
    Files.writeString(file, "other");
    Files.setLastModifiedTime(file, at);
    assertThat(Stage.prints(tree, known)).isEqualTo(known);
    assertThat(Stage.prints(tree, new TreeMap<>())).isNotEqualTo(known);
  }
}
