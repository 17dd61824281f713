package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class PeopleTest {

  @Test
  void whoSignsInByExtensionAndByMailAddressIsCountedAsOne(LocalAppliance appliance) {
    long id =
        appliance
            .api()
            .post(
                "/api/v1/users",
                "{\"extension\":\"7301\",\"name\":\"Cara\",\"email\":\"Cara@example.org\"}")
            .id();
    try {
      People people = appliance.part(People.class);
      assertThat(people.counted(" cara@EXAMPLE.org")).isEqualTo("7301");
      assertThat(people.counted("7301")).isEqualTo("7301");
      assertThat(people.counted("admin")).isEqualTo("admin");
    } finally {
      appliance.api().delete("/api/v1/users/" + id);
    }
  }
}
