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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * EBU Tech 3306: a WAV file of more than 4 GB is RF64. Files with holes, so that none is written.
 */
class LongWavTest {
  private static final int HEADER = 80;
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0} bytes of sound")
  @CsvSource({"32000", "4294967212", "4294967216", "5000000000"})
  void itsLengthIsRead(long data) throws IOException {
    Path path = begun();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer header = header(path);
      WavWriter.putLengths(header, data, 4);
      file.write(header.rewind(), 0);
      file.write(ByteBuffer.wrap(new byte[] {7, 0, 9, 0}), HEADER + data - 4);
    }
    boolean small = HEADER + data <= 0xffff_ffffL;
    try (SoundReader reader = new WavReader(Files.newByteChannel(path))) {
      assertThat(reader.samples()).isEqualTo(data / 4);
      reader.seek(data / 4 - 1);
      short[] last = new short[2];
      assertThat(reader.read(last, 0, 2)).isEqualTo(1);
      assertThat(last[0]).isEqualTo((short) 8);
    }
    assertThat(tag(path)).isEqualTo(small ? "RIFF" : "RF64");
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
      assertThat(reader.samples()).isEqualTo(1_125_000_000L);
    }
  }

  private Path begun() throws IOException {
    Path path = directory.resolve("long.wav");
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    new WavWriter(file, 8000, 2).close();
    return path;
  }

  private static ByteBuffer header(Path path) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    return header.put(Files.readAllBytes(path));
  }

  private static String tag(Path path) throws IOException {
    ByteBuffer tag = ByteBuffer.allocate(4);
    try (FileChannel file = FileChannel.open(path)) {
      file.read(tag);
    }
    return new String(tag.array(), StandardCharsets.US_ASCII);
  }
}
