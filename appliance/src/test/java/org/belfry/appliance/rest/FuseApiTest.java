package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.fuse.CountedCall;
import org.belfry.pbx.fuse.FraudFuse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fraud fuse over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class FuseApiTest {
  private static final String API = "/api/v1/";
  private static final String FUSE = API + "fraud-fuse";

  private ApiClient api;
  private ApiClient owner;
  private LocalAppliance appliance;
  private FraudFuse fuse;
  private String before;

  @BeforeEach
  void remember(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    owner = shared.https();
    fuse = shared.part(FraudFuse.class);
    before = api.get(FUSE + "/settings").body().toString();
    appliance.clear("audit_entry");
  }

  @AfterEach
  void putBack() {
    assertThat(owner.put(FUSE + "/settings", before).status()).isEqualTo(200);
    assertThat(rates("").status()).isEqualTo(200);
    appliance.clear("audit_entry");
  }

  private Answer rates(String csv) {
    return owner.send(
        owner
            .request(FUSE + "/rates")
            .header("Content-Type", "text/csv")
            .PUT(BodyPublishers.ofString(csv)));
  }

  private void calls(String user, int count) {
    for (int i = 0; i < count; i++) {
      String id = user + "-" + i;
      fuse.asked(
          new CountedCall(id, id, user, "berlin", "+49900100", NumberClass.PREMIUM, "DE", true),
          Instant.now());
    }
    for (int i = 0; i < count; i++) {
      fuse.ended(user + "-" + i, Instant.now());
    }
  }

  @Test
  void aBlownFuseIsAnAlarmAndIsReleasedByOneCallThatLeavesATrace() {
    calls("7301", 3);
    JsonNode blown = api.get(FUSE).body().get("blown").get(0);
    assertThat(blown.get("name").asString()).isEqualTo("7301");
    assertThat(blown.get("measure").asString()).isEqualTo("AT_ONCE");
    assertThat(blown.get("limit").asInt()).isEqualTo(2);
    assertThat(blown.get("number").asString()).isEqualTo("+49900100");
    assertThat(api.get(API + "health").body().toString())
        .contains("The fraud fuse of extension 7301 for premium calls has blown");

    String name = "{\"scope\":\"USER\",\"name\":\"7301\",\"kind\":\"PREMIUM\"}";
    assertThat(api.post(FUSE + "/release", name).status()).isEqualTo(204);

    assertThat(api.get(FUSE).body().get("blown")).isEmpty();
    JsonNode told = api.get(API + "audit?limit=1").body().get("entries").get(0);
    assertThat(told.get("kind").asString()).isEqualTo("fraud_fuse");
    assertThat(told.get("name").asString()).isEqualTo("user 7301 premium");
    assertThat(told.get("who").asString()).isNotEmpty();
    assertThat(told.get("differences").toString()).contains("more than 2 calls at once");
    assertThat(api.post(FUSE + "/release", name).status()).isEqualTo(404);
    assertThat(api.post(FUSE + "/release", "{}").status()).isEqualTo(422);
  }

  @Test
  void limitsOfOneUserAreSetAndCount() {
    String limit =
        """
        {"scope":"USER","name":"7302","kind":"PREMIUM","atOnce":1,"callsPerHour":0,"callsPerDay":0,
         "minutesPerHour":0,"minutesPerDay":0,"costPerDay":0}
        """;
    Answer saved = owner.put(FUSE + "/settings", settings(limit, 2));
    assertThat(saved.status()).isEqualTo(200);
    assertThat(saved.body().get("limits")).hasSize(13);
    calls("7302", 2);
    assertThat(api.get(FUSE).body().get("blown").get(0).get("limit").asInt()).isEqualTo(1);
    api.post(FUSE + "/release", "{\"scope\":\"USER\",\"name\":\"7302\",\"kind\":\"PREMIUM\"}");

    Answer refused = owner.put(FUSE + "/settings", settings(limit, 11));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("times");
  }

  private static String settings(String limits, int times) {
    return """
    {"enabled":true,"limits":[%s],"cut":["PREMIUM"],"firstCalls":"PASS","learned":false,
     "nightFrom":"20:00","nightTo":"06:00","times":%d,"floor":{"PREMIUM":3}}
    """
        .formatted(limits, times);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled | false",
        "cut | []",
        "learned | false",
        "nightFrom | \"23:00\"",
        "nightTo | \"05:00\"",
        "times | 3",
        "floor | {\"PREMIUM\":1000}",
      })
  void onlyAnOwnerLetsTheFuseLetMoreCallsThrough(String field, String value) {
    assertOwners(with(field, value), field);
  }

  @Test
  void onlyAnOwnerRaisesALimitOrEndsOne() {
    assertOwners(with("limits", "[" + limit("", 3) + "]"), "limits[0].atOnce");
    assertOwners(with("limits", "[" + limit("", 0) + "]"), "limits[0].atOnce");
    assertThat(owner.put(FUSE + "/settings", before).status()).isEqualTo(200);
    assertOwners(with("limits", "[" + limit("7302", 3) + "]"), "limits[0].atOnce");
    assertThat(owner.put(FUSE + "/settings", with("limits", "[" + limit("7302", 1) + "]")).status())
        .isEqualTo(200);
    assertOwners(before, "limits");
  }

  @Test
  void anAdministratorLowersALimit() {
    Answer saved = api.put(FUSE + "/settings", with("limits", "[" + limit("7302", 1) + "]"));
    assertThat(saved.status()).isEqualTo(200);
    assertThat(api.put(FUSE + "/settings", with("firstCalls", "\"ASK_OWNER\"")).status())
        .isEqualTo(422); // and not past it the limit of 7302
    assertThat(saved.body().get("limits")).hasSize(13);
  }

  @Test
  void ratesAreTheOwners() {
    Answer refused =
        api.send(
            api.request(FUSE + "/rates")
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString("+49900;0,01;Premium")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("rates");
    assertThat(api.get(FUSE + "/rates").raw().body()).doesNotContain("49900");
  }

  private void assertOwners(String settings, String field) {
    Answer refused = api.put(FUSE + "/settings", settings);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly(field);
    assertThat(refused.body().toString()).contains("only an owner");
    assertThat(owner.put(FUSE + "/settings", settings).status()).isEqualTo(200);
  }

  /** The settings as they were, but for one field. */
  private String with(String field, String json) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode settings = (ObjectNode) mapper.readTree(before);
    settings.set(field, mapper.readTree(json));
    return settings.toString();
  }

  private static String limit(String name, int atOnce) {
    return """
    {"scope":"USER","name":"%s","kind":"PREMIUM","atOnce":%d,"callsPerHour":10,"callsPerDay":20,
     "minutesPerHour":30,"minutesPerDay":60,"costPerDay":50}
    """
        .formatted(name, atOnce);
  }

  @Test
  void ratesAreATable() {
    Answer taken = rates("+49900;1,99;Premium\n+371;0,0149;Latvia\n");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body().get("rates").asInt()).isEqualTo(2);
    assertThat(api.get(FUSE + "/rates").raw().body())
        .isEqualTo("prefix,price per minute,name\n+371,0.0149,Latvia\n+49900,1.99,Premium\n");
    assertThat(fuse.settings().rates().perMinute("+49900100")).isEqualTo(1_990_000);
    assertThat(rates("+49900;1,99\ncheap").status()).isEqualTo(422);
  }

  @Test
  void noNameOfARateIsAFormula() {
    assertThat(rates("+371;0,0149;=HYPERLINK(x)\n").status()).isEqualTo(200);
    assertThat(api.get(FUSE + "/rates").raw().body())
        .isEqualTo("prefix,price per minute,name\n+371,0.0149,'=HYPERLINK(x)\n");
  }

  @Test
  void aTableHasFourMegabytesAtMost() {
    assertThat(rates("x".repeat(5_000_000)).status()).isEqualTo(422);
  }

  @Test
  void aCountryIsAllowedByItsCode() {
    assertThat(api.put(FUSE + "/countries/lv", "").status()).isEqualTo(204);
    assertThat(fuse.seen()).contains("LV");
    assertThat(api.put(FUSE + "/countries/XX", "").status()).isEqualTo(422);
  }

  @Test
  void nobodyGetsAtItWithoutSigningIn() {
    assertThat(api.anonymous().get(FUSE).status()).isEqualTo(401);
    assertThat(api.anonymous().post(FUSE + "/release", "{}").status()).isEqualTo(401);
  }
}
