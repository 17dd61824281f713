package org.belfry.appliance.settings;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which rows of the table of settings count. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class SettingStoreTest {
  private JdbcClient jdbc;

  @BeforeEach
  void empty(DataSource database) {
    jdbc = JdbcClient.create(database);
    jdbc.sql("delete from setting_choice").update();
  }

  @AfterEach
  void emptyAgain() {
    jdbc.sql("delete from setting_choice").update();
  }

  /** A table may be of a backup that an attacker has made. */
  @Test
  void aSettingOfADumpIsOneThatAPageWouldTake() {
    row("belfry.sip-port", "5070");
    row("belfry.https-port", "0");
    row("belfry.http-port", "\"8081\"");
    row("belfry.sip.realm", "\"one\\nbelfry.admin-address=::\"");
    row("belfry.audit.keep", "{}");
    assertThat(new SettingStore(jdbc).all()).containsOnlyKeys("belfry.sip-port");
  }

  private void row(String name, String json) {
    jdbc.sql(
            "insert into setting_choice(name, value, changed_by, changed_at) values(?,?,'x',now())")
        .param(name)
        .param(json)
        .update();
  }
}
