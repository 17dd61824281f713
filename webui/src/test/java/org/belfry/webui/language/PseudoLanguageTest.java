package org.belfry.webui.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.dom.Element;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.webui.base.Texts;
import org.belfry.webui.trial.TrialApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.bean.override.convention.TestBean;

/** A language that is files alone is on every page: nothing of the English is left there. */
@SpringBootTest(classes = TrialApplication.class)
@WithMockUser(username = "admin", roles = "ADMIN")
class PseudoLanguageTest extends SpringBrowserlessTest {
  private static final List<String> SHOWN =
      List.of("label", "helperText", "placeholder", "title", "aria-label", "alt", "errorMessage");

  private static final Pattern LETTERS = Pattern.compile("\\p{L}{3}");

  /** Names that are the same in every language, and that of a token in the trial. */
  private static final Set<String> NAMES =
      Set.of(
          "Belfry", "STARTTLS", "TLS", "Opus", "Codec", "VLAN", "DNS", "PIN", "BLF", "Monitoring");

  /** Whose sign-ins pages see: a context of its own replaces it for the whole process. */
  private static SecurityContextHolderStrategy before =
      SecurityContextHolder.getContextHolderStrategy();

  @TestBean private Texts texts;
  @Autowired private CallHistory history;

  @BeforeAll
  static void remember() {
    before = SecurityContextHolder.getContextHolderStrategy();
  }

  @AfterAll
  static void giveBack() {
    SecurityContextHolder.setContextHolderStrategy(before);
  }

  static Texts texts() {
    return PseudoLanguage.texts();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "users",
        "users/1001",
        "calls",
        "registrations",
        "history",
        "reports",
        "recordings",
        "groups",
        "queues",
        "attendants",
        "conferences",
        "mailboxes",
        "mailbox/1001",
        "schedules",
        "trunks",
        "inbound",
        "routes",
        "dialling",
        "emergency",
        "peers",
        "plans",
        "phones",
        "phone-settings",
        "music",
        "announcements",
        "prompts",
        "health",
        "backups",
        "restore",
        "mail",
        "settings",
        "system",
        "security",
        "fraud-fuse",
        "webhooks",
        "audit",
        "wizard",
        "wallboard"
      })
  void everyPageOfTheAdministratorIsTranslated(String page) {
    isTranslated(page);
  }

  @Test
  void thePageOfEachCallIsTranslated() {
    List<StoredCall> calls = history.find(Filter.ALL, 0, 20).calls();
    assertThat(calls).isNotEmpty();
    calls.forEach(call -> isTranslated("calls/" + call.id()));
  }

  @ParameterizedTest
  @WithMockUser(username = "1001", roles = "USER")
  @ValueSource(
      strings = {
        "portal",
        "portal/voicemail",
        "portal/contacts",
        "portal/rooms",
        "portal/rules",
        "portal/devices",
        "portal/settings"
      })
  void everyPageOfThePortalIsTranslated(String page) {
    isTranslated(page);
  }

  private void isTranslated(String page) {
    UI.getCurrent().setLocale(PseudoLanguage.LOCALE);
    UI.getCurrent().navigate("setup"); // has no frame, so the next page draws its own anew
    UI.getCurrent().navigate(page);
    find(Component.class).all(); // lets waiting pushes happen
    Component whole = (Component) getCurrentView();
    while (whole.getParent().filter(parent -> !(parent instanceof UI)).isPresent()) {
      whole = whole.getParent().orElseThrow();
    }
    assertThat(shown(whole.getElement()).filter(text -> text.startsWith("⟦")).count())
        .as("texts of " + page)
        .isGreaterThan(page.equals("wallboard") ? 1 : 15);
    assertThat(untranslated(whole)).as(page).isEmpty();
  }

  @Test
  void theLanguageIsOfferedWithoutAWordOfJava() {
    assertThat(texts.getProvidedLocales()).contains(PseudoLanguage.LOCALE);
    assertThat(texts.getTranslation("base.save", PseudoLanguage.LOCALE)).isEqualTo("⟦Šàvé~⟧");
  }

  /** Shown texts that are one of the English ones. */
  private static Set<String> untranslated(Component whole) {
    Set<String> english =
        PseudoLanguage.english().values().stream()
            .map(text -> text.toString().replace("''", "'"))
            .filter(text -> LETTERS.matcher(text).find() && !NAMES.contains(text))
            // one that says the same in the pseudo-language says nothing
            .filter(text -> !PseudoLanguage.translated(text).equals(text))
            .collect(Collectors.toSet());
    return shown(whole.getElement())
        .map(String::strip)
        .filter(english::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> shown(Element element) {
    Stream<String> own =
        element.isTextNode()
            ? Stream.of(element.getText())
            : SHOWN.stream()
                .flatMap(name -> Stream.of(element.getAttribute(name), element.getProperty(name)))
                .filter(text -> text != null);
    return Stream.concat(own, element.getChildren().flatMap(PseudoLanguageTest::shown));
  }
}
