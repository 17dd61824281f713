package org.belfry.appliance.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.belfry.appliance.mailbox.Intake.Waiting;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundWriter;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.voicemail.Deposit;
import org.belfry.pbx.app.voicemail.Sender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on its way into a mailbox, also when the process is killed on the way. */
class IntakeTest {
  private static final Sender CALLER =
      new Sender("call-1", "+4930123456", "Carol", Instant.parse("2026-11-21T10:00:00Z"), null);
  private static final SoundLibraries SOUND = SoundLibraries.load(Path.of("target"));

  @TempDir private Path data;
  private Intake intake;
  private int told;

  @BeforeEach
  void begin() {
    intake = new Intake(new MailboxFiles(data));
    intake.onDone(() -> told++);
  }

  @Test
  void whatACallerIsDoneWithWaitsToBeFiled() throws IOException {
    Deposit deposit = intake.begin(7, CALLER);
    write(deposit.file(), 3);
    assertThat(intake.lying()).isEmpty();
    deposit.keep(kept(deposit.file()));
    assertThat(told).isEqualTo(1);
    Waiting waiting = intake.lying().getFirst();
    assertThat(waiting.userId()).isEqualTo(7);
    MessageEnvelope envelope = MessageEnvelope.read(waiting.envelope());
    assertThat(envelope.sender()).isEqualTo(CALLER);
    assertThat(envelope.fromMillis()).isEqualTo(500);
    assertThat(envelope.toMillis()).isEqualTo(2500);
  }

  @Test
  void whatIsDiscardedLeavesNothing() throws IOException {
    Deposit deposit = intake.begin(7, CALLER);
    write(deposit.file(), 1);
    deposit.discard();
    try (var left = Files.list(deposit.file().getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aProcessKilledWhileSomebodySpeaksLosesTheLastHalfSecondAtMost() throws IOException {
    Deposit deposit = intake.begin(7, CALLER);
    PartFile part = PartFile.of(deposit.file(), RecordingFormat.WAV);
    SoundWriter cutOff = part.create(8000, 1, SOUND.codecs(), List.of());
    short[] frame = Arrays.copyOf(Tone.sine(440, 8000, 160, 0.5), 160);
    for (int i = 0; i < 150; i++) {
      cutOff.write(frame);
    }
    cutOff.checkpoint(); // and here the process is killed: it is never closed
    Intake next = new Intake(new MailboxFiles(data));
    next.recover();
    Waiting waiting = next.lying().getFirst();
    assertThat(MessageEnvelope.read(waiting.envelope()).sender()).isEqualTo(CALLER);
    assertThat(new SoundFile(SOUND.codecs()).load(waiting.sound(), 8000, 60)).hasSize(3 * 8000);
    cutOff.close();
  }

  @Test
  void aRecordingWithoutItsSlipIsAMessageOfNobodyKnown() throws IOException {
    Path in = new MailboxFiles(data).in(7);
    write(in.resolve("0b6c.wav"), 2);
    intake.recover();
    assertThat(MessageEnvelope.read(intake.lying().getFirst().envelope()).number()).isNull();
  }

  @Test
  void aSlipWithoutARecordingIsThrownAway() throws IOException {
    intake.begin(7, CALLER);
    intake.recover();
    try (var left = Files.list(new MailboxFiles(data).in(7))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void silenceIsCutOffAndSoundsAreJoined() throws IOException {
    Sounds sounds = new Sounds(SOUND);
    Path whole = data.resolve("whole.wav");
    write(whole, 5);
    Path cut = data.resolve("cut.wav");
    assertThat(sounds.cut(whole, cut, 1000, 3000)).isEqualTo(Duration.ofMillis(2400));
    Path both = data.resolve("both.wav");
    assertThat(sounds.join(List.of(cut, whole), both).toMillis()).isBetween(7390L, 7440L);
    Path opus = data.resolve("cut.opus");
    sounds.opus(cut, opus);
    assertThat(Files.size(opus)).isLessThan(Files.size(cut) / 3);
  }

  private static Recorded.Kept kept(Path file) {
    return new Recorded.Kept(
        file,
        Duration.ofSeconds(3),
        Duration.ofMillis(500),
        Duration.ofMillis(2500),
        Recorded.End.HANG_UP);
  }

  static void write(Path file, int seconds) throws IOException {
    Files.write(file, new Wav(8000, Tone.sine(440, 8000, 8000 * seconds, 0.5)).toBytes());
  }
}
