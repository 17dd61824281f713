package org.belfry.media.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 3533. */
class OggTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final OggWriter writer = new OggWriter(Channels.newChannel(file), 7);

  @Test
  void packetsOfEveryLengthComeBack() throws IOException {
    List<byte[]> packets = packets(0, 1, 254, 255, 256, 510, 511, 5000, 60000, 3, 61440, 0, 255);
    write(packets, 4);
    assertThat(read(file.toByteArray())).containsExactlyElementsOf(packets);
  }

  @Test
  void aDamagedPageIsPassedOverWithItsPackets() throws IOException {
    List<byte[]> packets = packets(100, 101, 102, 103, 104, 105, 106, 107);
    write(packets, 2);
    byte[] bytes = file.toByteArray();
    bytes[27 + 2 + 203 + 40] ^= 1; // within the second page
    assertThat(read(bytes)).hasSize(6).startsWith(packets.get(0), packets.get(1), packets.get(4));
  }

  @Test
  void aPacketWhoseMiddleIsLostIsDropped() throws IOException {
    List<byte[]> packets = packets(100, 0, 70);
    writer.packet(packets.get(0), 0, 100, 1);
    byte[] longOne = bytes(61_000, 9);
    writer.packet(longOne, 0, longOne.length, 2);
    writer.packet(longOne, 0, longOne.length, 3);
    writer.packet(packets.get(2), 0, 70, 4);
    writer.end(4);
    byte[] bytes = file.toByteArray();
    // The first page holds the first packet, the second, and the beginning of the third.
    byte[] lost = bytes.clone();
    lost[60_000] ^= 1;
    assertThat(read(lost)).containsExactly(packets.get(2));
    assertThat(read(bytes)).containsExactly(packets.get(0), longOne, longOne, packets.get(2));
  }

  @Test
  void aFileThatBreaksOffIsReadUpToThere() throws IOException {
    List<byte[]> packets = packets(100, 101, 102, 103);
    write(packets, 2);
    byte[] all = file.toByteArray();
    assertThat(read(Arrays.copyOf(all, all.length - 40)))
        .containsExactly(packets.get(0), packets.get(1));
    assertThat(read(Arrays.copyOf(all, 10))).isEmpty();
    assertThat(read(new byte[0])).isEmpty();
  }

  @Test
  void anythingIsRead() throws IOException {
    Random random = new Random(3);
    write(packets(100, 300, 1000, 20, 60, 255, 510), 3);
    byte[] good = file.toByteArray();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length));
      for (int k = random.nextInt(20); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(read(bytes).size()).isLessThanOrEqualTo(7);
    }
  }

  @Test
  void whatOnlyLooksLikePagesIsGivenUp() throws IOException {
    byte[] bytes = new byte[5_000_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) "OggS\0".charAt(i % 5);
    }
    CountingChannel channel = new CountingChannel(bytes);
    try (OggReader reader = new OggReader(channel)) {
      assertThat(reader.nextPacket()).isFalse();
    }
    assertThat(channel.count).isLessThan(50_000_000); // not all of it for each of its bytes
  }

  private static final class CountingChannel extends BytesChannel {
    private long count;

    CountingChannel(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(ByteBuffer out) {
      int got = super.read(out);
      count += Math.max(0, got);
      return got;
    }
  }

  private void write(List<byte[]> packets, int perPage) throws IOException {
    for (int i = 0; i < packets.size(); i++) {
      writer.packet(packets.get(i), 0, packets.get(i).length, i);
      if (i % perPage == perPage - 1) {
        writer.flush();
      }
    }
    writer.end(packets.size());
  }

  private static List<byte[]> read(byte[] bytes) throws IOException {
    List<byte[]> packets = new ArrayList<>();
    try (OggReader reader = new OggReader(new BytesChannel(bytes))) {
      while (reader.nextPacket()) {
        packets.add(Arrays.copyOf(reader.packet(), reader.packetLength()));
      }
    }
    return packets;
  }

  private static List<byte[]> packets(int... lengths) {
    List<byte[]> packets = new ArrayList<>();
    for (int length : lengths) {
      packets.add(bytes(length, packets.size()));
    }
    return packets;
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
