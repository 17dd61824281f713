package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange of the data directory for what was restored, cut off at every step. */
class RestoredStateTest {
  private static final Map<String, String> OLD =
      new TreeMap<>(
          Map.of("database/data/x", "old", "secret.key", "old", "voicemail/1/a.wav", "old"));
  private static final Map<String, String> NEW =
      new TreeMap<>(Map.of("database/data/x", "new", "secret.key", "new", "tls/key.pem", "new"));

  @TempDir Path data;

  private void restored() throws IOException {
    write(data, OLD);
    write(data, Map.of("lock", "machine", "log/belfry.log", "machine"));
    try (RestoredState.Preparation preparation = RestoredState.prepare(data)) {
      write(preparation.directory(), NEW);
      preparation.ready("20261121");
    }
  }

  private static void write(Path directory, Map<String, String> files) throws IOException {
    for (var each : files.entrySet()) {
      Path file = directory.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  private Map<String, String> state(Path directory) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = directory.relativize(file);
        if (!directory.equals(data) || !RestoredState.STAYS.contains(name.getName(0).toString())) {
          found.put(name.toString(), Files.readString(file));
        }
      }
    }
    return found;
  }

  @Test
  void theNewStateTakesThePlaceOfTheOldOneWhichIsKept() throws IOException {
    restored();
    RestoredState.settle(data);
    assertThat(state(data)).isEqualTo(NEW);
    assertThat(state(data.resolve("before-restore/20261121"))).isEqualTo(OLD);
    assertThat(data.resolve("log/belfry.log")).exists();
  }

  @Test
  void aPowerCutAtAnyRenameIsGoneOnWith() throws IOException {
    // As exchange does: the old entries away, the mark, the new ones in.
    List<String[]> renames =
        List.of(
            new String[] {"database", "before-restore/20261121/database"},
            new String[] {"secret.key", "before-restore/20261121/secret.key"},
            new String[] {"voicemail", "before-restore/20261121/voicemail"},
            new String[] {null, "restore/emptied"},
            new String[] {"restore/new/database", "database"},
            new String[] {"restore/new/secret.key", "secret.key"},
            new String[] {"restore/new/tls", "tls"});
    for (int cut = 0; cut <= renames.size(); cut++) {
      try (Stream<Path> all = Files.list(data)) {
        for (Path each : all.toList()) {
          org.springframework.util.FileSystemUtils.deleteRecursively(each);
        }
      }
      restored();
      Files.createDirectories(data.resolve("before-restore/20261121"));
      for (String[] rename : renames.subList(0, cut)) {
        if (rename[0] == null) {
          Files.writeString(data.resolve(rename[1]), "");
        } else {
          Files.move(data.resolve(rename[0]), data.resolve(rename[1]));
        }
      }
      RestoredState.settle(data);
      assertThat(state(data)).as("cut after %d renames", cut).isEqualTo(NEW);
      assertThat(state(data.resolve("before-restore/20261121"))).as("cut %d", cut).isEqualTo(OLD);
    }
  }

  @Test
  void aRestoreThatWasCutOffChangesNothing() throws IOException {
    write(data, OLD);
    try (RestoredState.Preparation preparation = RestoredState.prepare(data)) {
      write(preparation.directory(), NEW);
    }
    RestoredState.settle(data);
    assertThat(state(data)).isEqualTo(OLD);
    assertThat(data.resolve("restore/new/secret.key")).doesNotExist();
  }

  @Test
  void aStateThatDoesNotGetReadyInTwoStartsGivesWayToTheOldOne() throws IOException {
    restored();
    RestoredState.settle(data);
    RestoredState.settle(data);
    assertThat(state(data)).isEqualTo(NEW);
    RestoredState.settle(data);
    assertThat(state(data)).isEqualTo(OLD);
    assertThat(state(data.resolve("restore-failed/20261121"))).isEqualTo(NEW);
    RestoredState.settle(data);
    assertThat(state(data)).isEqualTo(OLD);
  }

  @Test
  void aStateThatHasProvenItselfStaysHoweverOftenItStarts() throws IOException {
    restored();
    RestoredState.settle(data);
    RestoredState.proven(data);
    for (int starts = 0; starts < 5; starts++) {
      RestoredState.settle(data);
    }
    assertThat(state(data)).isEqualTo(NEW);
    assertThat(RestoredState.keepsOld(data)).isTrue();
    RestoredState.forgetOld(data);
    assertThat(RestoredState.keepsOld(data)).isFalse();
  }

  @Test
  void twoDoNotRestoreAtOnce() throws IOException {
    try (RestoredState.Preparation first = RestoredState.prepare(data)) {
      assertThat(first).isNotNull();
      assertThat(RestoredState.prepare(data)).isNull();
    }
  }
}
