package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.webui.base.PagesMakeRoom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages are trees in the memory that calls need. */
@Tag("database")
@Timeout(240)
class MemoryOfPagesTest {
  private static final String EVENT =
      "{\"type\":\"event\",\"node\":1,\"event\":\"click\",\"data\":{}}";

  @Test
  void theLargestPagesEndWhenTheHeapIsNearlyFull(@TempDir Path data) {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient browser = appliance.https().anonymous();
      Answer small = page(browser, null);
      Answer large = page(browser, null);
      for (int i = 0; i < 4; i++) {
        page(browser, cookie(large));
      }
      PagesMakeRoom room = appliance.part(PagesMakeRoom.class);

      assertThat(room.look(0.5, true)).isFalse();
      assertThat(room.look(0.9, false)).as("garbage is looked for first").isTrue();
      assertThat(goesOn(browser, large)).isTrue();
      room.look(0.9, true);

      assertThat(goesOn(browser, large)).isFalse();
      assertThat(goesOn(browser, small)).isTrue();
    }
  }

  @Test
  void aPageDoesNotWantTenThousandThingsAtOnce(@TempDir Path data) {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient browser = appliance.https().anonymous();
      Answer page = page(browser, null);
      assertThat(wanted(browser, page, 0, 3).raw().body())
          .contains("\"clientId\":1")
          .doesNotContain("appError");
      assertThat(wanted(browser, page, 1, 1000).raw().body())
          .as("it has to load anew")
          .contains("\"appError\"");
    }
  }

  private static Answer wanted(ApiClient browser, Answer page, int number, int count) {
    String events = IntStream.range(0, count).mapToObj(i -> EVENT).collect(Collectors.joining(","));
    String key = found("\"Vaadin-Security-Key\":\"([^\"]+)\"", page.raw().body());
    return browser.send(
        browser
            .request("/?v-r=uidl&v-uiId=" + found("\"v-uiId\":(\\d+)", page.raw().body()))
            .header("Cookie", cookie(page))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"csrfToken\":\"%s\",\"rpc\":[%s],\"syncId\":%d,\"clientId\":%d}"
                        .formatted(key, events, number, number))));
  }

  private static Answer page(ApiClient browser, @Nullable String cookie) {
    var request = browser.request("/?v-r=init&location=login&query=");
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return browser.send(request.GET());
  }

  private static String cookie(Answer page) {
    return page.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  /** Whether the session is the one that it was: another would come with a cookie. */
  private static boolean goesOn(ApiClient browser, Answer page) {
    return page(browser, cookie(page)).raw().headers().firstValue("Set-Cookie").isEmpty();
  }

  private static String found(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
