package org.belfry.media.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * EBU Tech 3306: a WAV file of more than 4 GB is RF64. Files with holes, so that none is written.
 */
class LongWavTest {
  private static final int HEADER = 44;
  private static final int LONG_HEADER = 80;
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0} bytes of sound")
  @CsvSource({"32000", "4294967248", "4294967252", "5000000000"})
  void itsLengthIsRead(long data) throws IOException {
    Path path = begun();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(WavWriter.header(HEADER, data, 8000, 2), 0);
      file.write(ByteBuffer.wrap(new byte[] {7, 0, 9, 0}), HEADER + data - 4);
    }
    boolean small = HEADER + data <= 0xffff_ffffL;
    long samples = (small ? data : data - (LONG_HEADER - HEADER)) / 4;
    try (SoundReader reader = new WavReader(Files.newByteChannel(path))) {
      assertThat(reader.samples()).isEqualTo(samples);
      reader.seek(samples - 1);
      short[] last = new short[2];
      assertThat(reader.read(last, 0, 2)).isEqualTo(1);
      assertThat(last[0]).isEqualTo((short) 8);
    }
    assertThat(tag(path)).isEqualTo(small ? "RIFF" : "RF64");
  }

  @Test
  void formatAndSoundAreWhereReadersOfFixedPlacesLook() throws IOException {
    Path path = directory.resolve("plain.wav");
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (WavWriter writer = new WavWriter(file, 8000, 1)) {
      writer.write(new short[] {1, 2, 3});
    }
    byte[] bytes = Files.readAllBytes(path);
    assertThat(new String(bytes, 12, 4, StandardCharsets.US_ASCII)).isEqualTo("fmt ");
    assertThat(new String(bytes, 36, 4, StandardCharsets.US_ASCII)).isEqualTo("data");
    assertThat(Arrays.copyOfRange(bytes, 40, bytes.length))
        .isEqualTo(new byte[] {6, 0, 0, 0, 1, 0, 2, 0, 3, 0});
  }

  /** Until 0.1 there was a chunk named JUNK before the format. */
  @Test
  void oneWithRoomBeforeItsFormatIsReadAndCompleted() throws IOException {
    Path path = directory.resolve("old.wav");
    ByteBuffer old = ByteBuffer.allocate(LONG_HEADER + 7).order(ByteOrder.LITTLE_ENDIAN);
    old.put(ascii("RIFF")).putInt(0).put(ascii("WAVE")).put(ascii("JUNK")).putInt(28).position(48);
    old.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    old.putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16);
    old.put(ascii("data")).putInt(0).put(new byte[] {1, 0, 2, 0, 3, 0, 4});
    Files.write(path, old.array());
    assertThat(samples(path)).containsExactly((short) 1, (short) 2, (short) 3);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(Repair.wav(file)).isTrue();
      assertThat(Repair.wav(file)).as("a second time").isTrue();
    }
    assertThat(samples(path)).containsExactly((short) 1, (short) 2, (short) 3);
    assertThat(new String(Files.readAllBytes(path), 12, 4, StandardCharsets.US_ASCII))
        .isEqualTo("fmt ");
  }

  private static short[] samples(Path path) throws IOException {
    try (SoundReader reader = new WavReader(Files.newByteChannel(path))) {
      short[] samples = new short[10];
      int count = reader.read(samples, 0, samples.length);
      return Arrays.copyOf(samples, count);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void oneThatACrashLeftIsCompletedAsSuch() throws IOException {
    Path path = begun();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {7, 0, 9}), HEADER + 4_500_000_000L);
      assertThat(Repair.wav(file)).isTrue();
      assertThat(file.size()).isEqualTo(HEADER + 4_500_000_000L);
    }
    assertThat(tag(path)).isEqualTo("RF64");
    try (SoundReader reader = new WavReader(Files.newByteChannel(path))) {
      assertThat(reader.samples()).isEqualTo(1_125_000_000L - (LONG_HEADER - HEADER) / 4);
    }
  }

  private Path begun() throws IOException {
    Path path = directory.resolve("long.wav");
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    new WavWriter(file, 8000, 2).close();
    return path;
  }

  private static String tag(Path path) throws IOException {
    ByteBuffer tag = ByteBuffer.allocate(4);
    try (FileChannel file = FileChannel.open(path)) {
      file.read(tag);
    }
    return new String(tag.array(), StandardCharsets.US_ASCII);
  }
}
