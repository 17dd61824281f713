package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.directory.EmergencyPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Locations of callers over HTTPS, and what an emergency centre would get. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class EmergencyApiTest {
  private static final String API = "/api/v1/";
  private static final String LOCATIONS = API + "emergency/locations";
  private static final String WAREHOUSE =
      """
      {"name":"Warehouse","address":{"country":"de","city":"Berlin","street":"Invalidenstraße",
       "number":"44"},"networks":["10.2.0.0/16"],"phones":["00:15:65:AA:BB:CC"],"users":["1001"],
       "callbackNumber":"+49 30 12345"}
      """;
  private static final String[] TABLES = {
    "emergency_location", "emergency_home", "trunk", "dial_plan", "app_user"
  };

  private LocalAppliance appliance;
  private DirectoryStore store;
  private ApiClient api;

  @BeforeEach
  void twoUsers(LocalAppliance shared) {
    appliance = shared;
    store = shared.part(DirectoryStore.class);
    api = shared.api();
    nothing();
    api.post(
        API + "users",
        "[{\"extension\":\"1001\",\"name\":\"Alice\"},{\"extension\":\"1002\",\"name\":\"Bob\"}]");
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  @Test
  void aLocationIsCreatedChangedAndDeleted() {
    Answer created = api.post(LOCATIONS, WAREHOUSE);
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    assertThat(created.text("callbackNumber")).isEqualTo("+493012345");
    assertThat(created.body().path("phones").path(0).asString()).isEqualTo("001565aabbcc");
    assertThat(plan().locations().get("Warehouse").address().country()).isEqualTo("DE");
    String path = LOCATIONS + "/" + created.body().path("id").asLong();
    Answer changed =
        api.put(path, WAREHOUSE.replace("Warehouse", "Depot").replace("[\"1001\"]", "[]"));
    assertThat(changed.status()).as("%s", changed.body()).isEqualTo(200);
    assertThat(plan().locations()).containsOnlyKeys("Depot");
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(plan().locations()).isEmpty();
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeIsRefusedAtItsField() {
    refused("{\"name\":\"x\"}", "address");
    refused("{\"name\":\"x\",\"address\":{\"country\":\"DE\",\"street\":\"y\"}}", "address.city");
    refused(WAREHOUSE.replace("10.2.0.0/16", "10.2.0.0/99"), "networks[0]");
    refused(WAREHOUSE.replace("00:15:65:AA:BB:CC", "00:15"), "phones[0]");
    refused(WAREHOUSE.replace("[\"1001\"]", "[\"4711\"]"), "users[0]");
    refused(
        WAREHOUSE.replace("\"users\"", "\"latitude\":91,\"longitude\":0,\"users\""), "latitude");
    refused(WAREHOUSE.replace("\"users\"", "\"latitude\":52.5,\"users\""), "longitude");
  }

  @Test
  void nobodyIsInTwoPlacesAndOnePlaceIsTheDefault() {
    api.post(LOCATIONS, WAREHOUSE.replace("\"users\"", "\"usual\":true,\"users\""));
    refused(WAREHOUSE.replace("Warehouse", "Depot"), "networks[0]");
    refused(
        "{\"name\":\"HQ\",\"usual\":true,\"address\":{\"country\":\"DE\",\"city\":\"Berlin\","
            + "\"street\":\"y\"}}",
        "usual");
    assertThat(plan().usual()).isEqualTo("Warehouse");
  }

  @Test
  void aUserKeepsTheLocationWithAnotherExtensionAndLeavesItWhenGone() {
    api.post(LOCATIONS, WAREHOUSE);
    long alice = store.current().user("1001").id();
    api.patch(API + "users/" + alice, "{\"extension\":\"1101\"}");
    assertThat(plan().locations().get("Warehouse").users()).containsExactly("1101");
    api.delete(API + "users/" + alice);
    assertThat(plan().locations().get("Warehouse").users()).isEmpty();
  }

  @Test
  void aUserSaysToWorkAtHome() {
    String path = API + "users/1001/emergency-location";
    assertThat(api.get(path).status()).isEqualTo(404);
    Answer moved =
        api.put(
            path,
            "{\"address\":{\"country\":\"DE\",\"city\":\"Berlin\",\"street\":\"Gartenweg\"}}");
    assertThat(moved.status()).as("%s", moved.body()).isEqualTo(200);
    Answer preview = api.get(API + "emergency/preview?user=1001");
    assertThat(preview.text("by")).isEqualTo("USER");
    assertThat(preview.text("location")).isEqualTo("Gartenweg, Berlin, DE");
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.get(API + "emergency/preview?user=1001").text("by")).isEqualTo("NOTHING");
  }

  @Test
  void thePreviewSaysWhatEachTrunkGets() {
    api.patch(API + "dial-plan", "{\"country\":\"DE\",\"mainNumber\":\"+4930999\"}");
    api.post(LOCATIONS, WAREHOUSE);
    trunk("modern", true);
    trunk("plain", false);
    Answer preview = api.get(API + "emergency/preview?user=1002&address=10.2.3.4");
    assertThat(preview.status()).as("%s", preview.body()).isEqualTo(200);
    assertThat(preview.text("number")).isEqualTo("112");
    assertThat(preview.text("by")).isEqualTo("NETWORK");
    assertThat(preview.text("detail")).isEqualTo("10.2.0.0/16");
    assertThat(preview.body().path("ways").path(0).path("trunk").asString()).isEqualTo("modern");
    assertThat(preview.body().path("ways").path(0).path("document").asString())
        .contains("<ca:RD>Invalidenstraße</ca:RD>");
    assertThat(preview.body().path("ways").path(1).path("document").isNull()).isTrue();
    assertThat(preview.body().path("ways").path(1).path("callbackNumber").asString())
        .isEqualTo("+493012345");
    assertThat(api.get(API + "emergency/preview?user=1002&phone=00:15:65:aa:bb:cc").text("by"))
        .isEqualTo("PHONE");
    assertThat(api.get(API + "emergency/preview?user=4711").status()).isEqualTo(422);
  }

  @Test
  void usersWithoutALocationAreListed() {
    api.post(LOCATIONS, WAREHOUSE);
    Answer missing = api.get(API + "emergency/unlocated");
    assertThat(missing.body().size()).isEqualTo(1);
    assertThat(missing.body().path(0).path("extension").asString()).isEqualTo("1002");
  }

  @Test
  void numbersToTestByAreNobodysExtension() {
    Answer taken = api.patch(API + "dial-plan", "{\"emergencyTestNumbers\":[\"933\"]}");
    assertThat(taken.status()).as("%s", taken.body()).isEqualTo(200);
    assertThat(plan().testNumbers()).containsExactly("933");
    Answer refused = api.patch(API + "dial-plan", "{\"emergencyTestNumbers\":[\"1001\"]}");
    assertThat(refused.status()).isEqualTo(422);
  }

  @Test
  void changesAreAudited() {
    api.post(LOCATIONS, WAREHOUSE);
    assertThat(
            appliance
                .part(JdbcTemplate.class)
                .queryForObject(
                    "select count(*) from audit_entry where kind = 'emergency_location' and name ="
                        + " 'Warehouse'",
                    Long.class))
        .isPositive();
  }

  private void trunk(String name, boolean sendsLocation) {
    Answer created =
        api.post(
            API + "trunks",
            "{\"name\":\"%s\",\"server\":\"sip:127.0.0.9\",\"addresses\":[\"127.0.0.9\"],\"sendsLocation\":%s}"
                .formatted(name, sendsLocation));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
  }

  private void refused(String location, String field) {
    Answer answer = api.post(LOCATIONS, location);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
    assertThat(answer.body().toString()).contains("\"" + field + "\"");
  }

  private EmergencyPlan plan() {
    return store.current().dialPlan().emergency();
  }
}
