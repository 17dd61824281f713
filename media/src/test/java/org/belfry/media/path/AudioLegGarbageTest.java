package org.belfry.media.path;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzz target on seeded rows of packets. */
class AudioLegGarbageTest {

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 1000, 2000})
  void nothingHarmsALeg(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 500; seed++) {
      Random random = new Random(seed);
      byte[] data = new byte[random.nextInt(4000)];
      random.nextBytes(data);
      try {
        AudioLegFuzz.fuzzerTestOneInput(data);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
