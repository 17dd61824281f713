package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.ContactAdmin;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.MediaEncryption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class UsersApiTest {
  private static final String USERS = "/api/v1/users";
  private LocalAppliance appliance;
  private ApiClient api;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    shared.clear("app_user");
  }

  @Test
  void aUserIsCreatedWithAPasswordThatIsShownOnce() {
    Answer created =
        api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\",\"email\":\"c@example.org\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.raw().headers().firstValue("Location")).hasValue(USERS + "/" + created.id());
    assertThat(created.text("sipPassword")).hasSizeGreaterThanOrEqualTo(16);
    assertThat(created.text("domain")).isEqualTo("127.0.0.1");
    Answer read = api.get(USERS + "/" + created.id());
    assertThat(read.text("name")).isEqualTo("Carol");
    assertThat(read.body().has("sipPassword")).isFalse();
  }

  @Test
  void aPhoneRegistersWithThePasswordAndNotWithAnother() {
    Answer created = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}");
    try (var phone = appliance.phone("1003", created.text("sipPassword"));
        var stranger = appliance.phone("1003", "not the password")) {
      assertThat(stranger.registers()).isIn(401, 403);
      assertThat(phone.registers()).isEqualTo(200);
      assertThat(api.get("/api/v1/registrations").body().path(0).path("contact").asString())
          .isEqualTo(phone.contact());
      assertThat(api.get(USERS + "/" + created.id()).body().path("registeredDevices").asInt())
          .isOne();
    }
  }

  @Test
  void usersAreCheckedAsIfTheyWereCreatedAndNoneIs() {
    api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}");
    String one = "{\"extension\":\"%s\",\"name\":\"%s\"}";
    String good = one.formatted("1004", "Dan");
    assertThat(api.post(USERS + "/check", "[" + good + "," + one.formatted("1005", "Eve") + "]"))
        .extracting(Answer::status)
        .isEqualTo(204);
    Answer bad = api.post(USERS + "/check", "[" + good + "," + one.formatted("1003", "") + "]");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.raw().body()).contains("[1].extension", "[1].name").doesNotContain("[0]");
    assertThat(api.get(USERS).body()).as("none was created").hasSize(1);
    assertThat(api.get("/api/v1/audit?text=1004").raw().body()).doesNotContain("Dan");
    assertThat(api.post(USERS, good).status()).isEqualTo(201);
    assertThat(appliance.part(DirectoryStore.class).current().user("1004")).isNotNull();
  }

  @Test
  void aDeletedUserComesBackWithEverythingButTheWebPassword() {
    Answer created =
        api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\",\"email\":\"c@example.org\"}");
    long id = created.id();
    api.patch(USERS + "/1003/calls", "{\"ringSeconds\":17,\"aliases\":[\"carol\"]}");
    api.patch("/api/v1/mailboxes/1003", "{\"pin\":\"7391\"}");
    api.patch(USERS + "/" + id + "/web-access", "{\"password\":\"ten or more characters\"}");
    assertThat(api.delete(USERS + "/" + id).status()).isEqualTo(204);

    Answer items = api.get("/api/v1/deleted-items");
    assertThat(items.body().path(0).path("kind").asString()).isEqualTo("user");
    assertThat(items.raw().body()).doesNotContain("c@example.org", "7391");
    String restore =
        "/api/v1/deleted-items/" + items.body().path(0).path("id").asLong() + "/restore";
    long other = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Other\"}").id();
    assertThat(api.post(restore, "").fields()).containsExactly("extension");
    api.delete(USERS + "/" + other);

    assertThat(api.post(restore, "").status()).isEqualTo(204);
    Answer back = api.get(USERS + "/" + id);
    assertThat(back.text("name")).isEqualTo("Carol");
    assertThat(back.text("email")).isEqualTo("c@example.org");
    assertThat(api.get(USERS + "/1003/calls").body().path("ringSeconds").asInt()).isEqualTo(17);
    assertThat(appliance.part(SignInAdmin.class).access(id).password()).isFalse();
    assertThat(since(id)).as("another user had the extension").isAfter(now().minusMinutes(1));
    try (var phone = appliance.phone("1003", created.text("sipPassword"))) {
      assertThat(phone.registers()).isEqualTo(200);
    }
    assertThat(api.post(restore, "").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/audit?text=1003").raw().body()).contains("CREATED", "DELETED");
  }

  @Test
  void noTextOfADeletedUserIsReadAsAnythingElse() {
    String name = "base64:RXZlDQpYOiB5"; // would have a line break
    long id = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"" + name + "\"}").id();
    ContactAdmin contacts = appliance.part(ContactAdmin.class);
    contacts.create("1003", new SaveContact("base64:!", "1234", Label.OTHER));
    assertThat(api.delete(USERS + "/" + id).status()).isEqualTo(204);

    restoreNewest("user");
    assertThat(api.get(USERS + "/" + id).text("name")).isEqualTo(name);
    assertThat(contacts.contacts("1003").getFirst().name()).isEqualTo("base64:!");
  }

  @Test
  void aDeletedPeerAndADeletedPhoneComeBack() {
    api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}");
    long peer = api.post("/api/v1/peers", "{\"name\":\"undone\",\"address\":\"192.0.2.7\"}").id();
    assertThat(api.delete("/api/v1/peers/" + peer).status()).isEqualTo(204);
    restoreNewest("peer");
    long restored =
        api.get("/api/v1/peers")
            .body()
            .valueStream()
            .filter(each -> each.path("name").asString().equals("undone"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asLong();
    assertThat(api.delete("/api/v1/peers/" + restored).status()).isEqualTo(204);

    String set =
        "{\"mac\":\"805ec0777777\",\"brand\":\"yealink\",\"model\":\"T54W\",\"user\":\"1003\"}";
    Answer phone = api.post("/api/v1/phones", set);
    String url = phone.text("provisioningUrl");
    assertThat(api.delete("/api/v1/phones/" + phone.id()).status()).isEqualTo(204);
    long instead = api.post("/api/v1/phones", set).id();
    assertThat(api.post(newest("phone"), "").fields()).containsExactly("mac");
    api.delete("/api/v1/phones/" + instead);
    assertThat(api.post(before("phone"), "").status()).isEqualTo(204);
    Answer back = api.get("/api/v1/phones/" + phone.id());
    assertThat(back.text("provisioningUrl")).isEqualTo(url);
    assertThat(back.body().path("users").toString()).contains("1003");
    api.delete("/api/v1/phones/" + phone.id());
  }

  private void restoreNewest(String kind) {
    assertThat(api.post(newest(kind), "").status()).isEqualTo(204);
  }

  private String newest(String kind) {
    return deleted(kind, 0);
  }

  private String before(String kind) {
    return deleted(kind, 1);
  }

  private String deleted(String kind, int earlier) {
    List<Long> ids = new ArrayList<>();
    api.get("/api/v1/deleted-items")
        .body()
        .forEach(item -> {
          if (item.path("kind").asString().equals(kind)) {
            ids.add(item.path("id").asLong());
          }
        });
    return "/api/v1/deleted-items/" + ids.get(earlier) + "/restore";
  }

  @Test
  void anExtensionIsItsUsersFromWhenItIsGiven() {
    long id = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}").id();
    LocalDateTime given = since(id);
    assertThat(given).isBetween(now().minusMinutes(1), now().plusMinutes(1));
    api.patch(USERS + "/" + id, "{\"name\":\"Caroline\"}");
    assertThat(since(id)).isEqualTo(given);
    api.patch(USERS + "/" + id, "{\"extension\":\"1004\"}");
    assertThat(since(id)).isAfter(given);
  }

  private LocalDateTime since(long id) {
    return appliance
        .part(JdbcClient.class)
        .sql("select extension_since from app_user where id = ?")
        .param(id)
        .query(LocalDateTime.class)
        .single();
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  @Test
  void aNewPasswordShutsOutTheOldOne() {
    Answer created =
        api.post(
            USERS,
            "{\"extension\":\"1003\",\"name\":\"Carol\",\"sipPassword\":\"first-password\"}");
    Answer reset = api.post(USERS + "/" + created.id() + "/sip-password", "");
    assertThat(reset.status()).isEqualTo(200);
    try (var old = appliance.phone("1003", "first-password");
        var fresh = appliance.phone("1003", reset.text("sipPassword"))) {
      assertThat(old.registers()).isIn(401, 403);
      assertThat(fresh.registers()).isEqualTo(200);
    }
  }

  @Test
  void aDeletedUserAndTheirRegistrationsAreGone() {
    Answer created =
        api.post(
            USERS,
            "{\"extension\":\"1003\",\"name\":\"Carol\",\"sipPassword\":\"first-password\"}");
    try (var phone = appliance.phone("1003", "first-password")) {
      assertThat(phone.registers()).isEqualTo(200);
      assertThat(api.delete(USERS + "/" + created.id()).status()).isEqualTo(204);
      assertThat(phone.registers()).isNotEqualTo(200);
    }
    assertThat(api.get(USERS + "/" + created.id()).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/registrations").body()).isEmpty();
  }

  @Test
  void whetherAUsersPhonesEncryptIsTheSitesUntilItIsSaid() {
    Answer created = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}");
    String path = USERS + "/" + created.id();
    assertThat(api.get(path).text("srtp")).isEqualTo("SITE");
    assertThat(api.put(path, "{\"srtp\":\"REQUIRED\"}").text("srtp")).isEqualTo("REQUIRED");
    assertThat(api.put(path, "{\"name\":\"Carol B\"}").text("srtp")).isEqualTo("REQUIRED");
    assertThat(appliance.part(DirectoryStore.class).current().user("1003").encryption())
        .isEqualTo(MediaEncryption.REQUIRED);
    Answer unknown = api.put(path, "{\"srtp\":\"perhaps\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.fields()).containsExactly("srtp");
  }

  @Test
  void aUserIsChallengedAsTheSiteIsUntilItIsSaid() {
    Answer created = api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\"}");
    String path = USERS + "/" + created.id();
    assertThat(api.get(path).text("digest")).isEqualTo("SITE");
    assertThat(api.put(path, "{\"digest\":\"MD5\"}").text("digest")).isEqualTo("MD5");
    assertThat(api.put(path, "{\"name\":\"Carol B\"}").text("digest")).isEqualTo("MD5");
    assertThat(appliance.part(DirectoryStore.class).current().user("1003").digest())
        .isEqualTo(DigestOffer.MD5);
    assertThat(api.put(path, "{\"digest\":\"SHA1\"}").fields()).containsExactly("digest");
  }

  @Test
  void anArrayCreatesAllInOrder() {
    Answer created =
        api.post(
            USERS, "[{\"extension\":\"20\",\"name\":\"A\"},{\"extension\":\"3\",\"name\":\"B\"}]");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().valueStream().map(u -> u.path("extension").asString()))
        .containsExactly("20", "3");
    assertThat(api.get(USERS).body().valueStream().map(u -> u.path("extension").asString()))
        .containsExactly("3", "20");
  }

  @Test
  void anArrayCreatesAllOrNoneAndEveryProblemIsNamedWithItsPosition() {
    Answer refused =
        api.post(
            USERS,
            """
            [{"extension":"1001","name":"ok"},
             {"extension":"1 2","name":"","email":"x"},
             {"extension":"1001","name":"again","sipPassword":"short"}]
            """);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(refused.fields())
        .containsExactlyInAnyOrder(
            "[1].extension", "[1].name", "[1].email", "[2].extension", "[2].sipPassword");
    assertThat(api.get(USERS).body()).isEmpty();
  }

  @Test
  void aThousandUsersAreCreatedWithinThreeSeconds() {
    String body =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"extension\":\"" + (5000 + i) + "\",\"name\":\"User " + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    long began = System.nanoTime();
    assertThat(api.post(USERS, body).status()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    assertThat(api.get(USERS).body()).hasSize(1000);
  }

  @Test
  void aChangeLeavesWhatItDoesNotName() {
    long id =
        api.post(USERS, "{\"extension\":\"1003\",\"name\":\"Carol\",\"email\":\"c@example.org\"}")
            .id();
    Answer changed = api.patch(USERS + "/" + id, "{\"name\":\"Carol Jones\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Carol Jones");
    assertThat(changed.text("extension")).isEqualTo("1003");
    assertThat(changed.text("email")).isEqualTo("c@example.org");
    assertThat(api.put(USERS + "/" + id, "{\"email\":\"\"}").body().path("email").isNull())
        .isTrue();
  }

  @Test
  void anExtensionIsTakenWithoutRegardToCase() {
    api.post(USERS, "{\"extension\":\"bob\",\"name\":\"Bob\"}");
    assertThat(api.post(USERS, "{\"extension\":\"BOB\",\"name\":\"Bob\"}").fields())
        .containsExactly("extension");
    assertThat(api.get(USERS + "?extension=Bob").body()).hasSize(1);
    assertThat(api.get(USERS + "?extension=none").body()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(api.get(USERS + "/999999").status()).isEqualTo(404);
    assertThat(api.patch(USERS + "/999999", "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(api.delete(USERS + "/999999").status()).isEqualTo(404);
    assertThat(api.post(USERS + "/999999/sip-password", "").status()).isEqualTo(404);
    assertThat(api.get(USERS + "/999999").type()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"extension":"1","name":"x","colour":"red"}      | 400 | colour
          [{"extension":"1","name":"x"},{"extention":"2"}] | 400 | [1].extention
          {"extension":{"a":1},"name":"x"}                 | 400 | extension
          {"extension":"1","name":["x"]}                   | 400 | name
          {"extension":"1",                                | 400 |
          "a text"                                         | 422 | body
          []                                               | 422 | users
          {}                                               | 422 | extension;name
          {"extension":null,"name":null}                   | 422 | extension;name
          {"extension":"1/2","name":"x"}                   | 422 | extension
          {"extension":"1","name":"x\\u0000y"}             | 422 | name
          {"extension":"1","name":"x","email":"no mail"}   | 422 | email
          {"extension":"1","name":"x","sipPassword":"a b c d e f"} | 422 | sipPassword
          """)
  void aCommandThatCannotBeTakenIsRefusedWithTheFieldNamed(String body, int status, String fields) {
    Answer refused = api.post(USERS, body);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(status);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(refused.fields().collect(Collectors.joining(";")))
        .isEqualTo(fields == null ? "" : fields);
    assertThat(api.get(USERS).body()).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    Answer refused = api.post(USERS, "[" + " ".repeat(5_000_000) + "]");
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(api.post(USERS, "[".repeat(100_000)).status()).isEqualTo(413);
  }
}
