package org.belfry.appliance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.AuditLog.Difference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  private record Team(
      long id, String name, @Nullable String pin, List<Member> members, @Nullable Integer ring) {}

  private record Member(String extension) {}

  @Test
  void onlyWhatDiffersIsTold() {
    assertThat(
            Differences.between(
                new Team(1, "Sales", null, List.of(new Member("1001")), 60),
                new Team(1, "Sales", null, List.of(new Member("1002"), new Member("1003")), null)))
        .containsExactly(
            new Difference("members[0].extension", "1001", "1002"),
            new Difference("members[1].extension", null, "1003"),
            new Difference("ring", "60", null));
  }

  @Test
  void aNewThingHasAllItsFieldsButNoDatabaseNumber() {
    assertThat(Differences.between(null, new Team(7, "Sales", null, List.of(), null)))
        .containsExactly(new Difference("name", null, "Sales"));
  }

  @Test
  void secretsAreMaskedAndStillSeenToHaveChanged() {
    assertThat(
            Differences.between(
                new Team(1, "Board", "4711", List.of(), null),
                new Team(1, "Board", "2580", List.of(), null)))
        .containsExactly(new Difference("pin", "•••", "•••"));
  }

  private record Handset(Map<String, String> overrides) {}

  @Test
  void whatOnlyThePhonesMakerUnderstandsIsMasked() {
    assertThat(
            Differences.between(
                new Handset(Map.of("static.security.user", "admin:4711")),
                new Handset(Map.of("static.security.user", "admin:2580"))))
        .containsExactly(new Difference("overrides.static.security.user", "•••", "•••"));
  }

  @Test
  void theSameIsNoDifference() {
    Team team = new Team(1, "Sales", "1", List.of(), 1);

    assertThat(Differences.between(team, team)).isEmpty();
  }

  @Test
  void longValuesAreCut() {
    assertThat(Differences.between(null, new Team(1, "x".repeat(9000), null, List.of(), null)))
        .allSatisfy(d -> assertThat(d.after()).hasSizeLessThan(600));
  }

  private record Account(String extension, byte[] sealedPassword) {}

  @Test
  void bytesAreSeenToHaveChanged() {
    assertThat(
            Differences.between(
                new Account("1001", new byte[] {1}), new Account("1001", new byte[] {2})))
        .containsExactly(new Difference("sealedPassword", "•••", "•••"));
  }
}
