package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Settings over REST. */
@Tag("database")
@Timeout(120)
@ExtendWith(SharedAppliance.class)
class SettingsApiTest {
  private static final String SETTINGS = "/api/v1/settings";

  private LocalAppliance appliance;
  private ApiClient owner;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    owner = shared.https();
    appliance.clear("audit_entry");
  }

  @AfterEach
  void putBack() {
    assertThat(owner.post(SETTINGS + "/undo", "").status()).isEqualTo(200);
    owner.delete(SETTINGS + "/restart");
    appliance.clear("audit_entry");
  }

  private Answer set(String name, String json) {
    return owner.put(SETTINGS + "/" + name, "{\"value\":" + json + "}");
  }

  @Test
  void aSettingShowsValueDefaultSourceAndRange() {
    JsonNode misses = owner.get(SETTINGS + "/belfry.sip.keep-alive-misses").body();
    assertThat(misses.get("value").asInt()).isEqualTo(3);
    assertThat(misses.get("defaultValue").asInt()).isEqualTo(3);
    assertThat(misses.get("source").asString()).isEqualTo("DEFAULT");
    assertThat(misses.get("range").asString()).isEqualTo("1 to 100");
    assertThat(misses.get("restart").asBoolean()).isTrue();
    assertThat(owner.get(SETTINGS).body().get("settings")).hasSizeGreaterThan(75);
    assertThat(owner.get(SETTINGS).body().toString()).doesNotContain(LocalAppliance.PASSWORD);
    assertThat(owner.get(SETTINGS + "/belfry.database.password").status()).isEqualTo(404);
    assertThat(owner.get(SETTINGS + "/belfry.nothing").status()).isEqualTo(404);
  }

  @Test
  void aChangeWaitsForARestartAndLeavesATrace() {
    Answer changed = set("belfry.park.longest", "\"7200s\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("value")).isEqualTo("2h");
    assertThat(changed.text("inUse")).isEqualTo("30m");
    assertThat(changed.text("source")).isEqualTo("HERE");
    assertThat(owner.get(SETTINGS).body().get("pending").toString())
        .isEqualTo("[\"belfry.park.longest\"]");

    JsonNode told = owner.get("/api/v1/audit?limit=1").body().get("entries").get(0);
    assertThat(told.get("kind").asString()).isEqualTo("setting");
    assertThat(told.get("name").asString()).isEqualTo("belfry.park.longest");
    assertThat(told.get("who").asString()).isEqualTo("admin");
    assertThat(told.get("differences").get(0).get("after").asString()).isEqualTo("2h");

    Answer reset = owner.delete(SETTINGS + "/belfry.park.longest");
    assertThat(reset.text("value")).isEqualTo("30m");
    assertThat(reset.text("source")).isEqualTo("DEFAULT");
    assertThat(owner.get(SETTINGS).body().get("pending")).isEmpty();
  }

  @Test
  void listsNumbersAndFlagsKeepTheirKind() {
    assertThat(set("belfry.dns.servers", "[\"192.0.2.53\",\"2001:db8::1\"]").body().get("value"))
        .hasSize(2);
    assertThat(set("belfry.turn.deny", "[]").body().get("value")).isEmpty();
    assertThat(set("belfry.voicemail.messages", "50").body().get("value").asInt()).isEqualTo(50);
    assertThat(set("belfry.presence.partial-dialogs", "true").body().get("value").asBoolean())
        .isTrue();
    assertThat(owner.get(SETTINGS).body().get("pending")).hasSize(4);
    assertThat(owner.post(SETTINGS + "/undo", "").body().get("pending")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "belfry.sip.keep-alive-misses | 101",
        "belfry.sip.keep-alive-misses | \"3\"",
        "belfry.sip.keep-alive-misses | 99999999999",
        "belfry.sip.keep-alive | \"sometimes\"",
        "belfry.park.longest | \"1m\"",
        "belfry.park.longest | {\"a\":1}",
        "belfry.guard.max-ban-time | \"1s\"",
        "belfry.provisioning.dhcp | \"server\"",
        "belfry.provisioning.dhcp-range | \"1-2\"",
        "belfry.media.ports | \"40000-30000\"",
        "belfry.zone | \"Mars/Olympus\"",
        "belfry.dns.servers | [\"dns.example\"]",
        "belfry.dns.servers | \"192.0.2.53\"",
        "belfry.sip.domain | [\"a\\nb\"]",
        "belfry.sip.realm | \"${java.version}\"", // told to strangers
      })
  void whatCannotBeTakenIsSaidAtItsNameAndChangesNothing(String name, String json) {
    Answer refused = set(name, json);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(refused.fields()).containsExactly(name);
    assertThat(owner.get(SETTINGS).body().get("pending")).isEmpty();
  }

  @Test
  void whatTheCommandLineSaysTakesPrecedence() {
    JsonNode port = owner.get(SETTINGS + "/belfry.https-port").body();
    assertThat(port.get("source").asString()).isEqualTo("OPTION");
    assertThat(port.get("editable").asBoolean()).isFalse();
    assertThat(port.get("value").asInt()).isEqualTo(appliance.httpsPort());
    Answer refused = set("belfry.https-port", "9443");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("option of the command line");
  }

  @Test
  void severalAreChangedTogetherOrNotAtAll() {
    Answer refused =
        owner.patch(
            SETTINGS, "{\"belfry.voicemail.messages\":50,\"belfry.voicemail.megabytes\":0}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("belfry.voicemail.megabytes");
    assertThat(owner.get(SETTINGS).body().get("pending")).isEmpty();

    Answer changed =
        owner.patch(
            SETTINGS,
            "{\"belfry.provisioning.dhcp\":\"proxy\",\"belfry.provisioning.dhcp-interface\":\"lo\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().get("pending")).hasSize(2);
  }

  @Test
  void whatSecurityDependsOnIsTheOwners() {
    ApiClient token = appliance.api();
    Answer refused = token.put(SETTINGS + "/belfry.guard.enabled", "{\"value\":false}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("only an owner");
    assertThat(token.put(SETTINGS + "/belfry.park.longest", "{\"value\":\"1h\"}").status())
        .isEqualTo(200);
    assertThat(set("belfry.guard.enabled", "false").status()).isEqualTo(200);
    assertThat(owner.anonymous().get(SETTINGS).status()).isEqualTo(401);
  }

  @Test
  void nameServersAreTheOwners() {
    String name = "belfry.dns.servers";
    String elsewhere = "{\"value\":[\"192.0.2.53\"]}";
    Answer refused = appliance.api().put(SETTINGS + "/" + name, elsewhere);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("only an owner");
    assertThat(owner.put(SETTINGS + "/" + name, elsewhere).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "belfry.recording.keep | \"1d\"",
        "belfry.recording.free-megabytes | 900000",
        "belfry.voicemail.keep | \"1d\"",
        "belfry.mail.keep | \"1d\"",
      })
  void howLongEvidenceIsKeptIsTheOwners(String name, String value) {
    assertOwners(name, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "belfry.provisioning.dhcp | \"off\"",
        "belfry.provisioning.dhcp-interface | \"lo\"",
        "belfry.provisioning.dhcp-range | \"192.0.2.100-192.0.2.120\"",
        "belfry.provisioning.dns | true",
      })
  void whatOtherMachinesGetTheirNetworkFromIsTheOwners(String name, String value) {
    assertOwners(name, value);
  }

  private void assertOwners(String name, String value) {
    String json = "{\"value\":" + value + "}";
    Answer refused = appliance.api().put(SETTINGS + "/" + name, json);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("only an owner");
    assertThat(owner.put(SETTINGS + "/" + name, json).status()).isEqualTo(200);
  }

  @Test
  void aPortOfAnotherSettingIsRefused() {
    Answer refused = set("belfry.provisioning.ldap-port", "" + appliance.sipPort());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("already in use by another setting");
  }

  @Test
  void aRestartOfTheNightIsShownAndCancelled() {
    assertThat(owner.post(SETTINGS + "/restart", "{}").status()).isEqualTo(422);
    assertThat(owner.post(SETTINGS + "/restart", "{\"when\":\"TONIGHT\"}").status()).isEqualTo(202);
    JsonNode planned = owner.get(SETTINGS).body().get("restart");
    assertThat(planned.get("tonight").asString()).isNotEmpty();
    assertThat(owner.delete(SETTINGS + "/restart").status()).isEqualTo(204);
    assertThat(owner.get(SETTINGS).body().get("restart").get("tonight").isNull()).isTrue();
  }
}
