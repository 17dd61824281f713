package org.belfry.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.belfry.media.jitter.JitterBuffer.Playout;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random senders over random networks; what must hold in any weather. */
class JitterWeatherTest {
  private record Sent(
      int number,
      int sequence,
      int timestamp,
      int ssrc,
      Content content,
      int ticks,
      long arrival) {}

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 1000, 2000, 3000})
  void theInvariantsHold(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 60; seed++) {
      try {
        walk(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void walk(Random random) {
    int clock = random.nextBoolean() ? 8000 : 48_000;
    int[] lengths = {10, 20, 30, 40, 60};
    int ptime = lengths[random.nextInt(lengths.length)];
    List<Sent> sent = weather(random, clock, ptime);
    JitterSettings settings = JitterSettings.DEFAULT;
    JitterBuffer buffer = new JitterBuffer(settings, clock, ptime);
    boolean[] played = new boolean[sent.size() * 2 + 10_000];
    int lastPlayed = -1;
    int next = 0;
    long frame = ptime * 1_000_000L;
    long phase = (long) (random.nextDouble() * frame);
    long end = sent.getLast().arrival + 10_000_000_000L;
    long playedCount = 0;
    for (long now = phase; now < end; now += frame) {
      for (; next < sent.size() && sent.get(next).arrival <= now; next++) {
        put(buffer, sent.get(next));
      }
      if (random.nextInt(500) == 0 && next < sent.size()) {
        now += frame * random.nextInt(100); // our own thread was held up
      }
      Playout playout = buffer.take(now, random.nextInt(3) == 0);
      if (playout == Playout.FRAME) {
        playedCount++;
        int number = number(buffer.current());
        assertThat(played[number]).as("%d played once", number).isFalse();
        played[number] = true;
        assertThat(number).as("in order").isGreaterThan(lastPlayed);
        lastPlayed = number;
      } else if (playout == Playout.MISSING) {
        assertThat(buffer.missingTicks()).isBetween(1, clock / 1000 * 120);
      }
      JitterFigures f = buffer.figures(now);
      assertThat(f.held()).isBetween(0, JitterBuffer.CAPACITY);
      assertThat(f.targetMs()).isBetween(settings.minDelayMs(), settings.maxDelayMs());
      assertThat(f.received())
          .as("each packet has one fate: %s", f)
          .isEqualTo(
              f.played()
                  + f.late()
                  + f.duplicates()
                  + f.strays()
                  + f.tooLong()
                  + f.leftOut()
                  + f.events()
                  + f.held());
      assertThat(f.played()).isEqualTo(playedCount);
    }
    JitterFigures f = buffer.figures(end);
    assertThat(f.held()).as("nothing is left lying: %s", f).isZero();
    assertThat(f.played()).as("most is played: %s", f).isGreaterThan(sent.size() / 4);
  }

  private static List<Sent> weather(Random random, int clock, int ptime) {
    double loss = random.nextInt(4) == 0 ? 0.3 : random.nextDouble() * 0.1;
    double repeat = random.nextDouble() * 0.05;
    double jitterMs = random.nextDouble() * random.nextInt(120);
    double drift = 1 + (random.nextDouble() - 0.5) * 1e-3;
    int ticks = clock / 1000 * ptime;
    int sequence = random.nextInt(65536);
    int timestamp = random.nextInt();
    int ssrc = 0;
    double atMs = 1000;
    List<Sent> all = new ArrayList<>();
    for (int number = 0; number < 1500; number++) {
      Content content = Content.SOUND;
      int chance = random.nextInt(400);
      if (chance == 0) {
        ssrc++;
        sequence = random.nextInt(65536);
        timestamp = random.nextInt();
      } else if (chance == 1) {
        content = Content.NOISE;
      } else if (chance == 2) {
        int pause = random.nextInt(200);
        timestamp += pause * ticks;
        atMs += pause * ptime;
      } else if (chance == 3) {
        content = Content.EVENT;
      } else if (chance == 4) {
        atMs += random.nextInt(3000); // an outage of the sender: its clock stands still
      }
      if (random.nextDouble() >= loss) {
        double late = Math.abs(random.nextGaussian()) * jitterMs;
        long arrival = (long) ((atMs * drift + late) * 1e6);
        all.add(new Sent(number, sequence, timestamp, ssrc, content, ticks, arrival));
        if (random.nextDouble() < repeat) {
          long again = arrival + (long) (random.nextDouble() * 1e8);
          all.add(new Sent(number, sequence, timestamp, ssrc, content, ticks, again));
        }
      }
      sequence = (sequence + 1) & 0xffff;
      timestamp += ticks;
      atMs += ptime;
    }
    all.sort(Comparator.comparingLong(Sent::arrival));
    // A repetition from before another SSRC would be a third beginning: senders do not do that.
    int highest = 0;
    List<Sent> tidy = new ArrayList<>();
    for (Sent s : all) {
      highest = Math.max(highest, s.ssrc);
      if (s.ssrc == highest) {
        tidy.add(s);
      }
    }
    return tidy;
  }

  private static void put(JitterBuffer buffer, Sent s) {
    Packet packet = new Packet();
    packet.beginRtp(0, s.sequence, s.timestamp, s.ssrc, 4);
    int at = packet.payloadOffset();
    packet.bytes()[at] = (byte) (s.number >> 8);
    packet.bytes()[at + 1] = (byte) s.number;
    buffer.put(packet, s.content, s.ticks, s.arrival);
  }

  private static int number(HeldPacket packet) {
    return (packet.bytes()[0] & 0xff) << 8 | packet.bytes()[1] & 0xff;
  }
}
