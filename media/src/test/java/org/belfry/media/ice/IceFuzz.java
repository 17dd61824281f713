package org.belfry.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;

/**
 * A datagram of anything, to agents of both kinds; what is a message leaves as one that reads the
 * same; and a candidate line of anything. Also a Jazzer target.
 */
public final class IceFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InetSocketAddress BASE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 10000);
  private static final InetSocketAddress FROM =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 10000);
  private static final IceCredentials OURS = new IceCredentials("ours", "ours-ours-ours-ours-ours");
  private static final IntegrityKey KEY = IntegrityKey.shortTerm(OURS.password());

  private IceFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (StunCodec.read(data) instanceof ReceivedStun stun) {
      stun.isSignedBy(KEY);
      again(stun.message());
    }
    give(data);
    line(new String(data, StandardCharsets.UTF_8));
  }

  private static void again(StunMessage message) {
    byte[] wire;
    try {
      wire = StunCodec.write(message, KEY);
    } catch (IllegalArgumentException e) {
      return; // values that may be received and never sent, such as priorities beyond 2^31
    }
    if (!(StunCodec.read(wire) instanceof ReceivedStun read)
        || read.message().attributes().size() != message.attributes().size()) {
      throw new AssertionError("it reads differently when it left");
    }
    give(wire); // as if it came from somebody who knows the password
  }

  private static void give(byte[] data) {
    IceOutput output =
        new IceOutput() {
          @Override
          public void send(byte[] bytes, InetSocketAddress base, InetSocketAddress to) {
            if (!(StunCodec.read(bytes) instanceof ReceivedStun)) {
              throw new AssertionError("we sent what is no message");
            }
          }

          @Override
          public void happened(IceEvent event) {}
        };
    List<LocalCandidate> locals = CandidatePolicy.DEFAULT.candidates(List.of(BASE), 1);
    for (IceAgent agent :
        new IceAgent[] {
          new LiteAgent(IceSettings.DEFAULT, OURS, locals, output),
          new FullAgent(IceSettings.DEFAULT, OURS, locals, true, new Random(1), output)
        }) {
      agent.remote(new RemoteIce(OURS, false, List.of()), NOW);
      agent.received(data, 0, data.length, FROM, BASE, NOW);
      agent.wake(NOW.plus(Duration.ofSeconds(1)));
      agent.debugState();
    }
  }

  private static void line(String text) {
    if (Candidate.parse(text) instanceof Candidate.Usable usable
        && !Candidate.parse(usable.candidate().toLine()).equals(usable)) {
      throw new AssertionError("it reads differently when it left: " + usable);
    }
  }
}
