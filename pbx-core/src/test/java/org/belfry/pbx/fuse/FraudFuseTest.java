package org.belfry.pbx.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.fuse.FuseSettings.FirstCalls;
import org.junit.jupiter.api.Test;

/** The fraud fuse as a machine: what it is told, and what it decides. */
class FraudFuseTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FuseKey USER_PREMIUM = new FuseKey(FuseScope.USER, "1001", FuseKind.PREMIUM);
  private static final FuseKey SITE_PREMIUM = new FuseKey(FuseScope.SITE, "", FuseKind.PREMIUM);
  private static final FuseKey SITE_DOMESTIC = new FuseKey(FuseScope.SITE, "", FuseKind.DOMESTIC);

  /** A Tuesday. */
  private Instant now = at("2026-03-10T10:00");

  private final KeptFuse kept = new KeptFuse();
  private FraudFuse fuse = new FraudFuse(FuseSettings.defaults(BERLIN), kept);
  private int calls;

  @Test
  void oneMoreThanAreAllowedAtOnceBlowsTheFuseOfTheUser() {
    passes("1001", "+49900100", NumberClass.PREMIUM);
    passes("1001", "+49900101", NumberClass.PREMIUM);
    BlownFuse blown = refused("1001", "+49900102", NumberClass.PREMIUM);
    assertThat(blown)
        .isEqualTo(new BlownFuse(USER_PREMIUM, FuseMeasure.AT_ONCE, 2, now, "+49900102", "1001"));
  }

  @Test
  void aBlownFuseRefusesItsKindOnlyAndItsUserOnly() {
    blowsPremiumOf1001();
    passes("1001", "+493012345", NumberClass.LOCAL);
    passes("1002", "+49900100", NumberClass.PREMIUM);
    refused("1001", "+49900100", NumberClass.PREMIUM);
  }

  @Test
  void aBlownFuseStaysBlownWhenItsCallsAreOverAndADayLater() {
    blowsPremiumOf1001().forEach(id -> fuse.ended(id, now));
    now = now.plus(Duration.ofDays(2));
    fuse.tick(now);
    refused("1001", "+49900100", NumberClass.PREMIUM);
    assertThat(fuse.blown(now))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.key()).isEqualTo(USER_PREMIUM);
          assertThat(f.refused()).isEqualTo(2);
        });
  }

  @Test
  void emergencyCallsAreNeverCountedNorRefusedNorEnded() {
    fuse.set(
        FuseSettings.defaults(BERLIN)
            .with(SITE_DOMESTIC, new FuseLimits(1, 1, 1, 1, 1, 1))
            .cutting(Set.of(FuseKind.values())));
    passes("1001", "+493012345", NumberClass.LOCAL);
    refused("1001", "+493012345", NumberClass.LOCAL);
    for (int i = 0; i < 100; i++) {
      String emergency = passes("1001", "112", NumberClass.EMERGENCY);
      fuse.answered(emergency, now);
      assertThat(fuse.tick(now)).doesNotContain(emergency);
    }
    assertThat(fuse.used(now)).allSatisfy(f -> assertThat(f.day().calls()).isLessThan(2));
  }

  @Test
  void callsOfAnHourAreThoseOfTheLastSixtyMinutes() {
    fuse.set(settings(new FuseLimits(0, 3, 0, 0, 0, 0)));
    for (int i = 0; i < 3; i++) {
      fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
      now = now.plus(Duration.ofMinutes(20));
    }
    // The first of them is an hour old.
    fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
    assertThat(refused("1001", "+49900100", NumberClass.PREMIUM).measure())
        .isEqualTo(FuseMeasure.CALLS_PER_HOUR);
  }

  @Test
  void callsOfADayAreThoseOfTheLastTwentyFourHours() {
    fuse.set(settings(new FuseLimits(0, 0, 2, 0, 0, 0)));
    fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
    now = now.plus(Duration.ofHours(23));
    fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
    now = now.plus(Duration.ofHours(1));
    fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
    assertThat(refused("1001", "+49900100", NumberClass.PREMIUM).measure())
        .isEqualTo(FuseMeasure.CALLS_PER_DAY);
  }

  @Test
  void minutesOfACallThatGoesOnBlowTheFuseAndTheCallIsEnded() {
    String call = passes("1001", "+49900100", NumberClass.PREMIUM);
    fuse.answered(call, now);
    talks(Duration.ofMinutes(29));
    assertThat(fuse.tick(now)).isEmpty();
    talks(Duration.ofMinutes(1));
    assertThat(fuse.tick(now)).containsExactly(call);
    assertThat(fuse.blown(now).getFirst().blown())
        .isEqualTo(
            new BlownFuse(
                USER_PREMIUM, FuseMeasure.MINUTES_PER_HOUR, 30, now, "+49900100", "1001"));
  }

  @Test
  void aKindThatIsNotToBeCutGoesOnTalking() {
    fuse.set(settings(new FuseLimits(0, 0, 0, 5, 0, 0)).cutting(Set.of()));
    String call = passes("1001", "+49900100", NumberClass.PREMIUM);
    fuse.answered(call, now);
    talks(Duration.ofMinutes(5));
    assertThat(fuse.tick(now)).isEmpty();
    refused("1001", "+49900100", NumberClass.PREMIUM);
  }

  @Test
  void ringingCostsNeitherMinutesNorMoney() {
    fuse.set(settings(new FuseLimits(0, 0, 0, 1, 0, 1)).with(rate("+49900", 1_990_000)));
    passes("1001", "+49900100", NumberClass.PREMIUM);
    talks(Duration.ofMinutes(10));
    passes("1001", "+49900100", NumberClass.PREMIUM);
    assertThat(fuse.used(now)).allSatisfy(f -> assertThat(f.day().millis()).isZero());
  }

  @Test
  void eachMinuteThatBeginsCostsWhatTheLongestPrefixSays() {
    fuse.set(
        settings(new FuseLimits(0, 0, 0, 0, 0, 5_000_000))
            .with(
                new CallRates(
                    List.of(
                        new CallRates.Rate("+49", "Germany", 10_000),
                        new CallRates.Rate("+49900", "Premium", 1_990_000)))));
    String call = passes("1001", "+49900100", NumberClass.PREMIUM);
    fuse.answered(call, now);
    assertThat(day(USER_PREMIUM).cost()).isEqualTo(1_990_000);
    now = now.plusSeconds(61);
    assertThat(fuse.tick(now)).isEmpty();
    assertThat(day(USER_PREMIUM).cost()).isEqualTo(3_980_000);
    now = now.plusSeconds(60);
    assertThat(fuse.tick(now)).containsExactly(call);
    assertThat(fuse.blown(now).getFirst().blown().measure()).isEqualTo(FuseMeasure.COST_PER_DAY);
  }

  @Test
  void afterItsReleaseAFuseCountsFromZero() {
    fuse.set(settings(new FuseLimits(0, 2, 2, 0, 0, 0)));
    passes("1001", "+49900100", NumberClass.PREMIUM);
    passes("1001", "+49900100", NumberClass.PREMIUM);
    refused("1001", "+49900100", NumberClass.PREMIUM);
    now = now.plusSeconds(30);
    assertThat(fuse.release(USER_PREMIUM, now)).isNotNull();
    passes("1001", "+49900100", NumberClass.PREMIUM);
    passes("1001", "+49900100", NumberClass.PREMIUM);
    refused("1001", "+49900100", NumberClass.PREMIUM);
    assertThat(fuse.release(USER_PREMIUM, now)).isNotNull();
    assertThat(fuse.release(USER_PREMIUM, now)).isNull();
  }

  @Test
  void whatTheSitePaysForCountsForTrunkAndSite() {
    FuseKey trunk = new FuseKey(FuseScope.TRUNK, "berlin", FuseKind.PREMIUM);
    fuse.set(FuseSettings.defaults(BERLIN).with(trunk, new FuseLimits(1, 0, 0, 0, 0, 0)));
    passes(null, "+49900100", NumberClass.PREMIUM);
    assertThat(refused(null, "+49900100", NumberClass.PREMIUM).key()).isEqualTo(trunk);
  }

  @Test
  void aUserWithLimitsOfItsOwnHasThose() {
    FuseKey bosses = new FuseKey(FuseScope.USER, "1002", FuseKind.PREMIUM);
    fuse.set(
        settings(new FuseLimits(1, 0, 0, 0, 0, 0)).with(bosses, new FuseLimits(3, 0, 0, 0, 0, 0)));
    for (int i = 0; i < 3; i++) {
      passes("1002", "+49900100", NumberClass.PREMIUM);
    }
    assertThat(refused("1002", "+49900100", NumberClass.PREMIUM).limit()).isEqualTo(3);
  }

  @Test
  void aFuseThatIsSwitchedOffCountsAndRefusesNothing() {
    FuseSettings on = FuseSettings.defaults(BERLIN);
    fuse.set(
        new FuseSettings(
            false, on.limits(), on.cut(), FirstCalls.ASK_OWNER, on.normal(), on.rates(), BERLIN));
    for (int i = 0; i < 50; i++) {
      passes("1001", "+49900100", NumberClass.PREMIUM);
    }
    assertThat(day(SITE_PREMIUM).calls()).isEqualTo(50);
    assertThat(fuse.tick(now)).isEmpty();
  }

  @Test
  void aSundayNightLetsThroughTheFloorThenTwiceTheBusiestOfTheLastWeeks() {
    fuse.set(unlimited());
    Instant sunday = at("2026-03-01T03:00");
    now = sunday.plus(Duration.ofMinutes(10));
    for (int i = 0; i < 20; i++) {
      // As many as two weeks ago at this hour, when nothing was known: the floor.
      fuse.ended(passes("1001", "+49301" + i, NumberClass.LOCAL), now);
    }
    now = sunday.plus(Duration.ofDays(14)).plus(Duration.ofMinutes(40));
    for (int i = 0; i < 40; i++) {
      fuse.ended(passes("1001", "+49301" + i, NumberClass.LOCAL), now);
    }
    BlownFuse blown = refused("1001", "+493012345", NumberClass.LOCAL);
    assertThat(blown.key()).isEqualTo(SITE_DOMESTIC);
    assertThat(blown.measure()).isEqualTo(FuseMeasure.UNUSUAL_HOUR);
    assertThat(blown.limit()).isEqualTo(40);
  }

  @Test
  void anHourInWhichTheFuseBlewIsNoExample() {
    fuse.set(unlimited());
    now = at("2026-03-01T03:10");
    for (int i = 0; i < 20; i++) {
      fuse.ended(passes("1001", "+49301" + i, NumberClass.LOCAL), now);
    }
    refused("1001", "+493012345", NumberClass.LOCAL);
    fuse.release(SITE_DOMESTIC, now);
    now = now.plus(Duration.ofDays(7));
    for (int i = 0; i < 20; i++) {
      fuse.ended(passes("1001", "+49301" + i, NumberClass.LOCAL), now);
    }
    assertThat(refused("1001", "+493012345", NumberClass.LOCAL).limit()).isEqualTo(20);
  }

  @Test
  void aWorkingDayHasNoLearnedLimit() {
    fuse.set(unlimited());
    for (int i = 0; i < 100; i++) {
      fuse.ended(passes("1001", "+49301" + i, NumberClass.LOCAL), now);
    }
    assertThat(fuse.blown(now)).isEmpty();
  }

  @Test
  void theFirstCallToACountryWaitsUntilSomebodyReleasesIt() {
    fuse.set(FuseSettings.defaults(BERLIN).with(FirstCalls.ASK_OWNER));
    assertThat(asked("1001", "+88213", NumberClass.PREMIUM, null))
        .isEqualTo(new FuseVerdict.Hold("ZZ", false));
    assertThat(asked("1001", "+37112345", NumberClass.INTERNATIONAL, "LV"))
        .isEqualTo(new FuseVerdict.Hold("LV", false));
    assertThat(asked("1002", "+37112346", NumberClass.INTERNATIONAL, "LV"))
        .isEqualTo(new FuseVerdict.Hold("LV", false));
    assertThat(fuse.held())
        .extracting(HeldCountry::country, HeldCountry::payer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ZZ", "1001"),
            org.assertj.core.groups.Tuple.tuple("LV", "1001"));
    assertThat(fuse.allow("LV", now)).isTrue();
    assertThat(asked("1002", "+37112346", NumberClass.INTERNATIONAL, "LV"))
        .isInstanceOf(FuseVerdict.Pass.class);
    assertThat(fuse.held()).extracting(HeldCountry::country).containsExactly("ZZ");
    passes("1001", "+493012345", NumberClass.LOCAL);
  }

  @Test
  void aCountryThatHasAnsweredBeforeIsKnown() {
    String call = "call-" + calls;
    asked("1001", "+3312345", NumberClass.INTERNATIONAL, "FR");
    fuse.answered(call, now);
    fuse.set(FuseSettings.defaults(BERLIN).with(FirstCalls.ASK_CALLER));
    assertThat(asked("1001", "+3312345", NumberClass.INTERNATIONAL, "FR"))
        .isInstanceOf(FuseVerdict.Pass.class);
    assertThat(asked("1001", "+3712345", NumberClass.INTERNATIONAL, "LV"))
        .isEqualTo(new FuseVerdict.Hold("LV", true));
  }

  @Test
  void aRestartForgetsNothing() {
    fuse.set(settings(new FuseLimits(0, 0, 3, 0, 0, 0)).with(FirstCalls.ASK_OWNER));
    blowsPremiumOf(1001, 3);
    fuse.release(USER_PREMIUM, now);
    passes("1001", "+49900100", NumberClass.PREMIUM);
    blowsPremiumOf(1002, 3);
    asked("1003", "+37112345", NumberClass.INTERNATIONAL, "LV");
    fuse.allow("FR", now);
    FuseSettings settings = fuse.settings();
    fuse = new FraudFuse(settings, kept);
    fuse.restore(kept.kept());
    refused("1002", "+49900100", NumberClass.PREMIUM);
    assertThat(fuse.held()).extracting(HeldCountry::country).containsExactly("LV");
    assertThat(asked("1003", "+3312345", NumberClass.INTERNATIONAL, "FR"))
        .isInstanceOf(FuseVerdict.Pass.class);
    passes("1001", "+49900100", NumberClass.PREMIUM);
    passes("1001", "+49900100", NumberClass.PREMIUM);
    assertThat(refused("1001", "+49900100", NumberClass.PREMIUM).measure())
        .isEqualTo(FuseMeasure.CALLS_PER_DAY);
  }

  @Test
  void whatIsTooOldIsForgotten() {
    fuse.ended(passes("1001", "+49900100", NumberClass.PREMIUM), now);
    now = now.plus(FraudFuse.MEMORY).plus(FraudFuse.SLOT);
    fuse.tick(now);
    assertThat(fuse.used(now)).isEmpty();
    assertThat(day(SITE_PREMIUM)).isEqualTo(FuseTally.ZERO);
  }

  @Test
  void aCallThatIsOverCountsNoFurther() {
    String call = passes("1001", "+49900100", NumberClass.PREMIUM);
    fuse.answered(call, now);
    now = now.plusSeconds(90);
    fuse.ended(call, now);
    fuse.ended(call, now);
    now = now.plusSeconds(90);
    fuse.tick(now);
    assertThat(day(USER_PREMIUM).millis()).isEqualTo(90_000);
  }

  private FuseTally day(FuseKey key) {
    return fuse.used(now).stream()
        .filter(each -> each.key().equals(key))
        .map(FraudFuse.Used::day)
        .findFirst()
        .orElse(FuseTally.ZERO);
  }

  private void talks(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      now = now.plus(FraudFuse.TICK);
      if (now.isBefore(until)) {
        assertThat(fuse.blown(now)).isEmpty();
        fuse.tick(now);
      }
    }
  }

  private List<String> blowsPremiumOf1001() {
    List<String> ids =
        List.of(
            passes("1001", "+49900100", NumberClass.PREMIUM),
            passes("1001", "+49900100", NumberClass.PREMIUM));
    refused("1001", "+49900100", NumberClass.PREMIUM);
    return ids;
  }

  private void blowsPremiumOf(int user, int count) {
    for (int i = 0; i < count; i++) {
      fuse.ended(passes("" + user, "+49900100", NumberClass.PREMIUM), now);
    }
    refused("" + user, "+49900100", NumberClass.PREMIUM);
  }

  private String passes(String payer, String number, NumberClass kind) {
    String id = "call-" + calls;
    assertThat(asked(payer, number, kind, "DE")).isInstanceOf(FuseVerdict.Pass.class);
    return id;
  }

  private BlownFuse refused(String payer, String number, NumberClass kind) {
    FuseVerdict verdict = asked(payer, number, kind, "DE");
    assertThat(verdict).isInstanceOf(FuseVerdict.Refuse.class);
    return ((FuseVerdict.Refuse) verdict).fuse();
  }

  private FuseVerdict asked(String payer, String number, NumberClass kind, String country) {
    String id = "call-" + calls++;
    return fuse.asked(
        new CountedCall(id, id, payer, "berlin", number, kind, country, "DE".equals(country)), now);
  }

  /** Of premium numbers, for users; nothing else is limited. */
  private static FuseSettings settings(FuseLimits users) {
    return unlimited().with(new FuseKey(FuseScope.USER, "", FuseKind.PREMIUM), users);
  }

  private static FuseSettings unlimited() {
    FuseSettings settings =
        FuseSettings.defaults(BERLIN)
            .with(
                new NormalHours(
                    true,
                    NormalHours.DEFAULT.from(),
                    NormalHours.DEFAULT.to(),
                    2,
                    java.util.Map.of(
                        FuseKind.PREMIUM, 100,
                        FuseKind.INTERNATIONAL, 100,
                        FuseKind.DOMESTIC, 20)));
    for (FuseKey key : FuseSettings.LIMITS.keySet()) {
      settings = settings.with(key, FuseLimits.NONE);
    }
    return settings;
  }

  private static CallRates rate(String prefix, long perMinute) {
    return new CallRates(List.of(new CallRates.Rate(prefix, "", perMinute)));
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }
}
