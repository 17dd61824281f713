package org.belfry.appliance.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.router.Route;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.belfry.appliance.system.PropertyTree;
import org.belfry.webui.mail.MailView;
import org.belfry.webui.settings.SettingsView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every property has a place, and every place a property. */
class SettingCatalogueTest {

  @Test
  void everyPropertyIsOnAPageOrSaysWhyNot() {
    Set<String> placed = new TreeSet<>();
    SettingCatalogue.all().forEach(each -> assertThat(placed.add(each.name())).isTrue());
    SettingCatalogue.OTHER_PAGES.keySet().forEach(each -> assertThat(placed.add(each)).isTrue());
    SettingCatalogue.DEVELOPERS.forEach((name, reason) -> {
      assertThat(placed.add(name)).isTrue();
      assertThat(reason).hasSizeGreaterThan(5);
    });
    assertThat(placed).isEqualTo(new TreeSet<>(PropertyTree.defaults().keySet()));
  }

  @Test
  void pagesOfTheirOwnExist() {
    Set<String> pages = Set.of(MailView.class.getAnnotation(Route.class).value());
    assertThat(new HashSet<>(SettingCatalogue.OTHER_PAGES.values()))
        .allSatisfy(each -> assertThat(pages).contains(each.page()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everySettingHasItsSentencesInThePage(String language) throws IOException {
    Properties texts = new Properties();
    try (var in =
        SettingsView.class.getResourceAsStream(
            "/org/belfry/webui/texts_" + language + ".properties")) {
      texts.load(new InputStreamReader(in, UTF_8));
    }
    Set<String> keys = texts.stringPropertyNames();
    for (SystemSetting setting : SettingCatalogue.all()) {
      String key = "property." + setting.name().substring("belfry.".length());
      assertThat(keys)
          .contains(key, key + ".help", "appliance.group." + setting.group() + ".title");
      if (!key.endsWith(".dscp")) {
        setting.type().choices().forEach(word -> assertThat(keys).contains(key + "." + word));
      }
    }
    Set<String> places = new TreeSet<>();
    SettingCatalogue.all().forEach(each -> places.add("property." + each.name().substring(7)));
    assertThat(
            keys.stream()
                .filter(key -> key.startsWith("property.") && key.endsWith(".help"))
                .map(key -> key.substring(0, key.length() - ".help".length())))
        .containsExactlyInAnyOrderElementsOf(places);
  }

  @Test
  void everyDefaultIsAValueThatCouldBeSet() {
    Map<String, String> defaults = PropertyTree.defaults();
    for (SystemSetting setting : SettingCatalogue.all()) {
      String text = defaults.get(setting.name());
      assertThat(text == null && !setting.optional()).as(setting.name()).isFalse();
      if (text != null) {
        SettingType type = setting.type();
        Object value = type.read(text);
        assertThat(type.taken(value)).as(setting.name()).isEqualTo(value);
        assertThat(type.read(type.written(value))).as(setting.name()).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "belfry.sip-port, 0",
    "belfry.sip-port, 65536",
    "belfry.sip-tls-port, -2",
    "belfry.sip.keep-alive-misses, 101",
    "belfry.voicemail.messages, 0"
  })
  void numbersOutOfRangeAreRefused(String name, int value) {
    SettingType type = SettingCatalogue.find(name).orElseThrow().type();
    assertThatThrownBy(() -> type.taken(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be ");
    assertThatThrownBy(() -> type.taken("5070")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> type.taken(5.5)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "belfry.zone, Mars/Olympus",
    "belfry.sip.keep-alive, sometimes",
    "belfry.sip.keep-alive-interval, 2h",
    "belfry.sip.keep-alive-interval, soon",
    "belfry.park.longest, 13h",
    "belfry.media.ports, 30000",
    "belfry.provisioning.url, ftp://pbx.example",
    "belfry.sip.dscp, cs9"
  })
  void textsThatAreNoSuchThingAreRefused(String name, String value) {
    SettingType type = SettingCatalogue.find(name).orElseThrow().type();
    assertThatThrownBy(() -> type.taken(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "belfry.bind, pbx.example",
    "belfry.dns.servers, 192.0.2.53:x",
    "belfry.guard.allow, 10.0.0.0/33",
    "belfry.sip.advertise, nowhere",
    "belfry.sip.domain, a b",
    "belfry.sip.web-socket-origins, intranet.example",
    "belfry.turn.deny, everything"
  })
  void entriesOfListsAreCheckedOneByOne(String name, String value) {
    SettingType type = SettingCatalogue.find(name).orElseThrow().type();
    assertThatThrownBy(() -> type.taken(List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value);
    assertThatThrownBy(() -> type.taken(value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> type.taken(List.of("a,b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void durationsAreKeptInTheirLongestUnit() {
    SettingType type = SettingCatalogue.find("belfry.park.longest").orElseThrow().type();
    assertThat(type.taken("120s")).isEqualTo("2m");
    assertThat(type.read("90s")).isEqualTo("90s");
    assertThat(type.read("PT1H")).isEqualTo("1h");
  }
}
