package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.queue.QueueService;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.QueueEventType;
import org.belfry.pbx.admin.QueueMonitor.QueueEventView;
import org.belfry.pbx.app.queue.CallDistributor;
import org.belfry.pbx.app.queue.Queue;
import org.belfry.pbx.app.queue.QueueEvent;
import org.belfry.pbx.app.queue.QueueNews;
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
import tools.jackson.databind.node.ObjectNode;

/** Queues over HTTPS: what is taken, what is refused and at which field. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class QueueApiTest {
  private static final String API = "/api/v1/";
  private static final String[] TABLES = {"call_queue", "queue_stay", "queue_duty", "app_user"};

  private DirectoryStore store;
  private ApiClient api;
  private JdbcTemplate jdbc;
  private LocalAppliance appliance;

  @BeforeEach
  void twoUsers(LocalAppliance shared) {
    appliance = shared;
    store = shared.part(DirectoryStore.class);
    api = shared.api();
    jdbc = shared.part(JdbcTemplate.class);
    nothing();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"}]
        """);
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  /** What is said to change it to what it is. */
  private static String command(Answer made) {
    return ((ObjectNode) made.body().deepCopy()).remove(List.of("id", "warnings")).toString();
  }

  @Test
  void aQueueIsPartOfTheNextSnapshotWithTheUsualValues() {
    Answer made =
        api.post(
            API + "queues",
            """
            {"name":"sales","number":"600","members":[{"agent":"1001","skills":["French"]},
             {"agent":"+49 151 2345678"}],"late":"voicemail:1001","callBack":{}}
            """);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    Queue known = (Queue) store.current().dialPlan().service(Queue.APPLICATION, "sales");
    assertThat(known.strategy()).isEqualTo(Queue.Strategy.LONGEST_IDLE);
    assertThat(known.members().getFirst().skills()).containsExactly("french");
    assertThat(known.members().get(1))
        .isEqualTo(new Queue.Member("+491512345678", 1, java.util.Set.of(), true));
    assertThat(known.ringTime()).hasSeconds(20);
    assertThat(known.callBack().tries()).isEqualTo(3);
    assertThat(known.callBack().mayCall()).isEqualTo(Queue.CallBack.USUAL);
    assertThat(made.body().path("callBack").path("mayCall").toString())
        .contains("NATIONAL")
        .doesNotContain("INTERNATIONAL");
    assertThat(api.post(API + "plans/explain", "{\"from\":\"1002\",\"to\":\"600\"}").raw().body())
        .contains("600 is the queue sales.");
    Answer again = api.put(API + "queues/" + made.id(), command(made));
    assertThat(again.body()).isEqualTo(made.body());
    long alice = api.get(API + "users?extension=1001").body().path(0).path("id").asLong();
    assertThat(api.delete(API + "users/" + alice).status()).isEqualTo(422);
    assertThat(api.delete(API + "queues/" + made.id()).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":""}                                             | name
          {"number":"1001"}                                       | number
          {"members":[{"agent":"4711"}]}                          | members[0].agent
          {"members":[{"agent":"1001"},{"agent":"1001"}]}         | members[1].agent
          {"members":[{"agent":"+12"}]}                           | members[0].agent
          {"members":[{"agent":"1001","level":11}]}               | members[0].level
          {"members":[{"agent":"1001","skills":["a b"]}]}         | members[0].skills[0]
          {"ringSeconds":4}                                       | ringSeconds
          {"wrapUpSeconds":-1}                                    | wrapUpSeconds
          {"missedMax":101}                                       | missedMax
          {"waitingMax":1001}                                     | waitingMax
          {"waitMaxSeconds":9}                                    | waitMaxSeconds
          {"announceSeconds":5}                                   | announceSeconds
          {"serviceSeconds":0}                                    | serviceSeconds
          {"callBack":{"tries":0}}                                | callBack.tries
          {"callBack":{"mayCall":["PREMIUM"]}}                    | callBack.mayCall
          {"callBack":{"countries":["XX"]}}                       | callBack.countries[0]
          {"full":"dial:4711"}                                    | full
          {"late":"app:queue:sales"}                              | late
          {"nobody":"app:queue:none"}                             | nobody
          {"greeting":[""]}                                       | greeting[0]
          """)
  void whatCannotBeIsRefusedAtItsField(String body, String field) {
    String whole =
        body.contains("\"name\":") ? body : body.replaceFirst("\\{", "{\"name\":\"sales\",");
    Answer answer = api.post(API + "queues", whole);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(422);
    assertThat(answer.fields()).contains(field);
    assertThat(store.current().dialPlan().services()).isEmpty();
  }

  private JsonNode until(String path, Predicate<JsonNode> good) {
    return await().atMost(Duration.ofSeconds(30)).until(() -> api.get(API + path).body(), good);
  }

  private static String state(JsonNode live, int agent) {
    return live.path("agents").path(agent).path("state").asString();
  }

  @Test
  void agentsLogInAndPauseAndItIsKept() {
    api.post(
        API + "queues",
        "{\"name\":\"sales\",\"members\":[{\"agent\":\"1001\"},{\"agent\":\"1002\"}]}");
    until("queues/sales/live", live -> state(live, 0).equals("LOGGED_OUT"));
    assertThat(api.put(API + "queues/sales/agents/1001", "{\"in\":true}").status()).isEqualTo(204);
    assertThat(api.put(API + "agents/1002", "{\"in\":true,\"pause\":\"lunch\"}").status())
        .isEqualTo(204);
    JsonNode live = until("queues/sales/live", l -> state(l, 1).equals("PAUSED"));
    assertThat(state(live, 0)).isEqualTo("IDLE");
    assertThat(live.path("onDuty").asInt()).isEqualTo(1);
    await().atMost(Duration.ofSeconds(30)).until(() -> kept() >= 2);
    assertThat(
            jdbc.queryForObject("select pause from queue_duty where agent = '1002'", String.class))
        .isEqualTo("lunch");
    assertThat(api.put(API + "agents/4711", "{\"in\":true}").status()).isEqualTo(404);
    assertThat(api.put(API + "queues/none/agents/1001", "{\"in\":true}").status()).isEqualTo(404);
    assertThat(api.put(API + "agents/1001", "{}").status()).isEqualTo(422);
    assertThat(api.get(API + "queues/none/live").status()).isEqualTo(404);
  }

  private int kept() {
    Integer count = jdbc.queryForObject("select count(*) from queue_duty", Integer.class);
    return count == null ? 0 : count;
  }

  @Test
  void callersWhoWaitAreShownToldAndCounted() throws Exception {
    api.post(
        API + "queues",
        "{\"name\":\"sales\",\"members\":[{\"agent\":\"1001\"}],\"waitingMax\":2,\"full\":\"dial:1002\"}");
    until("queues/live", live -> live.size() == 1);
    CallDistributor desk = appliance.part(QueueService.class).distributor();
    List<QueueEventView> told = new CopyOnWriteArrayList<>();
    List<QueueNews> news = new CopyOnWriteArrayList<>();
    try (var subscription = appliance.part(QueueMonitor.class).onEvent(told::add)) {
      for (String caller : List.of("a", "b", "c")) {
        desk.join(
            "sales", new QueueEvent.Joined(caller, "+49170" + caller, "Carol", 0, null), news::add);
      }
      JsonNode live = until("queues/sales/live", l -> l.path("waiting").asInt() == 2);
      assertThat(live.path("callers").path(1).path("number").asString()).isEqualTo("+49170b");
      desk.left("sales", "a");
      JsonNode page = until("queues/stays?queue=sales", stays -> stays.path("total").asInt() == 2);
      assertThat(page.path("stays").valueStream().map(s -> s.path("outcome").asString()))
          .containsExactlyInAnyOrder("ABANDONED", "FULL");
      assertThat(api.get(API + "queues/stays?outcome=abandoned").body().path("total").asInt())
          .isEqualTo(1);
      JsonNode day = api.get(API + "queues/figures?queue=sales").body().path(0);
      assertThat(day.path("callers").asInt()).isEqualTo(2);
      assertThat(day.path("overflowed").asInt()).isEqualTo(1);
      assertThat(day.path("serviceLevel").asDouble()).isZero();
      desk.left("sales", "b");
      until("queues/sales/live", l -> l.path("waiting").asInt() == 0);
    }
    assertThat(told.stream().map(QueueEventView::type))
        .contains(QueueEventType.JOINED, QueueEventType.OVERFLOWED, QueueEventType.ABANDONED);
    assertThat(news).anyMatch(QueueNews.Overflow.class::isInstance);
    assertThat(api.get(API + "queues/stays?outcome=bored").status()).isEqualTo(422);
    assertThat(api.get(API + "queues/figures?from=2020-01-01").status()).isEqualTo(422);
  }

  @Test
  void aQueueMayOverflowIntoAnotherWithASkill() {
    assertThat(api.post(API + "queues", "{\"name\":\"a\"}").status()).isEqualTo(201);
    assertThat(
            api.post(API + "queues", "{\"name\":\"b\",\"late\":\"app:queue:a,skill=french\"}")
                .status())
        .isEqualTo(201);
    long a = api.get(API + "queues").body().get(0).path("id").asLong();
    assertThat(api.delete(API + "queues/" + a).raw().body()).contains("is still used by queue b");
  }
}
