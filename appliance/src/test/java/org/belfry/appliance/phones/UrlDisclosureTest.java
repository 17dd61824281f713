package org.belfry.appliance.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.network.PhoneAddresses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class UrlDisclosureTest {
  private static final String PHONE =
      "{\"mac\":\"805ec0777777\",\"brand\":\"yealink\",\"model\":\"T54W\",\"user\":\"3771\"}";
  private LocalAppliance appliance;
  private ApiClient api;
  private long user;
  private Answer adopted;

  @BeforeEach
  void adopt(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    user = api.post("/api/v1/users", "{\"extension\":\"3771\",\"name\":\"Zoe\"}").id();
    adopted = api.post("/api/v1/phones", PHONE);
    assertThat(adopted.status()).as(adopted.raw().body()).isEqualTo(201);
  }

  @AfterEach
  void clear() {
    api.delete("/api/v1/phones/" + adopted.id());
    api.delete("/api/v1/users/" + user);
  }

  @Test
  void aPhoneIsToldItsAddressUntilItHasItsFilesAndThenWhenSomebodySaysSo() {
    assertThat(told()).isTrue();
    fetch();
    assertThat(told()).isFalse();
    api.post("/api/v1/phones/" + adopted.id() + "/welcome", "");
    assertThat(told()).isTrue();
    Phone phone = appliance.part(Phones.class).byId(adopted.id()).orElseThrow();
    Instant later = Instant.now().plus(UrlDisclosure.OPEN).plus(Duration.ofSeconds(1));
    assertThat(appliance.part(UrlDisclosure.class).isOpen(phone, later)).isFalse();
    assertThat(told()).isFalse();
  }

  @Test
  void anotherDeviceInItsPlaceIsTold() {
    fetch();
    api.post("/api/v1/phones/" + adopted.id() + "/swap", "{\"mac\":\"805ec0777778\"}");
    assertThat(told()).isTrue();
  }

  private void fetch() {
    String url = adopted.text("provisioningUrl") + "805ec0777777.cfg";
    assertThat(api.send(api.anonymous().request(url).GET()).status()).isEqualTo(200);
  }

  private boolean told() {
    return appliance.part(PhoneAddresses.class).addresses().stream()
        .anyMatch(each -> each.phone() == adopted.id());
  }
}
