package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox();
  private final List<String> taken = new ArrayList<>();

  private void put(int number, int length) {
    Packet packet = new Packet();
    packet.beginRtp(8, number, 0, 1, length);
    packet.bytes()[packet.payloadOffset()] = (byte) number;
    mailbox.received(packet, 1000L + number);
  }

  private void take() {
    taken.clear();
    mailbox.empty((packet, at) -> {
      assertThat(packet.bytes()[packet.payloadOffset()]).isEqualTo((byte) packet.sequence());
      taken.add(packet.sequence() + " " + packet.payloadLength() + " " + at);
    });
  }

  @Test
  void whatIsPutInComesOutInItsOrder() {
    for (int round = 0; round < 100; round++) {
      put(2 * round, 160);
      put(2 * round + 1, round % 2 == 0 ? 1 : Packet.MAX_LENGTH - Packet.RTP_HEADER);
      take();
      assertThat(taken).hasSize(2).first().isEqualTo(2 * round + " 160 " + (1000 + 2 * round));
    }
    take();
    assertThat(taken).isEmpty();
  }

  @Test
  void whatComesWhenItIsFullIsLost() {
    for (int number = 0; number < 200; number++) {
      put(number, 160);
    }
    take();
    assertThat(taken).hasSize(64).first().isEqualTo("0 160 1000");
    put(200, 160);
    take();
    assertThat(taken).containsExactly("200 160 1200");
  }
}
