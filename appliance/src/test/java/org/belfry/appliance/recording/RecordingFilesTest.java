package org.belfry.appliance.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.belfry.appliance.recording.RecordingFiles.Lying;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundWriter;
import org.belfry.media.play.Tone;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the intake, and what a process that was killed has left there. */
class RecordingFilesTest {
  private static final RecordingMetadata PAPER =
      new RecordingMetadata(
          "call-1",
          Instant.parse("2026-11-21T10:00:00Z"),
          "1001",
          "Alice",
          "1002",
          null,
          "1002",
          1L,
          2L,
          Reason.USER,
          "1002",
          false);

  @TempDir private Path data;

  @Test
  void whatAKilledProcessHasRecordedIsCompletedAndSaidToBeCut() throws IOException {
    RecordingFiles files = new RecordingFiles(data, RecordingFormat.WAV);
    Path sound = files.begin(PAPER);
    assertThat(files.waiting()).as("it is still being written").isEmpty();
    speak(sound);

    RecordingFiles restarted = new RecordingFiles(data, RecordingFormat.WAV);
    restarted.recover();
    List<Lying> left = restarted.waiting();
    assertThat(left).hasSize(1);
    assertThat(left.getFirst().sound()).exists();
    assertThat(RecordingMetadata.read(left.getFirst().metadata())).isEqualTo(PAPER.cutShort());
  }

  @Test
  void aRecordingWhosePaperIsLostIsKeptAllTheSame() throws IOException {
    RecordingFiles files = new RecordingFiles(data, RecordingFormat.WAV);
    Path sound = files.begin(PAPER);
    speak(sound);
    Files.delete(sound.resolveSibling(sound.getFileName() + ".paper"));
    RecordingFiles restarted = new RecordingFiles(data, RecordingFormat.WAV);
    restarted.recover();
    RecordingMetadata metadata = RecordingMetadata.read(restarted.waiting().getFirst().metadata());
    assertThat(metadata).isNotNull();
    assertThat(metadata.callId()).isEmpty();
    assertThat(metadata.cut()).isTrue();
  }

  @Test
  void whatCameToNothingLeavesNothing() throws IOException {
    RecordingFiles files = new RecordingFiles(data, RecordingFormat.WAV);
    files.discard(files.begin(PAPER));
    assertThat(files.waiting()).isEmpty();
    try (var in = Files.list(data.resolve("recordings/in"))) {
      assertThat(in).isEmpty();
    }
  }

  @Test
  void itIsKeptInAFolderAMonth() throws IOException {
    RecordingFiles files = new RecordingFiles(data, RecordingFormat.WAV);
    Path sound = files.begin(PAPER);
    files.done(sound);
    assertThat(files.name(files.waiting().getFirst(), PAPER.startedAt()))
        .isEqualTo("2026-11/" + sound.getFileName());
  }

  /** A row may be of a backup that an attacker has made. */
  @Test
  void aRowNamesNoFileButARecording() throws IOException {
    RecordingFiles files = new RecordingFiles(data, RecordingFormat.WAV);
    Path secret = data.resolve("secret.key");
    Files.writeString(secret, "hidden");
    Path month = Files.createDirectories(data.resolve("recordings/kept/2026-11"));
    Files.createSymbolicLink(month.resolve("link.wav"), secret);
    for (String name : List.of("../../secret.key", "" + secret, "2026-11/link.wav", "..", "")) {
      assertThat(files.kept(name)).as(name).isNull();
      assertThat(files.takeAway(name)).as(name).isNull();
    }
    assertThat(secret).exists();
    assertThat(files.kept("2026-11/one.wav")).isEqualTo(month.resolve("one.wav"));
  }

  /** As much as a process has written that is killed in the middle of a sentence. */
  private static void speak(Path sound) throws IOException {
    PartFile part = PartFile.of(sound, RecordingFormat.WAV);
    SoundWriter writer = part.create(8000, 2, new Codecs(List.of()), List.of());
    for (int i = 0; i < 50; i++) {
      writer.write(Tone.sine(440, 8000, 320, 0.25));
    }
    writer.checkpoint();
    assertThat(part.part()).exists();
  }
}
