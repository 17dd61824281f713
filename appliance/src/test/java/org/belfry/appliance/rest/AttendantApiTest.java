package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.ivr.Attendant;
import org.belfry.pbx.app.ivr.IvrStatistics;
import org.belfry.pbx.app.ivr.Passed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attendants over HTTPS: what is taken, what is refused and at which field, dry runs, figures. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class AttendantApiTest {
  private static final String API = "/api/v1/";
  private static final String[] TABLES = {
    "attendant", "attendant_figure", "inbound_number", "schedule", "app_user"
  };

  private static final String DAY =
      """
      {"name":"day","number":"500","language":"de","start":"hours","nodes":{
        "hours":{"branch":{"schedule":"office","open":"top","closed":"night"}},
        "top":{"menu":{"lines":["Press 1 or 2."],"keys":{"1":"desk","2":"night"},
                       "silence":{"times":1,"then":"desk"}}},
        "desk":{"goTo":{"to":"dial:1001","otherwise":"night"}},
        "night":{"voicemail":{"extension":"1002"}}}}
      """;

  private DirectoryStore store;
  private ApiClient api;
  private LocalAppliance appliance;

  @BeforeEach
  void twoUsersAndHours(LocalAppliance shared) {
    appliance = shared;
    store = shared.part(DirectoryStore.class);
    api = shared.api();
    nothing();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"}]
        """);
    api.post(
        API + "schedules",
        """
        {"name":"office","zone":"Europe/Berlin","hours":[
          {"days":["MONDAY","TUESDAY","WEDNESDAY"],"from":"08:00","until":"17:00"}]}
        """);
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  private Answer created(String body) {
    Answer answer = api.post(API + "attendants", body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer;
  }

  /** What is said to change it to what it is. */
  private static String command(Answer made) {
    return ((ObjectNode) made.body().deepCopy()).remove(List.of("id", "warnings")).toString();
  }

  @Test
  void anAttendantIsPartOfTheNextSnapshotAndHasANumber() {
    Answer made = created(DAY);
    assertThat(made.body().path("nodes").path("top").path("menu").path("seconds").asInt())
        .isEqualTo(5);
    Attendant known = (Attendant) store.current().dialPlan().service(Attendant.APPLICATION, "day");
    assertThat(known.nodes()).hasSize(4);
    assertThat(known.language()).isEqualTo("de");
    Answer plan = api.post(API + "plans/explain", "{\"from\":\"1001\",\"to\":\"500\"}");
    assertThat(plan.raw().body()).contains("500 is the attendant day.");
    Answer again = api.put(API + "attendants/" + made.id(), command(made));
    assertThat(again.status()).as(again.raw().body()).isEqualTo(200);
    assertThat(again.body().path("nodes")).isEqualTo(made.body().path("nodes"));
    assertThat(api.get(API + "attendants").body()).hasSize(1);
    assertThat(api.delete(API + "attendants/" + made.id()).status()).isEqualTo(204);
    assertThat(api.get(API + "attendants/" + made.id()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"a b","nodes":{"x":{"hangUp":{}}}}                    | name
          {"number":"1001","nodes":{"x":{"hangUp":{}}}}                 | number
          {"number":"112","nodes":{"x":{"hangUp":{}}}}                  | number
          {"language":"German","nodes":{"x":{"hangUp":{}}}}             | language
          {"nodes":{}}                                                  | nodes
          {"start":"y","nodes":{"x":{"hangUp":{}}}}                     | start
          {"nodes":{"x":{}}}                                            | nodes.x
          {"nodes":{"x":null}}                                          | nodes.x
          {"nodes":{"x":{"hangUp":{},"goTo":{"to":"dial:1001"}}}}       | nodes.x
          {"nodes":{"x":{"say":{"lines":[]}}}}                          | nodes.x.say.lines
          {"nodes":{"x":{"say":{"lines":["a"],"next":"y"}}}}            | nodes.x.say.next
          {"nodes":{"x":{"menu":{"keys":{"1":"y"}}}}}                   | nodes.x.menu.keys.1
          {"nodes":{"x":{"menu":{"keys":{"12":"x"}}}}}                  | nodes.x.menu.keys.12
          {"nodes":{"x":{"menu":{}}}}                                   | nodes.x.menu.keys
          {"nodes":{"x":{"menu":{"keys":{"1":"x"},"seconds":0}}}}       | nodes.x.menu.seconds
          {"nodes":{"x":{"menu":{"keys":{"1":"x"},"invalid":{"times":11}}}}} | nodes.x.menu.invalid.times
          {"nodes":{"x":{"menu":{"keys":{"1":"x"},"silence":{"then":"x"}}}}} | nodes.x.menu.silence.then
          {"nodes":{"x":{"collect":{"value":"caller"}}}}                | nodes.x.collect.value
          {"nodes":{"x":{"collect":{"value":"n","min":5,"max":4}}}}     | nodes.x.collect.max
          {"nodes":{"x":{"branch":{"schedule":"none"}}}}                | nodes.x.branch.schedule
          {"nodes":{"x":{"goTo":{"to":"dial:4711"}}}}                   | nodes.x.goTo.to
          {"nodes":{"x":{"goTo":{"to":"app:attendant:none"}}}}          | nodes.x.goTo.to
          {"nodes":{"x":{"goTo":{}}}}                                   | nodes.x.goTo.to
          {"nodes":{"x":{"voicemail":{"extension":"4711"}}}}            | nodes.x.voicemail.extension
          {"nodes":{"x":{"record":{"mailbox":"4711"}}}}                 | nodes.x.record.mailbox
          {"nodes":{"x":{"ask":{"url":"ftp://x.example/"}}}}            | nodes.x.ask.url
          {"nodes":{"x":{"ask":{"url":"https://u:p@x.example/"}}}}      | nodes.x.ask.url
          {"nodes":{"x":{"hangUp":{}},"attic":{"hangUp":{}}}}           | nodes.attic
          {"nodes":{"x":{"say":{"lines":["a"],"next":"x"}}}}            | nodes.x.say.next
          """)
  void whatCannotBeIsRefusedAtItsField(String body, String field) {
    String whole =
        body.contains("\"name\":\"") ? body : body.replaceFirst("\\{", "{\"name\":\"t\",");
    whole = whole.contains("\"start\":") ? whole : whole.replaceFirst("\\{", "{\"start\":\"x\",");
    Answer answer = api.post(API + "attendants", whole);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(422);
    assertThat(answer.fields()).contains(field);
    assertThat(store.current().dialPlan().services()).isEmpty();
  }

  @Test
  void whatIsStillUsedIsNotDeleted() {
    long id = created(DAY).id();
    api.post(API + "inbound-numbers", "{\"pattern\":\"+4930100\",\"open\":\"app:attendant:day\"}");
    Answer refused = api.delete(API + "attendants/" + id);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("is still used by inbound number +4930100");
    long office = api.get(API + "schedules").body().get(0).path("id").asLong();
    assertThat(api.delete(API + "schedules/" + office).raw().body())
        .contains("is still used by attendant day");
  }

  @Test
  void aDryRunSaysWhatWouldHappenStepByStep() {
    created(DAY);
    Answer open =
        api.post(
            API + "attendants/day/try",
            "{\"input\":[null,\"2\"],\"at\":\"2026-06-10T12:00:00+02:00\"}");
    assertThat(open.status()).as(open.raw().body()).isEqualTo(200);
    assertThat(open.body().valueStream().map(s -> s.path("node").asString()))
        .containsExactly("hours", "top", "top", "night");
    JsonNode last = open.body().get(3);
    assertThat(last.path("does").asString()).isEqualTo("hands the call to voicemail:1002");
    Answer night = api.post(API + "attendants/day/try", "{\"at\":\"2026-06-10T22:00:00+02:00\"}");
    assertThat(night.body()).hasSize(2);
    assertThat(api.post(API + "attendants/none/try", "{}").status()).isEqualTo(404);
  }

  @Test
  void whatCallersDoIsCounted() {
    created(DAY);
    IvrStatistics passages = appliance.part(IvrStatistics.class);
    for (int i = 0; i < 3; i++) {
      passages.passed("day", new Passed("top", Passed.What.ENTERED, ""));
      passages.passed("day", new Passed("top", Passed.What.KEY, "1"));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    api.get(API + "attendants/day/figures")
                        .body()
                        .valueStream()
                        .map(f -> f.path("what") + " " + f.path("times")))
                .containsExactlyInAnyOrder("\"ENTERED\" 3", "\"KEY\" 3"));
  }
}
