package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of random phones that offer, answer, hold, add and refuse at random, each from one seed;
 * after every step what must always be so is looked at.
 */
class RandomNegotiationTest {
  private static final Set<String> TOLD_TO_ALL = Set.of("0.0.0.0", "127.0.0.1");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatMustAlwaysBeSoIsSo(long seed) {
    int agreements = 0;
    for (int i = 0; i < 150; i++) {
      long one = seed * 1000 + i;
      try {
        agreements += new Walk(one).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + one, e);
      }
    }
    assertThat(agreements).isGreaterThan(200); // of 900 rounds: they are not all refused
  }

  private static final class Walk {
    private final Random random;
    private final RandomPhone a;
    private final RandomPhone b;
    private final Map<Side, Integer> lines = new HashMap<>();
    private final Map<String, String> mids = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final Map<Side, Long> versions = new HashMap<>();
    private MediaNegotiation call;
    private int agreements;

    Walk(long seed) {
      random = new Random(seed);
      a = new RandomPhone(random, "10.1.");
      b = new RandomPhone(random, "10.2.");
      CodecPolicy.Adding[] adding = CodecPolicy.Adding.values();
      call =
          MediaNegotiation.between(
              a.profile(),
              b.profile(),
              CodecPolicy.DEFAULT
                  .withAdding(adding[random.nextInt(adding.length)])
                  .withDigits(random.nextBoolean()));
    }

    /** How many offers came to an agreement. */
    int run() {
      for (int round = 0; round < 6; round++) {
        Side from = random.nextBoolean() ? Side.A : Side.B;
        round(from, phone(from), phone(from.other()));
      }
      return agreements;
    }

    private RandomPhone phone(Side side) {
      return side == Side.A ? a : b;
    }

    private void round(Side from, RandomPhone offerer, RandomPhone answerer) {
      SessionDescription offer = offerer.offer();
      MediaNegotiation.Forwarded onward;
      try {
        onward = call.offer(from, offer, Ours.to(from.other()));
      } catch (BadSdp refused) {
        assertThat(refused.getMessage()).matches("[ -~&&[^\"\\\\]]{1,300}");
        offerer.forget();
        return;
      }
      check(from.other(), onward.description(), offer);
      assertThat(onward.description().media()).hasSameSizeAs(offer.media());
      if (random.nextInt(5) == 0) {
        call = onward.next().refused();
        offerer.forget();
        return;
      }
      SessionDescription answer = answerer.answer(onward.description());
      try {
        MediaNegotiation.Answered answered =
            onward.next().answer(from.other(), answer, Ours.to(from));
        settle(from, offer);
        settle(from.other(), answer);
        check(from, answered.description(), answer);
        checkAnswer(offer, answered.description());
        checkAgreement(answered.agreement());
        offerer.agreed(offer);
        answerer.agreed(answer);
        if (random.nextInt(4) == 0) {
          answered = answered.next().answer(from.other(), answer, Ours.to(from));
          check(from, answered.description(), answer);
        }
        call = answered.next();
        agreements++;
      } catch (BadSdp refused) {
        assertThat(refused.getMessage()).matches("[ -~&&[^\"\\\\]]{1,300}");
        call = onward.next().refused();
        offerer.forget();
      }
    }

    /** A side gives its names and numbers once for all, at its first word that counts. */
    private void settle(Side side, SessionDescription theirs) {
      for (int i = 0; i < theirs.media().size(); i++) {
        MediaDescription section = theirs.media().get(i);
        String line = side + " " + i + " " + section.type();
        if (section.mid() != null) {
          mids.putIfAbsent(line, section.mid());
        }
        if (section.port() != 0) {
          for (PayloadFormat format : section.payloadFormats()) {
            numbers.put(line + " " + format.payloadType(), format.codec());
          }
        }
      }
    }

    /** What one side is told, whatever it is about. */
    private void check(Side to, SessionDescription ours, SessionDescription other) {
      for (String address : other.addresses()) {
        if (!TOLD_TO_ALL.contains(address)) {
          assertThat(ours.text()).doesNotContain(address);
        }
      }
      assertThat(ours.text()).doesNotContain("THEIRKEY").doesNotContain("theirufrag");
      assertThat(Samples.parsed(ours.text())).isEqualTo(ours);
      long version = Long.parseLong(ours.origin().version());
      assertThat(version).isGreaterThanOrEqualTo(versions.getOrDefault(to, 0L));
      versions.put(to, version);
      for (int i = 0; i < ours.media().size(); i++) {
        MediaDescription section = ours.media().get(i);
        String line = to + " " + i + " " + section.type();
        if (section.mid() != null && mids.containsKey(line)) {
          assertThat(section.mid()).isEqualTo(mids.get(line));
        }
        if (section.type().equals("audio") && section.port() != 0) {
          var here = new ArrayList<Integer>();
          for (PayloadFormat format : section.payloadFormats()) {
            here.add(format.payloadType());
            String meaning =
                numbers.computeIfAbsent(line + " " + format.payloadType(), none -> format.codec());
            assertThat(meaning).isEqualTo(format.codec());
          }
          assertThat(here).doesNotHaveDuplicates().hasSameSizeAs(section.line().formats());
        }
      }
    }

    private void checkAnswer(SessionDescription offer, SessionDescription answer) {
      assertThat(answer.media()).hasSameSizeAs(offer.media());
      for (int i = 0; i < offer.media().size(); i++) {
        MediaDescription asked = offer.media().get(i);
        MediaDescription told = answer.media().get(i);
        assertThat(told.type()).isEqualTo(asked.type());
        assertThat(told.protocol()).isEqualTo(asked.protocol());
        assertThat(told.mid()).isEqualTo(asked.mid());
        if (asked.port() == 0) {
          assertThat(told.port()).isZero();
        } else if (told.port() != 0) {
          assertThat(asked.line().formats()).containsAll(told.line().formats());
          assertThat(told.rtcpMux()).isEqualTo(asked.rtcpMux());
        }
      }
    }

    private void checkAgreement(Agreement agreement) {
      int before = lines.getOrDefault(Side.A, 0);
      assertThat(agreement.streams().size()).isGreaterThanOrEqualTo(before);
      lines.put(Side.A, agreement.streams().size());
      for (AgreedStream.Open stream : agreement.open()) {
        assertThat(stream.a().direction()).isEqualTo(stream.b().direction().reversed());
        assertThat(stream.a().codec()).isNotNull();
        assertThat(stream.b().codec()).isNotNull();
        for (Side side : Side.values()) {
          checkPayloads(stream, side);
        }
      }
    }

    /** Whatever a side may send arrives as something the other side asked for. */
    private static void checkPayloads(AgreedStream.Open stream, Side side) {
      List<Integer> wanted =
          stream.leg(side.other()).sends().stream().map(PayloadFormat::payloadType).toList();
      for (PayloadFormat format : stream.leg(side).receives()) {
        int target = stream.from(side).target(format.payloadType());
        assertThat(target).isNotEqualTo(PayloadMap.DROP);
        if (target >= 0) {
          assertThat(wanted).contains(target);
        }
        if (stream.transcoding() != null) {
          assertThat(target).isEqualTo(PayloadMap.TRANSCODE);
        }
      }
    }
  }
}
