package org.belfry.provisioning.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.belfry.provisioning.settings.Layers.Entry;
import org.junit.jupiter.api.Test;

class LayersTest {

  @Test
  void theStrongestLayerWinsAndTheOthersAreRemembered() {
    Settings settings =
        new Layers(
                List.of(
                    new Entry(Layer.DEVICE, "80:5e:c0:12:34:56", Map.of(Setting.VLAN, "42")),
                    new Entry(Layer.GLOBAL, "", Map.of(Setting.VLAN, "7", Setting.LANGUAGE, "de")),
                    new Entry(Layer.MODEL, "Yealink T54W", Map.of(Setting.VLAN, "9"))))
            .resolve();
    Layers.Value vlan = settings.value(Setting.VLAN);
    assertThat(vlan.text()).isEqualTo("42");
    assertThat(vlan.layer()).isEqualTo(Layer.DEVICE);
    assertThat(vlan.where()).isEqualTo("80:5e:c0:12:34:56");
    assertThat(vlan.beaten().stream().map(Layers.Value::text)).containsExactly("9", "7", "0");
    assertThat(settings.value(Setting.LANGUAGE).layer()).isEqualTo(Layer.GLOBAL);
    assertThat(settings.value(Setting.SRTP).layer()).isEqualTo(Layer.BUILT_IN);
  }

  @Test
  void whatIsBuiltInHasNoProblems() {
    assertThat(new Layers(List.of()).resolve().problems()).isEmpty();
  }

  @Test
  void everySettingHasAWordThatLeadsBackToIt() {
    for (Setting setting : Setting.values()) {
      assertThat(Setting.of(setting.word())).isEqualTo(setting);
    }
    assertThat(Setting.of("colour")).isNull();
  }

  @Test
  void valuesOutOfRangeAreToldWhatTheyMayBe() {
    assertThat(Setting.VLAN.problem("4095")).isEqualTo("must be a number from 0 to 4094");
    assertThat(Setting.VLAN.problem("-1")).isNotNull();
    assertThat(Setting.VLAN.problem("99999999999")).isNotNull();
    assertThat(Setting.TIME_ZONE.problem("Europe/Atlantis")).contains("Europe/Berlin");
    assertThat(Setting.TIME_ZONE.problem("Europe/Berlin")).isNull();
    assertThat(Setting.CODECS.problem("g722,g722")).isNotNull();
    assertThat(Setting.NTP.problem("a b")).isNotNull();
    assertThat(Setting.NTP.problem("x\ny")).isNotNull();
    assertThat(Setting.RING_INTERNAL.problem("internal")).isNotNull();
    assertThat(Setting.ADMIN_PASSWORD.problem("short")).isNotNull();
  }

  @Test
  void settingsThatContradictEachOtherAreTold() {
    Settings settings =
        new Layers(
                List.of(
                    new Entry(
                        Layer.GLOBAL,
                        "",
                        Map.of(
                            Setting.SRTP, "required",
                            Setting.RING_INTERNAL, "x:1",
                            Setting.RING_EXTERNAL, "x:1"))))
            .resolve();
    assertThat(settings.problems()).containsOnlyKeys(Setting.SRTP, Setting.RING_EXTERNAL);
  }
}
