package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.Lines;
import org.junit.jupiter.api.Test;

/** Lines that name an address of the other side do not pass. */
class PassedLinesTest {

  @Test
  void anAddressIsFoundBetweenBordersOnly() {
    Set<String> hidden = Set.of("10.0.0.1", "::1", "host-a.example");
    for (String value :
        List.of("10.0.0.1", "x:10.0.0.1", "110.0.0.1 10.0.0.1", "at ::1", "(host-a.example)")) {
      assertThat(passes(value, hidden)).as(value).isFalse();
    }
    for (String value :
        List.of("10.0.0.11", "110.0.0.1", "10.0.0.1.2", "fe80::1", "my.host-a.example")) {
      assertThat(passes(value, hidden)).as(value).isTrue();
    }
  }

  @Test
  void whatPassesIsWhatThePlainSearchLetsPass() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String value = text(random, 1 + random.nextInt(16));
      Set<String> hidden =
          Set.copyOf(
              List.of(
                  text(random, 1 + random.nextInt(4)), text(random, 1 + random.nextInt(3)) + "b"));
      assertThat(passes(value, hidden))
          .as("%s in %s", hidden, value)
          .isEqualTo(plain(value, hidden));
    }
  }

  /** 8 kB of addresses and a line of 40 kB: a hundred million comparisons, if made one by one. */
  @Test
  void addressesThatNearlyOccurEverywhereCostLittle() {
    Set<String> hidden = new LinkedHashSet<>();
    for (int length = 1; length <= 200; length++) {
      hidden.add("a".repeat(length));
    }
    String value = "x:" + "a".repeat(40_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (int i = 0; i < 200; i++) {
            assertThat(passes(value, hidden)).isTrue();
          }
        });
  }

  private static boolean plain(String value, Set<String> hidden) {
    for (String address : hidden) {
      for (int at = value.indexOf(address); at >= 0; at = value.indexOf(address, at + 1)) {
        if (isBorder(value, at - 1) && isBorder(value, at + address.length())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isBorder(String value, int at) {
    return at < 0 || at >= value.length() || "ab.".indexOf(value.charAt(at)) < 0;
  }

  private static String text(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append("aaab.:-".charAt(random.nextInt(7)));
    }
    return out.toString();
  }

  private static boolean passes(String value, Set<String> hidden) {
    Lines lines = new Lines(List.of(new Line('i', value)));
    return !new PassedLines(true, true, null, hidden).of(lines).isEmpty();
  }
}
