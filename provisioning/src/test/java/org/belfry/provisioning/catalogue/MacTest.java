package org.belfry.provisioning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "805ec0123456",
        "80:5E:C0:12:34:56",
        "80-5e-c0-12-34-56",
        "805e.c012.3456",
        " 805EC0123456 "
      })
  void theUsualFormsAreRead(String text) {
    assertThat(Mac.parse(text)).isEqualTo(new Mac("805ec0123456"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "805ec012345",
        "805ec01234567",
        "805ec012345g",
        "../805ec0123456",
        "000000000000",
        "ffffffffffff",
        "01005e00004b",
        "80:5e:c0:12:34:56:78:9a:bc:de:f0:12:34:56:78:9a:bc"
      })
  void otherTextsAndAddressesOfGroupsAreNone(String text) {
    assertThatThrownBy(() -> Mac.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsFoundWithinFileNamesAndUserAgents() {
    assertThat(Mac.within("snomD785-000413AABBCC.htm")).isEqualTo(new Mac("000413aabbcc"));
    assertThat(Mac.within("cfg805ec0123456.xml")).isEqualTo(new Mac("805ec0123456"));
    assertThat(Mac.within("SIP-T54W 96.86 80:5e:c0:12:34:56")).isEqualTo(new Mac("805ec0123456"));
    assertThat(Mac.within("urn:uuid:550e8400-e29b-41d4-a716-446655440000")).isNull();
    assertThat(Mac.within("nothing")).isNull();
  }

  @Test
  void itIsShownInPairs() {
    assertThat(new Mac("805ec0123456").shown()).isEqualTo("80:5e:c0:12:34:56");
    assertThat(new Mac("805ec0123456").upper()).isEqualTo("805EC0123456");
    assertThat(Brand.of(new Mac("805ec0123456"))).isEqualTo(Brand.YEALINK);
    assertThat(Brand.of(new Mac("021122334455"))).isNull();
  }
}
