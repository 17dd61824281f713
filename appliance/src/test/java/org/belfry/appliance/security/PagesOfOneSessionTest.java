package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import jakarta.servlet.http.HttpSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.util.ReflectionTestUtils;

/** A session is counted, and so must be the pages that it keeps in memory. */
@Tag("database")
@Timeout(240)
class PagesOfOneSessionTest {
  private static final int PAGES = 30;
  private static final int STRANGERS_PAGES = 5;
  private static final Pattern UI_ID = Pattern.compile("\"v-uiId\":(\\d+)");

  @Test
  void aStrangerKeepsFewPagesOpenByOneCookie(@TempDir Path data) {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient browser = appliance.https().anonymous();
      Answer first = page(browser, null);
      String cookie = first.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
      List<Integer> pages = new ArrayList<>();
      for (int i = 0; i < PAGES; i++) {
        pages.add(id(page(browser, cookie)));
      }
      assertThat(pages).doesNotHaveDuplicates();
      assertThat(open(appliance)).isEqualTo(pages.subList(PAGES - STRANGERS_PAGES, PAGES));
    }
  }

  private static Answer page(ApiClient browser, @Nullable String cookie) {
    var request = browser.request("/?v-r=init&location=login&query=");
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return browser.send(request.GET());
  }

  private static int id(Answer page) {
    Matcher found = UI_ID.matcher(page.raw().body());
    assertThat(found.find()).as("%d: %s", page.status(), page.raw().body()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** The pages that the one session keeps. */
  private static List<Integer> open(LocalAppliance appliance) {
    Object all = ReflectionTestUtils.getField(appliance.part(Sessions.class), "all");
    HttpSession session = (HttpSession) ((Set<?>) Objects.requireNonNull(all)).iterator().next();
    VaadinSession pages =
        Collections.list(session.getAttributeNames()).stream()
            .map(session::getAttribute)
            .filter(VaadinSession.class::isInstance)
            .map(VaadinSession.class::cast)
            .findFirst()
            .orElseThrow();
    pages.lock();
    try {
      return pages.getUIs().stream().map(UI::getUIId).sorted().toList();
    } finally {
      pages.unlock();
    }
  }
}
