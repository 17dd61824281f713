package org.belfry.appliance.callcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.doctor.CallDoctor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** The call doctor over HTTPS, and its words on pages. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class DiagnosesTest {
  private LocalAppliance appliance;
  private ApiClient api;

  @BeforeEach
  void aBusyCall(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    appliance.clear("cdr");
    shared
        .part(JdbcTemplate.class)
        .update(
            "insert into cdr(call_hash, call_id, caller, callee, started_at, ended_at, status,"
                + " cause, attempts) values (unhex(md5('a')), 'a', '1001', '1002', '2026-11-16"
                + " 10:00', '2026-11-16 10:01', 486, 'BUSY', '')");
  }

  @AfterEach
  void nothing() {
    appliance.clear("cdr");
  }

  @Test
  void aCallIsDiagnosedAlsoWhenItsMessagesAreNoLongerKept() {
    long id = api.get("/api/v1/cdrs").body().at("/cdrs/0/id").asLong();
    Answer diagnosis = api.get("/api/v1/cdrs/" + id + "/diagnosis");
    assertThat(diagnosis.status()).isEqualTo(200);
    assertThat(diagnosis.body().at("/verdict/code").asString()).isEqualTo("busy");
    assertThat(diagnosis.body().at("/verdict/sentence").asString()).endsWith(".");
    assertThat(diagnosis.body().get("traced").asBoolean()).isFalse();
    assertThat(api.get("/api/v1/cdrs/999999/diagnosis").status()).isEqualTo(404);
  }

  @Test
  void everyFindingHasItsWordsInBothLanguagesOfThePages() throws IOException {
    CallDoctor doctor = new CallDoctor();
    for (String language : new String[] {"en", "de"}) {
      Properties texts = new Properties();
      try (InputStream in =
          CallDoctor.class.getResourceAsStream(
              "/org/belfry/webui/texts_" + language + ".properties")) {
        texts.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
      }
      for (String code : doctor.codes()) {
        assertThat(texts).as(language).containsKey("finding." + code);
        assertThat(texts.containsKey("finding." + code + ".fix"))
            .as(language + " " + code)
            .isEqualTo(!doctor.english(code).fix().isEmpty());
        if (language.equals("en")) {
          assertThat(texts.getProperty("finding." + code))
              .isEqualTo(doctor.english(code).sentence());
        }
      }
    }
  }
}
