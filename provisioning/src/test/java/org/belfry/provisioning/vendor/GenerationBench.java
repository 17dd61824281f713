package org.belfry.provisioning.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.profile.PhoneProfile;
import org.junit.jupiter.api.Test;

/**
 * What the files of a phone take to be made; two milliseconds are the goal. Not among the tests, as
 * it is about time: {@code ./belfry bench boot}.
 */
class GenerationBench {
  private static final Duration GOAL = Duration.ofMillis(2);
  private static final int ROUNDS = 20;

  @Test
  void thePhonesFilesOfEveryModelAreMadeInLessThanTwoMillisecondsEach() {
    List<PhoneProfile> phones =
        Catalogue.models().stream().map(model -> SamplePhones.full(model, null)).toList();
    make(phones);
    long began = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      make(phones);
    }
    Duration each = Duration.ofNanos((System.nanoTime() - began) / (ROUNDS * phones.size()));
    System.out.println("boot: the files of one phone are made in " + each.toNanos() / 1000 + " us");
    assertThat(each).isLessThan(GOAL);
  }

  private static void make(List<PhoneProfile> phones) {
    phones.forEach(
        phone -> Profiles.files(phone).forEach(file -> assertThat(file.tag()).hasSize(32)));
  }
}
