package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.session.World.between;
import static org.belfry.media.session.World.bytes;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fax is passed on as it comes (ITU-T T.38 annex D), and comes from our address, which providers
 * trust: a description must not choose who gets such datagrams.
 */
class FaxRelayTest {
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.9");
  private static final byte[] INVITE =
      "INVITE sip:+900123456@provider.example SIP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);
  private World world;
  private MediaSession session;
  private Handset alice;
  private Handset bob;
  private DatagramSocket provider;

  @BeforeEach
  void begin() throws Exception {
    world = new World();
    session = world.call();
    alice = new Handset(1, 8);
    bob = new Handset(2, 8);
    provider = new DatagramSocket(0, ELSEWHERE);
    provider.setSoTimeout(40);
  }

  @AfterEach
  void end() throws Exception {
    World.closed(session);
    world.close();
    alice.close();
    bob.close();
    provider.close();
  }

  @Test
  void itIsNotSentWhereADescriptionSaysAndSignallingIsNot() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "tone");
    fax(address -> false);
    assertThat(arrives()).isNull();
  }

  @Test
  void norWhereSoundCameFromAndWent() throws Exception {
    String there =
        bob.sdp()
            .replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.0.0.9")
            .replaceFirst("m=audio \\d+", "m=audio " + provider.getLocalPort());
    between(session, alice, alice.sdp(), bob, there);
    fax(address -> false);
    assertThat(arrives()).isNull();
  }

  /** A provider's fax servers are others than its SIP server. */
  @Test
  void itIsSentWhereWhoSignalsMayHaveIt() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "tone");
    fax(ELSEWHERE::equals);
    assertThat(arrives()).isEqualTo(INVITE);
  }

  /** Bob says to take fax at the provider's, and Alice sends what is none. */
  private void fax(Predicate<InetAddress> elsewhere) throws Exception {
    Device itself =
        new Device(
            false, false, Encryption.ALLOWED, World.LOOPBACK, World.LOOPBACK, null, elsewhere);
    String line = "m=image " + provider.getLocalPort() + " udptl t38\r\n";
    String offer = bob.head().replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.0.0.9") + line;
    alice.told(
        World.text(
            session.describe(Side.B, null, "t", Kind.OFFER, itself, World.PHONE, bytes(offer))));
    String answer = alice.head() + "m=image " + alice.socket.getLocalPort() + " udptl t38\r\n";
    session.describe(Side.A, null, "t", Kind.ANSWER, World.PHONE, itself, bytes(answer));
    World.settled(session);
  }

  private byte @Nullable [] arrives() throws Exception {
    for (int i = 0; i < 10; i++) {
      alice.sends(INVITE);
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      try {
        provider.receive(packet);
        byte[] data = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        if (data.length > 0 && (data[0] & 0xC0) != 0x80) {
          return data;
        }
      } catch (SocketTimeoutException e) {
        continue;
      }
    }
    return null;
  }
}
