package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.routing.cpl.CplScript;
import org.belfry.pbx.routing.cpl.CplStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scripts of users over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class CplApiTest {
  private static final String PATH = "/api/v1/users/1001/cpl";
  private static final String SCRIPT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <cpl xmlns="urn:ietf:params:xml:ns:cpl">
        <incoming>
          <location url="sip:1002@127.0.0.1"><redirect/></location>
        </incoming>
      </cpl>
      """;

  private ApiClient api;
  private LocalAppliance appliance;

  @BeforeEach
  void alice(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    shared.clear("app_user");
    api.post("/api/v1/users", "{\"extension\":\"1001\",\"name\":\"Alice\"}");
  }

  private Answer uploaded(String script) {
    return api.send(
        api.request(PATH)
            .header("Content-Type", "application/cpl+xml")
            .PUT(BodyPublishers.ofString(script)));
  }

  private CplScript current() {
    return (CplScript) appliance.part(DirectoryStore.class).current().user("1001").script();
  }

  @Test
  void aScriptIsUploadedReadAndDeleted() {
    assertThat(api.get(PATH).status()).isEqualTo(404);
    assertThat(uploaded(SCRIPT).status()).isEqualTo(204);
    Answer read = api.get(PATH);
    assertThat(read.type()).isEqualTo("application/cpl+xml");
    assertThat(read.raw().body()).isEqualTo(SCRIPT);
    assertThat(current().text()).isEqualTo(SCRIPT);
    assertThat(api.delete(PATH).status()).isEqualTo(204);
    assertThat(api.delete(PATH).status()).isEqualTo(404);
    assertThat(current()).isNull();
  }

  @Test
  void aScriptThatIsNoGoodIsRefusedWithLineAndColumn() {
    Answer refused = uploaded(SCRIPT.replace("<redirect/>", "<fly/>"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsOnly("script");
    assertThat(refused.raw().body()).contains("Line 4, column ");
    assertThat(uploaded("x".repeat(200_000)).status()).isEqualTo(422);
    assertThat(api.put(PATH, "{}").status()).isEqualTo(415);
    assertThat(current()).isNull();
  }

  @Test
  void aScriptThatCameWithARegistrationIsInTheNextSnapshotSoon() {
    CplScript script = ((CplScript.Read) CplScript.parse(SCRIPT)).script();
    assertThat(appliance.part(CplStore.class).put("1001", script)).isTrue();
    org.awaitility.Awaitility.await().until(() -> current() != null);
    assertThat(current()).isEqualTo(script);
    assertThat(appliance.part(CplStore.class).remove("1001")).isTrue();
    org.awaitility.Awaitility.await().until(() -> current() == null);
  }

  @Test
  void aUsersRulesAreWrittenAsAScript() {
    api.patch(
        "/api/v1/users/1001/calls",
        "{\"rules\":[{\"on\":\"BUSY\",\"forwardTo\":\"dial:+4930123456\"}]}");
    Answer rules = api.get("/api/v1/users/1001/rules-as-cpl");
    assertThat(rules.status()).isEqualTo(200);
    assertThat(rules.text("text")).contains("<cpl", "<busy>");
    assertThat(uploaded(rules.text("text")).status()).isEqualTo(204);
  }

  @Test
  void aScriptThatSaysWhatRulesCanSayBecomesRules() {
    api.post("/api/v1/users", "{\"extension\":\"1002\",\"name\":\"Bob\"}");
    assertThat(uploaded(SCRIPT).status()).isEqualTo(204);
    Answer stays = api.post("/api/v1/users/1001/rules-from-cpl", "");
    assertThat(stays.status()).isEqualTo(422);
    assertThat(stays.raw().body()).contains("cannot be converted to rules: line 4");
    assertThat(current()).isNotNull();
    uploaded(SCRIPT.replace("<redirect/>", "<proxy/>"));
    Answer imported = api.post("/api/v1/users/1001/rules-from-cpl", "");
    assertThat(imported.status()).as(imported.raw().body()).isEqualTo(200);
    assertThat(current()).isNull();
    assertThat(api.get("/api/v1/users/1001/calls").raw().body())
        .contains("\"forwardTo\":\"dial:1002\"");
  }
}
