package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class PhonesApiTest {
  private static final String PHONES = "/api/v1/phones";
  private static final String LAYERS = "/api/v1/phone-layers?scope=";
  private static final String T54W =
      "{\"mac\":\"805ec0123456\",\"brand\":\"yealink\",\"model\":\"T54W\",\"user\":\"3001\"}";
  private static final String T54W_AGENT = "Yealink SIP-T54W 96.86.0.100 80:5e:c0:12:34:56";
  private ApiClient api;
  private LocalAppliance appliance;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    for (JsonNode phone : api.get(PHONES).body()) {
      api.delete(PHONES + "/" + phone.path("id").asLong());
    }
    for (JsonNode layer : api.get("/api/v1/phone-layers").body()) {
      api.put(LAYERS + layer.path("scope").asString(), "{}");
    }
    for (JsonNode user : api.get("/api/v1/users").body()) {
      api.delete("/api/v1/users/" + user.path("id").asLong());
    }
    api.post(
        "/api/v1/users",
        "[{\"extension\":\"3001\",\"name\":\"Alice Berger\",\"sipPassword\":\"first-password\"},"
            + "{\"extension\":\"3002\",\"name\":\"Bob\",\"sipPassword\":\"second-password\"}]");
  }

  private Answer adopt(String json) {
    Answer created = api.post(PHONES, json);
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    return created;
  }

  private Answer fetch(String url, String userAgent, String... headers) {
    HttpRequest.Builder request = api.anonymous().request(url).GET();
    request.header("User-Agent", userAgent);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return api.send(request);
  }

  @Test
  void anAdoptedPhoneGetsASecretAddressAndItsFilesThere() {
    Answer created = adopt(T54W);
    String url = created.text("provisioningUrl");
    assertThat(url).startsWith("https://127.0.0.1:" + appliance.httpsPort() + "/p/").endsWith("/");
    Answer file = fetch(url + "805ec0123456.cfg", T54W_AGENT);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.raw().body())
        .startsWith("#!version:1.0.0.1\n")
        .contains("account.1.user_name = 3001", "account.1.password = first-password");
    assertThat(file.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    Answer phone = api.get(PHONES + "/" + created.id());
    assertThat(phone.text("firmware")).isEqualTo("96.86.0.100");
    assertThat(phone.body().path("upToDate").asBoolean()).isTrue();
    assertThat(phone.body().path("fetchedAt").isNull()).isFalse();
    eventually(() -> api.get(PHONES + "/" + created.id() + "/fetches").body().size() == 1);
    JsonNode fetched = api.get(PHONES + "/" + created.id() + "/fetches").body().path(0);
    assertThat(fetched.path("file").asString()).isEqualTo("805ec0123456.cfg");
    assertThat(fetched.path("userAgent").asString()).isEqualTo(T54W_AGENT);
  }

  @Test
  void whatItHasAlreadyIsNotSentAgainUntilItChanges() {
    Answer created = adopt(T54W);
    String url = created.text("provisioningUrl") + "805ec0123456.cfg";
    String tag = fetch(url, T54W_AGENT).raw().headers().firstValue("ETag").orElseThrow();
    assertThat(fetch(url, T54W_AGENT, "If-None-Match", tag).status()).isEqualTo(304);
    api.put(LAYERS + "global", "{\"vlan\":\"42\"}");
    assertThat(api.get(PHONES + "/" + created.id()).body().path("upToDate").asBoolean()).isFalse();
    Answer fresh = fetch(url, T54W_AGENT, "If-None-Match", tag);
    assertThat(fresh.status()).isEqualTo(200);
    assertThat(fresh.raw().body()).contains("static.network.vlan.internet_port_vid = 42");
  }

  @Test
  void whoDoesNotKnowTheSecretIsToldNothing() {
    String url = adopt(T54W).text("provisioningUrl");
    String wrong = url.substring(0, url.length() - 3) + "xx/";
    for (String guess : new String[] {wrong + "805ec0123456.cfg", wrong, "/p/", "/p", "/p/x/y/z"}) {
      Answer answer = fetch(guess, T54W_AGENT);
      assertThat(answer.status()).as(guess).isIn(400, 404);
      assertThat(answer.raw().body()).as(guess).doesNotContain("password", "3001");
    }
    Answer outside = fetch("/p/%2e%2e/", T54W_AGENT); // which is "/", where one has to sign in
    assertThat(outside.status()).isEqualTo(302);
    assertThat(outside.raw().headers().firstValue("Location").orElseThrow()).endsWith("/login");
    for (String name :
        new String[] {"../secret.key", "..%2f..%2fetc%2fpasswd", "805ec0123457.cfg"}) {
      assertThat(fetch(url + name, T54W_AGENT).raw().body()).doesNotContain("first-password");
    }
  }

  @Test
  void whatAPhoneHasIsToldAgainstWhatIsSet() {
    Answer created = adopt(T54W);
    String difference = PHONES + "/" + created.id() + "/difference";
    assertThat(api.get(difference).body().path("known").asBoolean()).isFalse();
    fetch(created.text("provisioningUrl") + "805ec0123456.cfg", T54W_AGENT);
    eventually(() -> api.get(difference).body().path("known").asBoolean());
    assertThat(api.get(difference).body().path("same").asBoolean()).isTrue();
    api.put(LAYERS + "global", "{\"expires\":\"600\"}");
    JsonNode now = api.get(difference).body();
    assertThat(now.path("same").asBoolean()).isFalse();
    assertThat(now.path("fetched").toString())
        .isEqualTo("[\"account.1.sip_server.1.expires = 3600\"]");
    assertThat(now.path("set").toString()).isEqualTo("[\"account.1.sip_server.1.expires = 600\"]");
    assertThat(now.toString()).doesNotContain("first-password");
  }

  @Test
  void keysArePlacedWithoutSayingAnythingElseOfThePhone() {
    long id = adopt(T54W.replace("}", ",\"settings\":{\"admin-password\":\"Abcdefgh12\"}}")).id();
    Answer placed =
        api.put(
            PHONES + "/" + id + "/keys",
            "[{\"key\":5,\"kind\":\"park\",\"value\":\"*57\",\"label\":\"Park\"}]");
    assertThat(placed.status()).as(placed.raw().body()).isEqualTo(200);
    assertThat(keys(id)).containsExactly("line:", "park:*51", "park:*52", "park:*53", "park:*57");
    assertThat(
            api.get(PHONES + "/" + id + "/settings")
                .body()
                .valueStream()
                .filter(v -> v.path("setting").asString().equals("admin-password"))
                .map(v -> v.path("layer").asString()))
        .containsExactly("device");
    Answer refused =
        api.put(PHONES + "/" + id + "/keys", "[{\"key\":99,\"kind\":\"lamp\",\"value\":\"1\"}]");
    assertThat(refused.fields()).containsExactly("keys[0]");
  }

  @Test
  void anotherDeviceGetsNothingAtAPhonesAddress() {
    String url = adopt(T54W).text("provisioningUrl");
    Answer other =
        fetch(url + "805ec0123456.cfg", "Yealink SIP-T54W 96.86.0.100 80:5e:c0:99:99:99");
    assertThat(other.status()).isEqualTo(404);
    assertThat(fetch(url + "805ec0123456.cfg", "x".repeat(5000)).status()).isEqualTo(200);
  }

  @Test
  void anUnknownPhoneIsNotedAndToldNothing() {
    Answer answer =
        fetch(
            "/p/0004138899aa.xml",
            "Mozilla/4.0 (compatible; snomD785-SIP 10.1.54.15 0004138899aa)");
    assertThat(answer.status()).isEqualTo(404);
    JsonNode newcomer = find(api.get(PHONES + "/new").body(), "00:04:13:88:99:aa");
    assertThat(newcomer.path("brand").asString()).isEqualTo("snom");
    assertThat(newcomer.path("model").asString()).isEqualTo("D785");
    adopt("{\"mac\":\"0004138899aa\",\"brand\":\"snom\",\"model\":\"D785\",\"user\":\"3001\"}");
    assertThat(find(api.get(PHONES + "/new").body(), "00:04:13:88:99:aa").isMissingNode()).isTrue();
  }

  private static JsonNode find(JsonNode all, String mac) {
    for (JsonNode each : all) {
      if (each.path("mac").asString().equals(mac)) {
        return each;
      }
    }
    return all.path(-1);
  }

  @Test
  void aSettingSaysWhereItIsFrom() {
    long id = adopt(T54W).id();
    api.put(LAYERS + "global", "{\"vlan\":\"7\"}");
    assertThat(api.put(LAYERS + "model:yealink/t54w", "{\"vlan\":\"9\"}").text("scope"))
        .isEqualTo("model:yealink/T54W");
    JsonNode vlan =
        api.get(PHONES + "/" + id + "/settings")
            .body()
            .valueStream()
            .filter(v -> v.path("setting").asString().equals("vlan"))
            .findFirst()
            .orElseThrow();
    assertThat(vlan.path("value").asString()).isEqualTo("9");
    assertThat(vlan.path("layer").asString()).isEqualTo("model");
    assertThat(vlan.path("where").asString()).isEqualTo("yealink/T54W");
    assertThat(vlan.path("beaten").valueStream().map(b -> b.path("value").asString()))
        .containsExactly("7", "0");
  }

  @Test
  void keysAreLaidOutAroundThoseThatSomebodyPlaced() {
    Answer group =
        api.post(
            "/api/v1/groups",
            "{\"number\":\"3600\",\"name\":\"G\","
                + "\"members\":[{\"extension\":\"3001\"},{\"extension\":\"3002\"}]}");
    assertThat(group.status()).as(group.raw().body()).isEqualTo(201);
    String keys =
        ",\"keys\":[{\"key\":3,\"kind\":\"speed-dial\",\"value\":\"112\",\"label\":\"Help\"}]}";
    long id = adopt(T54W.replace("}", keys)).id();
    assertThat(keys(id))
        .containsExactly(
            "line:", "lamp:3002", "speed-dial:112", "park:*51", "park:*52", "park:*53");
    assertThat(api.delete("/api/v1/groups/" + group.id()).status()).isEqualTo(204);
  }

  private Stream<String> keys(long id) {
    return api.get(PHONES + "/" + id + "/keys")
        .body()
        .valueStream()
        .map(k -> k.path("kind").asString() + ":" + k.path("value").asString());
  }

  @Test
  void filesAreShownWithoutPasswords() {
    long id = adopt(T54W).id();
    String text = api.get(PHONES + "/" + id + "/files").body().path(0).path("text").asString();
    assertThat(text).contains("account.1.password = ••••").doesNotContain("first-password");
  }

  @Test
  void anotherDeviceTakesTheSeatOfABrokenOne() {
    Answer old = adopt(T54W);
    Answer swapped =
        api.post(
            PHONES + "/" + old.id() + "/swap",
            "{\"mac\":\"000413aabbcc\",\"brand\":\"snom\",\"model\":\"D785\"}");
    assertThat(swapped.status()).as(swapped.raw().body()).isEqualTo(200);
    assertThat(swapped.body().path("users").path(0).asString()).isEqualTo("3001");
    assertThat(fetch(old.text("provisioningUrl") + "805ec0123456.cfg", T54W_AGENT).status())
        .isEqualTo(404);
    assertThat(fetch(swapped.text("provisioningUrl"), "snomD785/10.1").raw().body())
        .contains("<user_name idx=\"1\" perm=\"\">3001</user_name>");
  }

  @Test
  void aRetiredPhoneAndOneOfADeletedUserGetNothing() {
    Answer first = adopt(T54W);
    String url = first.text("provisioningUrl") + "805ec0123456.cfg";
    long user = api.get("/api/v1/users?extension=3001").body().path(0).path("id").asLong();
    api.delete("/api/v1/users/" + user);
    assertThat(fetch(url, T54W_AGENT).status()).isEqualTo(404);
    assertThat(api.delete(PHONES + "/" + first.id()).status()).isEqualTo(204);
    assertThat(api.get(PHONES + "/" + first.id()).status()).isEqualTo(404);
  }

  @Test
  void aKeyOfALineWhoseUserHasLeftKeepsNoPhoneFromItsFiles() {
    Answer seat =
        adopt(
            "{\"mac\":\"000413123456\",\"brand\":\"snom\",\"model\":\"D785\",\"user\":\"3001\","
                + "\"lines\":[\"3002\"],\"keys\":[{\"key\":4,\"kind\":\"lamp\",\"line\":2,"
                + "\"value\":\"3001\",\"label\":\"Alice\"}]}");
    Answer other = adopt(T54W);
    long bob = api.get("/api/v1/users?extension=3002").body().path(0).path("id").asLong();
    api.delete("/api/v1/users/" + bob);

    assertThat(api.get(PHONES).body().size()).isEqualTo(2);
    assertThat(api.get(PHONES + "/" + seat.id() + "/keys").status()).isEqualTo(200);
    Answer file = fetch(seat.text("provisioningUrl"), "snomD785-SIP 10.1.175.16");
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.raw().body()).contains("first-password").doesNotContain("second-password");
    assertThat(fetch(other.text("provisioningUrl") + "805ec0123456.cfg", T54W_AGENT).status())
        .isEqualTo(200);
  }

  @Test
  void passwordsTravelInTheClearOnlyWhereAnAdministratorSaidSo() {
    String plain = "http://127.0.0.1:" + appliance.httpPort();
    String token = adopt(T54W).text("provisioningUrl").replaceAll(".*/p/([^/]+)/.*", "$1");
    Answer led = fetch(plain + "/p/" + token + "/805ec0123456.cfg", T54W_AGENT);
    assertThat(led.status()).isEqualTo(308);
    assertThat(led.raw().headers().firstValue("Location").orElseThrow()).startsWith("https://");
    Answer old =
        adopt(
            "{\"mac\":\"000413aabbcc\",\"brand\":\"snom\",\"model\":\"D315\",\"user\":\"3002\","
                + "\"plainHttp\":true}");
    assertThat(old.text("provisioningUrl")).startsWith(plain);
    assertThat(fetch(old.text("provisioningUrl"), "snomD315/8.9").status()).isEqualTo(200);
  }

  @Test
  void aTableOfPhonesIsTakenWholeOrNotAtAll() {
    HttpRequest.Builder bad =
        api.request(PHONES + "/import")
            .header("Content-Type", "text/csv")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "mac,brand,model,user\n805ec0123456,yealink,T54W,3001\n\n"
                        + "not a mac,yealink,T99,9999\n"));
    Answer refused = api.send(bad);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields())
        .containsExactlyInAnyOrder("lines[4].mac", "lines[4].model", "lines[4].user");
    assertThat(api.get(PHONES).body()).isEmpty();
    Answer wide =
        api.send(
            api.request(PHONES + "/import")
                .header("Content-Type", "text/csv")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "mac,brand,model\n\"805ec0\n123456\",yealink,T54W\na,b,c,d\n")));
    assertThat(wide.fields()).containsExactly("lines[4]");
    Answer taken =
        api.send(
            api.request(PHONES + "/import")
                .header("Content-Type", "text/csv")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "mac;brand;model;user;name\r\n"
                            + "80:5E:C0:12:34:56;Yealink;T54W;3001;\"Desk; 1\"\r\n"
                            + "000413aabbcc;snom;D785;3002;\r\n")));
    assertThat(taken.status()).as(taken.raw().body()).isEqualTo(201);
    for (String inventory : List.of(PHONES + "/inventory.csv", "/api/v1/exports/phones.csv")) {
      assertThat(api.send(api.request(inventory).GET()).raw().body())
          .startsWith("id,mac,brand,model,firmware,users,name,site,registered,fetchedAt,upToDate")
          .contains("80:5e:c0:12:34:56,yealink,T54W,,3001,Desk; 1");
    }
  }

  @Test
  void aChangeReachesARegisteredPhoneByItself() {
    Answer created = adopt(T54W);
    fetch(created.text("provisioningUrl") + "805ec0123456.cfg", T54W_AGENT);
    try (var phone = appliance.phone("3001", "first-password")) {
      assertThat(phone.registers()).isEqualTo(200);
      eventually(() -> api.get(PHONES + "/" + created.id()).body().path("registered").asBoolean());
      assertThat(
              api.post(PHONES + "/" + created.id() + "/check-sync", "")
                  .body()
                  .path("told")
                  .asBoolean())
          .isTrue();
      Answer rollout = api.post("/api/v1/phone-rollout", "{\"phones\":[" + created.id() + "]}");
      assertThat(rollout.text("state")).isEqualTo("RUNNING");
      eventually(() -> api.get("/api/v1/phone-rollout").body().path("told").asInt() == 1);
      fetch(created.text("provisioningUrl") + "805ec0123456.cfg", T54W_AGENT);
      eventually(() -> api.get("/api/v1/phone-rollout").text("state").equals("DONE"));
      assertThat(api.get("/api/v1/phone-rollout").body().path("done").asInt()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"mac":"805ec0123456","brand":"yealink","model":"T54W","user":"9999"}                    | user
          {"mac":"xyz","brand":"yealink","model":"T54W"}                                           | mac
          {"mac":"01005e000001","brand":"yealink","model":"T54W"}                                  | mac
          {"brand":"yealink","model":"T54W"}                                                       | mac
          {"mac":"805ec0123456","brand":"nokia","model":"3310"}                                    | brand
          {"mac":"805ec0123456","brand":"yealink","model":"T99"}                                   | model
          {"mac":"805ec0123456","brand":"linphone","model":"Linphone","user":"3001"}               | mac
          {"mac":"805ec0123456","brand":"yealink","model":"T54W","settings":{"vlan":"5000"}}       | settings.vlan
          {"mac":"805ec0123456","brand":"yealink","model":"T54W","settings":{"colour":"red"}}      | settings.colour
          {"mac":"805ec0123456","brand":"yealink","model":"T54W","user":"3001","settings":{"srtp":"required"}} | settings.srtp
          {"mac":"805ec0123456","brand":"yealink","model":"T31P","user":"3001","keys":[{"key":9,"kind":"lamp","value":"3002"}]} | keys[0]
          {"mac":"805ec0123456","brand":"yealink","model":"T54W","user":"3001","overrides":{"a b":"x"}} | overrides[a b]
          """)
  void whatCannotBeIsToldAtItsField(String body, String field) {
    Answer refused = api.post(PHONES, body);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(422);
    assertThat(refused.fields().collect(Collectors.joining(";"))).isEqualTo(field);
  }

  private static void eventually(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
