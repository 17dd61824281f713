package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus scrapes. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class FiguresTest {
  private static final Pattern OURS =
      Pattern.compile(
          "(?m)^# TYPE"
              + " ((?:sip|calls|media|turn|dns|mail|voicemail|recordings|journal|database|health|backup)_[a-z_]+)"
              + " ");
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "`((?:sip|calls|media|turn|dns|mail|voicemail|recordings|journal|database|health|backup)_[a-z_]+)`");

  @Test
  void everyFigureOfOursIsDocumentedAndEveryDocumentedOneIsThere(LocalAppliance appliance)
      throws IOException {
    Answer scraped = appliance.api().get("/actuator/prometheus");
    assertThat(scraped.status()).isEqualTo(200);
    assertThat(found(OURS, scraped.raw().body()))
        .isEqualTo(found(DOCUMENTED, Files.readString(operations())));
  }

  @Test
  void figuresHaveTheGlossarysWordsAsLabels(LocalAppliance appliance) {
    String scraped = appliance.api().get("/actuator/prometheus").raw().body();
    assertThat(scraped)
        .contains(
            "sip_requests_total{method=\"INVITE\"}",
            "sip_responses_total{class=\"4xx\",direction=\"sent\"}",
            "calls_ended_total{cause=\"no_answer\"}",
            "calls_live{state=\"ringing\"}",
            "sip_lane_fill{lane=\"sip-0\"}",
            "media_ports_in_use{address=\"127.0.0.1\"}",
            "media_packets_dropped_total{reason=\"no_keys\"}",
            "journal_pending{journal=\"calls\"}",
            "database_up 1");
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().forEach(r -> found.add(r.group(1)));
    return found;
  }

  private static Path operations() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/operations.md"))) {
      directory = directory.getParent();
    }
    return directory.resolve("docs/operations.md");
  }
}
