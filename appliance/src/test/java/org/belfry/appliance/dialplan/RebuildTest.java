package org.belfry.appliance.dialplan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.directory.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** An edit in a large directory: how long until the next call sees it. */
@Tag("database")
@Timeout(120)
@ExtendWith(SharedAppliance.class)
class RebuildTest {
  private static final int USERS = 5_000;
  private static final int GROUPS = 500;
  private static final int ROUTES = 10;
  private static final int PREFIXES = 1_000;
  private static final int EDITS = 30;

  private LocalAppliance appliance;
  private JdbcTemplate jdbc;

  @AfterEach
  void nothing() {
    appliance.clear("ring_group", "outbound_route", "trunk", "app_user");
  }

  @Test
  void anEditIsInTheNextSnapshotWithinATenthOfASecond(LocalAppliance shared) {
    appliance = shared;
    jdbc = appliance.part(JdbcTemplate.class);
    nothing();
    fill(appliance.api());
    DirectoryStore store = appliance.part(DirectoryStore.class);
    CallSettingsAdmin admin = appliance.part(CallSettingsAdmin.class);

    long best = Long.MAX_VALUE;
    for (int i = 0; i < EDITS; i++) {
      Directory before = store.current();
      long began = System.nanoTime();
      admin.change("u" + i, ringing(20 + i));
      best = Math.min(best, System.nanoTime() - began);
      assertThat(store.current().version()).isGreaterThan(before.version());
      assertThat(store.current().user("u" + i).settings().ringTime()).hasSeconds(20 + i);
    }
    Directory full = store.current();
    assertThat(full.users()).hasSize(USERS * 2);
    assertThat(full.dialPlan().groups()).hasSize(GROUPS);
    assertThat(full.dialPlan().routes().stream().mapToInt(r -> r.patterns().size()).sum())
        .isEqualTo(ROUTES * PREFIXES);
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    System.out.printf("an edit takes %.1f ms at best%n", best / 1e6);
  }

  private static ChangeCallSettings ringing(int seconds) {
    return new ChangeCallSettings(
        null, null, null, seconds, null, null, null, null, null, null, null, null, null, null);
  }

  /** Users with settings of their own, as rows: thousands of commands would take minutes. */
  private void fill(ApiClient api) {
    String users =
        IntStream.range(0, USERS)
            .mapToObj(i -> "{\"extension\":\"u%d\",\"name\":\"User %d\"}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]"));
    jdbc.batchUpdate(
        "insert into ring_group(name, settings) values(?,?)",
        IntStream.range(0, GROUPS).mapToObj(RebuildTest::group).toList());
    jdbc.update(
        "insert into trunk(name, settings) values('p1', ?)",
        "{\"trunk\":{\"name\":\"p1\",\"server\":\"sip:p.example\",\"addresses\":[\"192.0.2.1\"]}}");
    jdbc.batchUpdate(
        "insert into outbound_route(name, settings) values(?,?)",
        IntStream.range(0, ROUTES).mapToObj(RebuildTest::route).toList());
    ApiClient.Answer made = api.post("/api/v1/users", users);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    jdbc.update(
        """
        insert into user_calls(user_id, settings)
        select id, json_object('aliases', json_array(concat('alias', id)), 'ringSeconds', 25, 'callLimit', 2,
          'rules', json_array(json_object('on','NO_ANSWER','forwardTo',concat('voicemail:',extension)),
            json_object('on','BUSY','from','OUTSIDE','forwardTo','voicemail:u1')),
          'mayCall', json_array('INTERNAL','NATIONAL'), 'mailbox', true) from app_user
        """);
  }

  private static Object[] group(int i) {
    String members =
        IntStream.range(0, 10)
            .mapToObj(m -> "{\"extension\":\"u%d\",\"delaySeconds\":0}".formatted(i * 10 + m))
            .collect(Collectors.joining(",", "[", "]"));
    return new Object[] {
      "g" + i,
      "{\"number\":\"g%d\",\"name\":\"Group\",\"strategy\":\"ALL\",\"members\":%s,\"ringSeconds\":60,\"memberSeconds\":15,\"skipBusy\":true}"
          .formatted(i, members)
    };
  }

  private static Object[] route(int i) {
    String patterns =
        IntStream.range(0, PREFIXES)
            .mapToObj(p -> "\"+%d%03d*\"".formatted(20 + i, p))
            .collect(Collectors.joining(",", "[", "]"));
    return new Object[] {
      "r" + i,
      "{\"name\":\"r%d\",\"position\":%d,\"patterns\":%s,\"classes\":[],\"countries\":[],\"trunks\":[\"p1\"]}"
          .formatted(i, i, patterns)
    };
  }
}
