package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.sip.IpNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The dial plan over HTTPS: what is taken, what is refused and at which field. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class DialPlanApiTest {
  private static final String API = "/api/v1/";
  private static final String[] TABLES = {
    "ring_group", "schedule", "trunk", "outbound_route", "inbound_number", "dial_plan", "app_user"
  };

  private DirectoryStore store;
  private ApiClient api;
  private JdbcTemplate jdbc;
  private LocalAppliance appliance;

  @BeforeEach
  void threeUsers(LocalAppliance shared) {
    appliance = shared;
    store = shared.part(DirectoryStore.class);
    api = shared.api();
    jdbc = shared.part(JdbcTemplate.class);
    nothing();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"},
         {"extension":"1003","name":"Carol"}]
        """);
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  @Test
  void phonesOfTheSiteAreChallengedWithBothUntilItIsSaid() {
    assertThat(api.get(API + "dial-plan").text("digest")).isEqualTo("BOTH");
    taken(api.put(API + "dial-plan", "{\"digest\":\"MD5\"}"));
    taken(api.put(API + "dial-plan", "{\"country\":\"DE\"}"));
    assertThat(api.get(API + "dial-plan").text("digest")).isEqualTo("MD5");
    assertThat(store.current().dialPlan().digest()).isEqualTo(DigestOffer.MD5);
  }

  @Test
  void networksOfPhonesElsewhereAreKeptAndCheckedOneByOne() {
    assertThat(api.get(API + "dial-plan").body().path("contactNetworks")).isEmpty();
    taken(api.put(API + "dial-plan", "{\"contactNetworks\":[\"10.20.0.0/16\",\"192.0.2.7\"]}"));
    taken(api.put(API + "dial-plan", "{\"country\":\"DE\"}"));
    assertThat(store.current().dialPlan().contactNetworks())
        .containsExactly(IpNetwork.of("10.20.0.0/16"), IpNetwork.of("192.0.2.7/32"));
    Answer refused =
        api.put(API + "dial-plan", "{\"contactNetworks\":[\"10.20.0.0/16\",\"everywhere\"]}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("contactNetworks[1]");
    taken(api.put(API + "dial-plan", "{\"contactNetworks\":[]}"));
  }

  private long created(String what, String body) {
    Answer answer = api.post(API + what, body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    assertThat(answer.raw().headers().firstValue("Location"))
        .hasValue(API + what + "/" + answer.id());
    return answer.id();
  }

  private void taken(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  private static void refused(Answer answer, String field, String sentence) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(422);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.fields()).contains(field);
    assertThat(answer.raw().body()).contains(sentence);
  }

  private DialPlan plan() {
    return store.current().dialPlan();
  }

  @Test
  void aUserBeginsWithTheUsualSettings() {
    Answer usual = api.get(API + "users/1001/calls");
    taken(usual);
    assertThat(usual.body().path("ringSeconds").asInt()).isEqualTo(30);
    assertThat(usual.body().path("doNotDisturb").asBoolean()).isFalse();
    assertThat(usual.body().path("mayCall").valueStream().map(k -> k.asString()))
        .containsExactly("INTERNAL", "LOCAL", "NATIONAL", "MOBILE", "FREE");
    assertThat(usual.body().path("outsideNumber").isNull()).isTrue();
    assertThat(api.get(API + "users/9999/calls").status()).isEqualTo(404);
  }

  @Test
  void whatAUserSetsIsInTheNextSnapshotAndWhatIsLeftOutStays() {
    created("schedules", "{\"name\":\"office\",\"zone\":\"Europe/Berlin\"}");
    taken(
        api.patch(
            API + "users/1001/calls",
            """
            {"aliases":["alice","+49 30 1234501"],"ringSeconds":20,"callLimit":2,
             "rules":[{"on":"NO_ANSWER","forwardTo":"dial:1002"},
                      {"schedule":"office","whileOpen":false,"follow":[
                        {"numbers":["1001","+49 171 2345678"],"seconds":25,"confirm":true}]}],
             "blocked":["anonymous","+4930666*"],"speedDials":{"77":"1002"},
             "mayCall":["INTERNAL","INTERNATIONAL"],"countries":["fr"],"location":"2nd floor"}
            """));
    Answer dnd = api.put(API + "users/1001/calls", "{\"doNotDisturb\":true,\"location\":\"\"}");
    taken(dnd);
    assertThat(dnd.body().path("location").isNull()).isTrue();
    var user = store.current().user("ALICE");
    assertThat(user.extension()).isEqualTo("1001");
    assertThat(store.current().user("+49301234501")).isSameAs(user);
    var settings = user.settings();
    assertThat(settings.doNotDisturb()).isTrue();
    assertThat(settings.ringTime()).hasSeconds(20);
    assertThat(settings.rules().getFirst())
        .isEqualTo(
            CallRule.always(
                CallRule.On.NO_ANSWER, new CallRule.Action.Forward(new Destination.Dial("1002"))));
    assertThat(settings.rules().get(1).action())
        .isInstanceOfSatisfying(
            CallRule.Action.Follow.class,
            f ->
                assertThat(f.steps().getFirst().numbers())
                    .containsExactly("1001", "+491712345678"));
    assertThat(settings.permissions().allow(NumberClass.INTERNATIONAL, "FR")).isTrue();
    assertThat(settings.permissions().allow(NumberClass.INTERNATIONAL, "DE")).isFalse();
    assertThat(settings.location()).isNull();
    assertThat(store.current().user("1002").settings().doNotDisturb()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"aliases":["1002"]}                                  | aliases[0]
          {"aliases":["112"]}                                   | aliases[0]
          {"aliases":["a b"]}                                   | aliases[0]
          {"aliases":["+4930"]}                                 | aliases[0]
          {"aliases":["x","X"]}                                 | aliases[1]
          {"aliases":[null]}                                    | aliases[0]
          {"ringSeconds":4}                                     | ringSeconds
          {"callLimit":101}                                     | callLimit
          {"outsideNumber":"12345"}                             | outsideNumber
          {"blocked":["*1"]}                                    | blocked[0]
          {"countries":["XX"]}                                  | countries[0]
          {"speedDials":{"abc":"1002"}}                         | speedDials.abc
          {"speedDials":{"1002":"1003"}}                        | speedDials.1002
          {"speedDials":{"7":"4711"}}                           | speedDials.7
          {"rules":[{}]}                                        | rules[0]
          {"rules":[{"forwardTo":"dial:1001"}]}                 | rules[0].forwardTo
          {"rules":[{"on":"BUSY","forwardTo":"dial:1001"}]}     | rules[0].forwardTo
          {"rules":[{"forwardTo":"dial:4711"}]}                 | rules[0].forwardTo
          {"rules":[{"forwardTo":"voicemail:4711"}]}            | rules[0].forwardTo
          {"rules":[{"forwardTo":"carol"}]}                     | rules[0].forwardTo
          {"rules":[{"forwardTo":"refuse:rudely"}]}             | rules[0].forwardTo
          {"rules":[{"from":"NUMBERS","forwardTo":"dial:1002"}]} | rules[0].numbers
          {"rules":[{"schedule":"none","forwardTo":"dial:1002"}]} | rules[0].schedule
          {"rules":[{"on":"BUSY","ring":{"seconds":20}}]}       | rules[0].ring
          {"rules":[{"follow":[]}]}                             | rules[0].follow
          {"rules":[{"follow":[{"numbers":[]}]}]}               | rules[0].follow[0].numbers
          {"rules":[{"follow":[{"numbers":["1002"],"seconds":3}]}]} | rules[0].follow[0].seconds
          {"rules":[{"follow":[{"numbers":["4711"]}]}]}         | rules[0].follow[0].numbers[0]
          """)
  void settingsThatCannotBeAreRefusedAtTheirField(String body, String field) {
    Answer answer = api.patch(API + "users/1001/calls", body);
    refused(answer, field, "");
    assertThat(answer.fields()).hasSize(1);
    assertThat(store.current().user("1001").settings())
        .isEqualTo(org.belfry.pbx.directory.CallSettings.DEFAULT);
  }

  @Test
  void forwardsThatGoRoundInACircleAreRefusedWhereTheCircleCloses() {
    String to = "{\"rules\":[{\"forwardTo\":\"dial:%s\"}]}";
    taken(api.patch(API + "users/1001/calls", to.formatted("1002")));
    taken(api.patch(API + "users/1002/calls", to.formatted("1003")));
    refused(
        api.patch(API + "users/1003/calls", to.formatted("1001")),
        "rules[0].forwardTo",
        "1003 → 1001 → 1002 → 1003");
    created(
        "groups",
        "{\"number\":\"600\",\"name\":\"Sales\",\"members\":[{\"extension\":\"1003\"}],\"overflow\":\"dial:1001\"}");
    refused(
        api.patch(API + "users/1003/calls", to.formatted("600")),
        "rules[0].forwardTo",
        "1003 → 600 → 1001 → 1002 → 1003");
    // by the hour only: it may be meant so
    created("schedules", "{\"name\":\"office\",\"zone\":\"Europe/Berlin\"}");
    taken(
        api.patch(
            API + "users/1003/calls",
            "{\"rules\":[{\"schedule\":\"office\",\"forwardTo\":\"dial:1001\"}]}"));
  }

  @Test
  void aGroupIsCreatedChangedAndDeleted() {
    long id =
        created(
            "groups",
            """
            {"number":"600","name":"Sales","strategy":"ALL","overflow":"voicemail:1001",
             "members":[{"extension":"1001"},{"extension":"1002","delaySeconds":10}]}
            """);
    assertThat(plan().groups().get("600").members()).hasSize(2);
    assertThat(plan().groups().get("600").ringTime()).hasSeconds(60);
    Answer changed =
        api.put(
            API + "groups/" + id,
            "{\"number\":\"601\",\"name\":\"Sales\",\"strategy\":\"LINEAR\",\"members\":[{\"extension\":\"1002\"}]}");
    taken(changed);
    assertThat(plan().groups()).containsOnlyKeys("601");
    assertThat(api.get(API + "groups").body()).hasSize(1);
    assertThat(api.get(API + "groups/" + id).text("number")).isEqualTo("601");
    assertThat(api.delete(API + "groups/" + id).status()).isEqualTo(204);
    assertThat(api.delete(API + "groups/" + id).status()).isEqualTo(404);
    assertThat(plan().groups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"number":"1001","name":"x","overflow":"dial:1002"}   | number
          {"number":"6 0","name":"x","overflow":"dial:1002"}    | number
          {"number":"600","name":"","overflow":"dial:1002"}     | name
          {"number":"600","name":"x"}                           | members
          {"number":"600","name":"x","members":[{"extension":"4711"}]} | members[0].extension
          {"number":"600","name":"x","members":[{"extension":"1001"},{"extension":"1001"}]} | members[1].extension
          {"number":"600","name":"x","members":[{"extension":"1001","delaySeconds":60}]} | members[0].delaySeconds
          {"number":"600","name":"x","strategy":"LINEAR","members":[{"extension":"1001","delaySeconds":5}]} | members[0].delaySeconds
          {"number":"600","name":"x","ringSeconds":601,"overflow":"dial:1002"} | ringSeconds
          {"number":"600","name":"x","overflow":"dial:600"}     | overflow
          """)
  void aGroupThatCannotBeIsRefusedAtItsField(String body, String field) {
    Answer answer = api.post(API + "groups", body);
    refused(answer, field, "");
    assertThat(plan().groups()).isEmpty();
  }

  @Test
  void numbersAreWrittenAsInTheCountryAndKeptInFull() {
    Answer site =
        api.patch(
            API + "dial-plan",
            "{\"country\":\"DE\",\"areaCode\":\"30\",\"mainNumber\":\"030 / 2345670\"}");
    assertThat(site.text("mainNumber")).isEqualTo("+49302345670");
    Answer calls =
        api.patch(
            API + "users/1001/calls",
            "{\"outsideNumber\":\"(030) 234567-11\",\"blocked\":[\"0900 1234567\",\"1002\"]}");
    assertThat(calls.text("outsideNumber")).isEqualTo("+493023456711");
    assertThat(calls.body().path("blocked").valueStream().map(JsonNode::asString))
        .containsExactly("+499001234567", "1002");
    long exact =
        created("inbound-numbers", "{\"pattern\":\"030 234567-12\",\"open\":\"dial:1001\"}");
    assertThat(api.get(API + "inbound-numbers/" + exact).text("pattern"))
        .isEqualTo("+493023456712");
    long any = created("inbound-numbers", "{\"pattern\":\"030 234567-XX\",\"open\":\"dial:1001\"}");
    assertThat(api.get(API + "inbound-numbers/" + any).text("pattern")).isEqualTo("+4930234567XX");
    refused(
        api.patch(API + "dial-plan", "{\"mainNumber\":\"115\"}"),
        "mainNumber",
        "must be in international format");
  }

  @Test
  void whatWasDeletedIsPutBackWithItsPasswordUnlessItsNameIsInUse() {
    String trunk = "{\"name\":\"p9\",\"server\":\"sip:p.example\",\"username\":\"u\"%s}";
    long id = created("trunks", trunk.formatted(",\"password\":\"secret\",\"enabled\":false"));
    assertThat(api.delete(API + "trunks/" + id).status()).isEqualTo(204);
    Answer items = api.get(API + "deleted-items");
    long item = items.body().path(0).path("id").asLong();
    assertThat(items.body().path(0).path("name").asString()).isEqualTo("p9");
    assertThat(items.body().path(0).path("kind").asString()).isEqualTo("trunk");
    assertThat(items.raw().body()).doesNotContain("secret");

    long other = created("trunks", trunk.formatted(",\"enabled\":false"));
    refused(api.post(API + "deleted-items/" + item + "/restore", ""), "name", "already in use");
    assertThat(api.delete(API + "trunks/" + other).status()).isEqualTo(204);
    assertThat(api.post(API + "deleted-items/" + item + "/restore", "").status()).isEqualTo(204);
    assertThat(api.get(API + "trunks").body().path(0).path("hasPassword").asBoolean()).isTrue();
    assertThat(api.post(API + "deleted-items/" + item + "/restore", "").status()).isEqualTo(404);
  }

  @Test
  void twoEmptyRowsAreBothRequiredAndNoneIsADouble() {
    Answer group =
        api.post(API + "groups", "{\"number\":\"600\",\"name\":\"x\",\"members\":[{},{}]}");
    assertThat(group.fields()).containsExactly("members[0].extension", "members[1].extension");
    Answer queue =
        api.post(API + "queues", "{\"name\":\"q\",\"number\":\"601\",\"members\":[{},{}]}");
    assertThat(queue.fields()).containsExactly("members[0].agent", "members[1].agent");
  }

  @Test
  void whatIsStillUsedIsNotDeletedAndTheSentenceNamesByWhom() {
    created("groups", "{\"number\":\"600\",\"name\":\"S\",\"members\":[{\"extension\":\"1001\"}]}");
    taken(api.patch(API + "users/1002/calls", "{\"rules\":[{\"forwardTo\":\"voicemail:1001\"}]}"));
    long alice = api.get(API + "users?extension=1001").body().path(0).path("id").asLong();
    refused(
        api.delete(API + "users/" + alice), "extension", "is still used by user 1002, group 600");
    refused(
        api.patch(API + "users/" + alice, "{\"extension\":\"1009\"}"), "extension", "group 600");
    assertThat(store.current().user("1001")).isNotNull();

    long schedule = created("schedules", "{\"name\":\"office\",\"zone\":\"Europe/Berlin\"}");
    long trunk =
        created("trunks", "{\"name\":\"p1\",\"server\":\"sip:p.example\",\"username\":\"u\"}");
    created("routes", "{\"name\":\"all\",\"trunks\":[\"p1\"]}");
    created(
        "inbound-numbers",
        "{\"pattern\":\"+4930123450\",\"trunk\":\"p1\",\"schedule\":\"office\",\"open\":\"dial:600\",\"closed\":\"voicemail:1001\"}");
    refused(
        api.delete(API + "trunks/" + trunk),
        "name",
        "is still used by inbound number +4930123450 by p1, route all");
    refused(api.delete(API + "schedules/" + schedule), "name", "inbound number +4930123450");
    assertThat(plan().trunks()).containsKey("p1");
  }

  @Test
  void aNewUserTakesNoNumberOfAGroupOrOfAnAlias() {
    created("groups", "{\"number\":\"600\",\"name\":\"S\",\"members\":[{\"extension\":\"1001\"}]}");
    taken(api.patch(API + "users/1001/calls", "{\"aliases\":[\"700\"]}"));
    refused(
        api.post(
            API + "users",
            "[{\"extension\":\"1004\",\"name\":\"D\"},{\"extension\":\"600\",\"name\":\"E\"}]"),
        "[1].extension",
        "600 is a number of group 600");
    refused(
        api.post(API + "users", "{\"extension\":\"700\",\"name\":\"E\"}"),
        "extension",
        "700 is a number of user 1001");
  }

  @Test
  void aScheduleTellsWhetherItIsOpenAndTheNightSwitchHoldsUntilItEnds() {
    long id =
        created(
            "schedules",
            """
            {"name":"always","zone":"Europe/Berlin",
             "hours":[{"days":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"],
                       "from":"00:00","until":"24:00"}],
             "closed":[{"name":"Christmas","from":"2036-12-24","until":"2036-12-26"}]}
            """);
    String path = API + "schedules/" + id;
    assertThat(api.get(path).body().path("open").asBoolean()).isTrue();
    var schedule = plan().schedules().get("always");
    assertThat(schedule.isOpen(Instant.parse("2036-12-26T22:59:59Z"))).isFalse();
    assertThat(schedule.isOpen(Instant.parse("2036-12-26T23:00:00Z"))).isTrue();

    Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    Answer night = api.put(path + "/override", "{\"open\":false,\"until\":\"" + until + "\"}");
    taken(night);
    assertThat(night.body().path("open").asBoolean()).isFalse();
    assertThat(night.body().path("override").path("until").asString()).isEqualTo(until.toString());
    assertThat(plan().schedules().get("always").isOpen(until.minusSeconds(1))).isFalse();
    assertThat(plan().schedules().get("always").isOpen(until)).isTrue();
    assertThat(api.delete(path + "/override").body().path("open").asBoolean()).isTrue();
    refused(
        api.put(path + "/override", "{\"open\":false,\"until\":\"2020-01-01T00:00:00Z\"}"),
        "until",
        "must be in the future");
  }

  @Test
  void holidaysAreTakenOutOfACalendarOnce() {
    long id =
        created(
            "schedules",
            "{\"name\":\"office\",\"zone\":\"Europe/Berlin\",\"closed\":[{\"from\":\"2020-01-01\"}]}");
    String path = API + "schedules/" + id + "/holidays";
    String calendar =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:test
        BEGIN:VEVENT
        UID:new-year
        DTSTAMP:20200101T000000Z
        DTSTART;VALUE=DATE:20200101
        RRULE:FREQ=YEARLY
        SUMMARY:New Year
        END:VEVENT
        END:VCALENDAR
        """
            .replace("\n", "\r\n");
    for (int i = 0; i < 2; i++) {
      Answer imported =
          api.send(
              api.request(path)
                  .header("Content-Type", "text/calendar")
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString(calendar)));
      taken(imported);
      assertThat(imported.body().path("closed")).hasSize(3);
      assertThat(imported.body().path("closed").path(0).path("from").asString()).endsWith("-01-01");
      assertThat(imported.body().path("closed").path(0).path("name").asString())
          .isEqualTo("New Year");
    }
    refused(
        api.send(
            api.request(path)
                .header("Content-Type", "text/calendar")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("hello"))),
        "calendar",
        "");
  }

  @Test
  void aTrunkTellsHowItStandsAndFormatsAreListed() {
    long off =
        created(
            "trunks",
            "{\"name\":\"p1\",\"server\":\"sip:127.0.0.1:9\",\"addresses\":[\"192.0.2.1\"],\"enabled\":false}");
    assertThat(api.post(API + "trunks/" + off + "/try", "").status())
        .as("one that is switched off is not asked")
        .isEqualTo(404);
    Answer status = api.get(API + "trunks/status");
    taken(status);
    assertThat(status.body().path(0).path("name").asString()).isEqualTo("p1");
    assertThat(status.body().path(0).path("state").asString()).isEqualTo("OFF");
    assertThat(api.get(API + "trunks/formats").body().path(0).path("name").asString())
        .isEqualTo("e164");
    refused(
        api.post(
            API + "trunks",
            "{\"name\":\"p2\",\"server\":\"sip:p.example\",\"username\":\"u\",\"format\":\"morse\"}"),
        "format",
        "unknown preset");
  }

  @Test
  void aTrunkThatIsKnownByItsAddressAloneSaysSoAndOneWithTlsDoesNot() {
    long plain =
        created(
            "trunks",
            "{\"name\":\"plain\",\"server\":\"sip:192.0.2.1\",\"addresses\":[\"192.0.2.1\"]}");
    var warning = api.get(API + "trunks/" + plain).body().path("warnings").path(0);
    assertThat(warning.path("field").asString()).isEqualTo("addresses");
    assertThat(warning.path("message").asString())
        .contains("UDP source address, which can be forged", "TLS");
    for (String safe :
        List.of(
            "{\"name\":\"tls\",\"server\":\"sip:gw.example;transport=tls\",\"addresses\":[\"192.0.2.2\"]}",
            "{\"name\":\"account\",\"server\":\"sip:p.example\",\"username\":\"u\"}")) {
      long id = created("trunks", safe);
      assertThat(api.get(API + "trunks/" + id).body().path("warnings").size()).as(safe).isZero();
    }
  }

  @Test
  void hoursThatOverlapAreTakenWithAWarning() {
    Answer both =
        api.post(
            API + "schedules",
            """
            {"name":"two","zone":"Europe/Berlin","hours":[
              {"days":["FRIDAY"],"from":"22:00","until":"06:00"},
              {"days":["SATURDAY"],"from":"05:00","until":"12:00"}]}
            """);
    assertThat(both.status()).isEqualTo(201);
    assertThat(both.body().path("warnings").path(0).path("field").asString()).isEqualTo("hours[1]");
    assertThat(
            api.post(API + "schedules", "{\"name\":\"never\",\"zone\":\"Asia/Tokyo\"}")
                .body()
                .path("warnings")
                .path(0)
                .path("field")
                .asString())
        .isEqualTo("hours");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          schedules | {"name":"x","zone":"Europe/Berlyn"}                | zone
          schedules | {"name":"x","zone":"Asia/Tokyo","hours":[{"days":[],"from":"08:00","until":"09:00"}]} | hours[0].days
          schedules | {"name":"x","zone":"Asia/Tokyo","hours":[{"days":["MONDAY"],"from":"8","until":"09:00"}]} | hours[0].from
          schedules | {"name":"x","zone":"Asia/Tokyo","closed":[{"from":"2026-02-30"}]} | closed[0].from
          schedules | {"name":"x","zone":"Asia/Tokyo","closed":[{"from":"2026-02-03","until":"2026-02-02"}]} | closed[0].until
          trunks    | {"name":"a b","server":"sip:p.example","username":"u"} | name
          trunks    | {"name":"p","server":"p.example","username":"u"}   | server
          trunks    | {"name":"p","server":"sip:p.example"}              | addresses
          trunks    | {"name":"p","server":"sip:p.example","registers":true,"addresses":["192.0.2.1"]} | username
          trunks    | {"name":"p","server":"sip:p.example","addresses":["p.example"]} | addresses[0]
          trunks    | {"name":"p","server":"sip:p.example","username":"u@h"} | username
          trunks    | {"name":"p","server":"sip:p.example","username":"u","channels":-1} | channels
          routes    | {"name":"r","trunks":["none"]}                     | trunks[0]
          routes    | {"name":"r","trunks":[]}                           | trunks
          routes    | {"name":"r","trunks":["none"],"patterns":["abc"]}  | patterns[0]
          inbound-numbers | {"pattern":"+4930","open":"dial:4711"}       | open
          inbound-numbers | {"pattern":"+4930"}                          | open
          inbound-numbers | {"pattern":"x","open":"dial:1001"}           | pattern
          inbound-numbers | {"pattern":"+4930","open":"dial:1001","closed":"dial:1002"} | schedule
          inbound-numbers | {"pattern":"+4930","open":"dial:1001","trunk":"none"} | trunk
          """)
  void whatCannotBeIsRefusedAtItsField(String what, String body, String field) {
    Answer answer = api.post(API + what, body);
    refused(answer, field, "");
    assertThat(answer.fields()).hasSize(1);
    assertThat(api.get(API + what).body()).isEmpty();
  }

  @Test
  void aTrunksPasswordIsKeptEncryptedAndNeverShown() {
    long id =
        created(
            "trunks",
            "{\"name\":\"p1\",\"server\":\"sip:p.example;transport=tls\",\"username\":\"u\",\"password\":\"geheim-77\"}");
    Answer read = api.get(API + "trunks/" + id);
    assertThat(read.raw().body()).doesNotContain("geheim");
    assertThat(read.body().path("hasPassword").asBoolean()).isTrue();
    assertThat(plan().trunks().get("p1").password()).isEqualTo("geheim-77");
    assertThat(jdbc.queryForObject("select settings from trunk", String.class))
        .doesNotContain("geheim");
    String change = "{\"name\":\"p1\",\"server\":\"sip:q.example\",\"username\":\"u\"%s}";
    taken(api.put(API + "trunks/" + id, change.formatted("")));
    assertThat(plan().trunks().get("p1").password()).isEqualTo("geheim-77");
    taken(api.put(API + "trunks/" + id, change.formatted(",\"password\":\"\"")));
    assertThat(plan().trunks().get("p1").password()).isNull();
  }

  @Test
  void routesAreTriedByPositionAndOneThatIsNeverReachedIsWarnedOf() {
    created(
        "trunks", "{\"name\":\"p1\",\"server\":\"sip:p.example\",\"addresses\":[\"192.0.2.1\"]}");
    created(
        "routes",
        "{\"name\":\"berlin\",\"position\":20,\"patterns\":[\"+4930*\"],\"trunks\":[\"p1\"]}");
    created(
        "routes",
        "{\"name\":\"germany\",\"position\":10,\"patterns\":[\"+49*\"],\"trunks\":[\"p1\"]}");
    Answer all = api.get(API + "routes");
    assertThat(all.body().valueStream().map(r -> r.path("name").asString()))
        .containsExactly("germany", "berlin");
    assertThat(plan().routes()).extracting(r -> r.name()).containsExactly("germany", "berlin");
    assertThat(all.body().path(1).path("warnings").path(0).path("message").asString())
        .contains("the earlier route germany matches");
    assertThat(all.body().path(0).path("warnings")).isEmpty();
  }

  @Test
  void theClosestDescriptionOfAnInboundNumberComesFirst() {
    created("inbound-numbers", "{\"pattern\":\"+4930*\",\"open\":\"dial:1001\"}");
    created("inbound-numbers", "{\"pattern\":\"+49301234X\",\"open\":\"dial:1002\"}");
    created("inbound-numbers", "{\"pattern\":\"+493012345\",\"open\":\"dial:1003\"}");
    refused(
        api.post(API + "inbound-numbers", "{\"pattern\":\"+4930*\",\"open\":\"dial:1002\"}"),
        "pattern",
        "already in use");
    assertThat(plan().inbound())
        .extracting(n -> n.pattern().text())
        .containsExactly("+493012345", "+49301234X", "+4930*");
    assertThat(
            api.get(API + "inbound-numbers")
                .body()
                .valueStream()
                .map(n -> n.path("pattern").asString())
                .collect(Collectors.toList()))
        .containsExactly("+493012345", "+49301234X", "+4930*");
  }

  @Test
  void howTheSiteDialsIsChanged() {
    taken(
        api.patch(
            API + "dial-plan",
            """
            {"country":"de","areaCode":"30","outsidePrefix":"0","mainNumber":"+49 30 123450",
             "emergencyNumbers":["110"],"frontDesk":"1001"}
            """));
    assertThat(api.patch(API + "dial-plan", "{\"areaCode\":\"\"}").body().path("areaCode").isNull())
        .isTrue();
    assertThat(plan().country()).isEqualTo("DE");
    assertThat(plan().mainNumber()).isEqualTo("+4930123450");
    assertThat(plan().emergencyNumbers()).containsExactly("110");
    refused(api.patch(API + "dial-plan", "{\"country\":\"XX\"}"), "country", "");
    refused(
        api.patch(API + "dial-plan", "{\"frontDesk\":\"4711\"}"),
        "frontDesk",
        "4711 is not a user or group");
    refused(
        api.patch(API + "dial-plan", "{\"emergencyTrunks\":[\"p\"]}"), "emergencyTrunks[0]", "");
    refused(
        api.patch(API + "dial-plan", "{\"emergencyNumbers\":[\"1002\"]}"), "outsidePrefix", "1002");
  }

  @Test
  void featureCodesAreListedAndChanged() {
    assertThat(plan().features()).containsKey("*8");
    Answer changed = api.put(API + "feature-codes", "{\"PICKUP\":\"*7\",\"PAGE\":\"\"}");
    taken(changed);
    assertThat(plan().features()).containsKey("*7").doesNotContainKeys("*8", "*81");
    assertThat(api.get(API + "feature-codes").body().path(0).path("code").asString())
        .isEqualTo("*7");
    refused(api.put(API + "feature-codes", "{\"PARK\":\"*7\"}"), "PARK", "the code of both");
    refused(api.put(API + "feature-codes", "{\"PARK\":\"77\"}"), "PARK", "must be");
    refused(api.put(API + "feature-codes", "{\"FLY\":\"*9\"}"), "FLY", "unknown feature");
    taken(api.put(API + "feature-codes", "{\"PICKUP\":\"*8\",\"PAGE\":\"*81\"}"));
  }
}
