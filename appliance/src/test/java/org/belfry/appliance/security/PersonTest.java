package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.core.GrantedAuthority;

class PersonTest {

  @ParameterizedTest
  @CsvSource({
    "OWNER, OWNER ADMIN SUPERVISOR",
    "ADMIN, ADMIN SUPERVISOR",
    "SUPERVISOR, SUPERVISOR",
    "USER, ''"
  })
  void eachMayWhatThoseBelowMayAndThePortalIsForThoseWithAPhone(Role role, String roles) {
    assertThat(roles(new Person("x", "hash", role, false, false))).isEqualTo(roles);
    assertThat(roles(new Person("x", "hash", role, true, false)))
        .isEqualTo((roles + " USER").strip());
  }

  @Test
  void whoOwesACodeMayNothingElse() {
    Person owner = new Person("user:1", "hash", Role.OWNER, true, true);
    assertThat(roles(owner)).isEqualTo("CODE");
    assertThat(roles(owner.proved())).isEqualTo("OWNER ADMIN SUPERVISOR USER");
  }

  @Test
  void theHashIsForgottenInTheSession() {
    Person person = new Person("user:1", "hash", Role.USER, true, false);
    person.eraseCredentials();
    assertThat(person.getPassword()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "portal/voicemail, /portal/voicemail",
    "history?party=1001&x=%20, /history?party=1001&x=%20",
    "'', /",
    "//evil.example, /",
    "https://evil.example, /",
    "\\evil, /",
    "/portal, /"
  })
  void afterTheCodeOneGoesOnOnThisSiteOnly(String to, String there) {
    assertThat(CodeFilter.local(to)).isEqualTo(there);
  }

  @Test
  void whereIsNotSaidIsTheFrontDoor() {
    assertThat(CodeFilter.local(null)).isEqualTo("/");
  }

  private static String roles(Person person) {
    List<String> all =
        person.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .map(each -> each.substring("ROLE_".length()))
            .toList();
    return String.join(" ", all);
  }
}
