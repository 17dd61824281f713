package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.belfry.pbx.sip.message.MessageParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server assembled as in production says of itself does not tell what it will say. */
@Tag("adapter")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnguessableTest {
  @Test
  @Rfc(value = "3261 19.3", other = true)
  void theNextTagCannotBeToldFromTheTagsBefore() throws Exception {
    try (SipServer server = server();
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.start(Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(), List.of()));
      socket.setSoTimeout(10_000);
      List<Long> tags = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tags.add(HexFormat.fromHexDigitsToLong(tag(socket, address(server), i)));
      }
      assertThat(new HashSet<>(tags)).hasSize(8);
      for (int i = 2; i < tags.size(); i++) {
        assertThat(tags.get(i))
            .as("tag %s by the two before it", i)
            .isNotEqualTo(following(tags.get(i - 2), tags.get(i - 1)));
      }
    }
  }

  /** That the attack works, so that its failure says something. */
  @Test
  void twoNumbersOfASplittableRandomTellTheThird() {
    RandomGenerator weak = new SplittableRandom(47).split();
    long first = weak.nextLong();
    long second = weak.nextLong();
    assertThat(following(first, second)).isEqualTo(weak.nextLong());
  }

  /** The third number of a SplittableRandom: its state is a counter, and its mixing a bijection. */
  private static long following(long first, long second) {
    long last = unmixed(second);
    return mixed(last + (last - unmixed(first)));
  }

  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static long unmixed(long number) {
    long z = unshifted(number, 31) * inverse(0x94d049bb133111ebL);
    z = unshifted(z, 27) * inverse(0xbf58476d1ce4e5b9L);
    return unshifted(z, 30);
  }

  /** Undoes {@code z ^ (z >>> bits)}. */
  private static long unshifted(long mixed, int bits) {
    long z = mixed;
    for (int known = bits; known < 64; known += bits) {
      z = mixed ^ (z >>> bits);
    }
    return z;
  }

  /** Of an odd number modulo 2^64, by Newton. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 6; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }

  private static InetSocketAddress address(SipServer server) {
    String shown = server.listening().getFirst();
    int port = Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The To tag of the answer to an OPTIONS of ours. */
  private static String tag(DatagramSocket socket, InetSocketAddress server, int number)
      throws IOException {
    String options =
        """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bKo%d
        Max-Forwards: 70
        From: <sip:me@elsewhere.example>;tag=me
        To: <sip:pbx.example>
        Call-ID: the-same-lane
        CSeq: %d OPTIONS
        Content-Length: 0

        """
            .formatted(socket.getLocalPort(), number, number + 1)
            .replace("\n", "\r\n");
    byte[] bytes = options.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, server));
    DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
    socket.receive(answer);
    var response = MessageParser.parse(answer.getData(), 0, answer.getLength());
    assertThat(response).isNotNull();
    return String.valueOf(response.toTag());
  }

  private static SipServer server() {
    return new SipServer(
        SipServerProperties.defaults(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            "belfry",
            new byte[16]),
        new SipPorts(
            new NoBindings(),
            call -> true,
            MediaAnchor.NONE,
            (source, user, method, reason) -> {},
            new Guard(GuardProperties.DEFAULT, event -> {}),
            new Resolver(
                new ScriptedDns((delay, task) -> task.run()),
                InstantSource.system(),
                ResolverLimits.DEFAULT),
            Presence.defaults(),
            List.of(),
            WaitingSound.NONE,
            CplStore.NONE,
            Numbers.NONE,
            country -> CountryPrefixes.usual("49"),
            (note, callId) -> {}));
  }

  private static final class NoBindings implements BindingJournal {
    @Override
    public boolean append(List<BindingDelta> deltas) {
      return true;
    }

    @Override
    public List<Stored> restore() {
      return List.of();
    }
  }
}
