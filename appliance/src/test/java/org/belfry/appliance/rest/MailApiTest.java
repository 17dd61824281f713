package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.Outbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The mail server and the outbox over HTTP. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class MailApiTest {

  @Test
  void theServerIsSetAndItsPasswordIsNeverShown(LocalAppliance appliance) {
    ApiClient api = appliance.https();
    assertThat(api.get("/api/v1/mail").text("host")).isEmpty();
    Answer set =
        api.put(
            "/api/v1/mail",
            """
            {"host":"127.0.0.1","port":1,"from":"pbx@example.org","user":"pbx","password":"very-secret"}\
            """);
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.body().path("hasPassword").asBoolean()).isTrue();
    assertThat(set.text("security")).isEqualTo("STARTTLS");
    assertThat(set.raw().body()).doesNotContain("very-secret");
    Answer tested = api.post("/api/v1/mail/test", "{\"to\":\"admin@example.org\"}");
    assertThat(tested.body().path("taken").asBoolean()).isFalse();
    assertThat(tested.text("problem")).contains("cannot be used");
    assertThat(api.delete("/api/v1/mail").text("host")).isEmpty();
  }

  @Test
  void theTextOfAMailIsChangedPreviewedAndRestored(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    String place = "/api/v1/mail/templates/invitation/de";
    Answer standard = api.get(place);
    assertThat(standard.body().path("changed").asBoolean()).isFalse();
    assertThat(api.get("/api/v1/mail/templates").body()).hasSize(12);
    String good = "{\"subject\":\"Telefon\",\"text\":\"Hallo {name}: {link}\"}";
    assertThat(api.post(place + "/preview", good).text("text"))
        .isEqualTo("Hallo Alice Berger: https://pbx.example.com/");
    assertThat(api.get(place).body().path("changed").asBoolean()).isFalse();
    assertThat(api.put(place, good).body().path("changed").asBoolean()).isTrue();
    assertThat(api.get("/api/v1/audit?text=INVITATION.de").raw().body()).contains("Telefon");
    assertThat(api.put(place, "{\"subject\":\"{link}\",\"text\":\"{password}\"}").fields())
        .containsExactly("text", "subject", "text");
    assertThat(api.put(place, "{}").fields()).contains("subject", "text");
    assertThat(api.delete(place).text("text")).isEqualTo(standard.text("text"));
    assertThat(api.get("/api/v1/mail/templates/invitation/xx").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/mail/templates/nothing/en").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/mail/templates/invitation/..%2Fen").status()).isIn(400, 404);
    assertThat(api.anonymous().get(place).status()).isEqualTo(401);
  }

  /** Choosing the server would otherwise disclose the password, which is never shown. */
  @Test
  void theKeptPasswordGoesToNoOtherServer(LocalAppliance appliance) {
    ApiClient api = appliance.https();
    String server =
        "\"host\":\"127.0.0.1\",\"port\":1,\"from\":\"pbx@example.org\",\"user\":\"pbx\"";
    assertThat(api.put("/api/v1/mail", "{" + server + ",\"password\":\"very-secret\"}").status())
        .isEqualTo(200);
    for (String other :
        List.of(
            server.replace("127.0.0.1", "mail.attacker.example"),
            server.replace(":1,", ":2,"),
            server + ",\"security\":\"NONE\"",
            server + ",\"tlsVerify\":false")) {
      Answer refused = api.put("/api/v1/mail", "{" + other + "}");
      assertThat(refused.status()).as(other).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("password");
    }
    assertThat(api.get("/api/v1/mail").text("host")).isEqualTo("127.0.0.1");
    String others = server.replace("pbx@example.org", "office@example.org");
    assertThat(api.put("/api/v1/mail", "{" + others + "}").body().path("hasPassword").asBoolean())
        .isTrue();
    assertThat(
            api.put("/api/v1/mail", "{" + server + ",\"security\":\"NONE\",\"password\":\"\"}")
                .status())
        .isEqualTo(200);
    api.delete("/api/v1/mail");
  }

  /** Or who may send a mail for a trial learns which ports inside are open. */
  @Test
  void onlyAnOwnerChoosesAServerInside(LocalAppliance appliance) {
    ApiClient token = appliance.api();
    ApiClient owner = appliance.https();
    for (int port : List.of(1, appliance.httpsPort())) {
      for (String host : List.of("127.0.0.1", "localhost", "::1", "192.168.1.1")) {
        String server = server(host, port, "pbx@example.org");
        Answer refused = token.put("/api/v1/mail", server);
        assertThat(refused.status()).as(server).isEqualTo(422);
        assertThat(refused.fields()).containsExactly("host");
        assertThat(refused.body().toString()).contains("only an owner");
      }
    }
    assertThat(owner.put("/api/v1/mail", server("127.0.0.1", 1, "pbx@example.org")).status())
        .isEqualTo(200);
    assertThat(token.put("/api/v1/mail", server("127.0.0.1", 1, "office@example.org")).status())
        .isEqualTo(200);
    assertThat(token.put("/api/v1/mail", server("127.0.0.1", 2, "pbx@example.org")).status())
        .isEqualTo(422);
    assertThat(owner.delete("/api/v1/mail").text("host")).isEmpty();
  }

  private static String server(String host, int port, String from) {
    return "{\"host\":\"%s\",\"port\":%d,\"from\":\"%s\"}".formatted(host, port, from);
  }

  @Test
  void whatCannotBeAServerIsNamed(LocalAppliance appliance) {
    Answer refused =
        appliance
            .api()
            .put("/api/v1/mail", "{\"host\":\"a b\",\"port\":70000,\"from\":\"nobody\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactlyInAnyOrder("host", "port", "from");
  }

  @Test
  void theAuditLogSaysWhoHasDeletedAMailAndForgottenTheServer(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    appliance.part(Outbox.class).put(Mail.of("gone@example.org", "Invitation", "text"));
    long id =
        api.get("/api/v1/mail/outbox?limit=500")
            .body()
            .path("mails")
            .valueStream()
            .filter(mail -> mail.path("to").asString().equals("gone@example.org"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asLong();
    assertThat(api.delete("/api/v1/mail/outbox/" + id).status()).isEqualTo(204);
    JsonNode mail = newest(api, "gone@example.org");
    assertThat(mail.path("kind").asString()).isEqualTo("mail");
    assertThat(mail.path("action").asString()).isEqualTo("DELETED");

    api.put("/api/v1/mail", "{\"host\":\"forgotten.example\",\"from\":\"pbx@example.org\"}");
    api.delete("/api/v1/mail");
    JsonNode server = newest(api, "forgotten.example");
    assertThat(server.path("kind").asString()).isEqualTo("mail_server");
    assertThat(server.path("differences").get(0).path("before").asString()).isNotEmpty();
  }

  private static JsonNode newest(ApiClient api, String text) {
    return api.get("/api/v1/audit?limit=1&text=" + text).body().path("entries").get(0);
  }

  @Test
  void aMailThatIsNotThereIsSaidToBeMissing(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    assertThat(api.post("/api/v1/mail/outbox/999999/retry", "").status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/mail/outbox/999999").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/mail/outbox?limit=0").status()).isEqualTo(422);
  }
}
