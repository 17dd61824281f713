package org.belfry.provisioning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yealink | YEALINK | ",
        "snomD785 | SNOM | D785",
        "Polycom-VVX450 | POLY | VVX450",
        "Grandstream GRP2614 dslforum.org | GRANDSTREAM | GRP2614",
        "Cisco SPA504G | CISCO | SPA504G",
        "Cisco Systems, Inc. IP Phone CP-8841 | CISCO | 8841",
        "Fanvil X4U | FANVIL | X4U",
        "cisco AP c2800 | | ",
        "MSFT 5.0 | | ",
        "dhcpcd-9.4.1:Linux | | ",
      })
  void aVendorClassSaysWhoAsksForAnAddress(String said, Brand brand, String model) {
    Sighting seen = Sighting.ofVendorClass(said, new Mac("02aabbccddee"));
    assertThat(seen.brand()).isEqualTo(brand);
    assertThat(seen.model()).isEqualTo(model);
  }

  @Test
  void aQuestionByMulticastHasTheModelAsTheCatalogueHasIt() {
    Mac mac = new Mac("02aabbccddee");
    Sighting snom = Sighting.ofProfileRequest("Snom", "snomD785", "10.1.54.15", mac);
    assertThat(snom.brand()).isEqualTo(Brand.SNOM);
    assertThat(snom.model()).isEqualTo("D785");
    assertThat(Sighting.ofProfileRequest("yealink", "SIP-T54W", "", mac).model()).isEqualTo("T54W");
    assertThat(Sighting.ofProfileRequest("", "", "", new Mac("0c383e123456")).brand())
        .isEqualTo(Brand.FANVIL);
    assertThat(Sighting.ofProfileRequest("acme", "X1", "", mac).model()).isEqualTo("X1");
  }

  @Test
  void withoutAVendorClassTheMakersPrefixSaysIt() {
    for (String said : new String[] {null, "", "x".repeat(300)}) {
      Sighting seen = Sighting.ofVendorClass(said, new Mac("805ec0123456"));
      assertThat(seen.brand()).isEqualTo(Brand.YEALINK);
      assertThat(seen.model()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Yealink SIP-T54W 96.86.0.100 80:5e:c0:12:34:56                   | YEALINK | T54W | 96.86.0.100 | 805ec0123456
          Yealink SIP-T31P 124.86.0.40                                     | YEALINK | T31P | 124.86.0.40 |
          Mozilla/4.0 (compatible; snomD785-SIP 10.1.54.15 1.1.6 000413AABBCC) | SNOM | D785 | 10.1.54.15 | 000413aabbcc
          snomD735/10.1.64.14                                              | SNOM | D735 | 10.1.64.14 |
          FileTransport PolycomVVX-VVX_450-UA/5.9.4.3247 Type/Application  | POLY | VVX450 | 5.9.4.3247 |
          PolycomVVX-VVX_411-UA/5.9.0.9373 (SN:64167f0a0b0c)               | POLY | VVX411 | 5.9.0.9373 | 64167f0a0b0c
          PolyEdge-Edge_E350-UA/8.1.0.5                                    | POLY | E350 | 8.1.0.5 |
          Grandstream Model HW GRP2614 SW 1.0.5.33 DevId c074ad123456      | GRANDSTREAM | GRP2614 | 1.0.5.33 | c074ad123456
          Grandstream GXP2170 1.0.11.79                                    | GRANDSTREAM | GXP2170 | 1.0.11.79 |
          Cisco/SPA504G-7.6.2 (001122AABBCC)(CCQ1234)                      | CISCO | SPA504G | 7.6.2 | 001122aabbcc
          Cisco-CP-8841-3PCC/11.3.7                                        | CISCO | 8841 | 11.3.7 |
          Fanvil X4U 2.4.3 0c383e123456                                    | FANVIL | X4U | 2.4.3 | 0c383e123456
          LinphoneiOS/5.2.0 (iPhone) LinphoneSDK/5.3                       | LINPHONE | Linphone | 5.2.0 |
          Groundwire/6.4.1                                                 | ACROBITS | Groundwire | 6.4.1 |
          Z 5.6.4 v2.10.20                                                 | ZOIPER | Zoiper5 | 5.6.4 |
          """)
  void phonesSayWhatTheyAre(
      String userAgent, Brand brand, String model, String firmware, String mac) {
    Sighting seen = Sighting.of(userAgent);
    assertThat(seen.brand()).isEqualTo(brand);
    if (brand != Brand.ZOIPER) {
      assertThat(seen.model()).isEqualTo(model);
    }
    assertThat(seen.firmware()).hasToString(firmware);
    assertThat(seen.mac()).isEqualTo(mac == null ? null : new Mac(mac));
  }

  @Test
  void whatSaysNothingOrNonsenseIsNobody() {
    assertThat(Sighting.of(null).brand()).isNull();
    assertThat(Sighting.of("curl/8.5").brand()).isNull();
    assertThat(Sighting.of("x".repeat(100_000)).brand()).isNull();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder("Yealink ");
      random.ints(random.nextInt(300), 0, 0x3000).forEach(text::appendCodePoint);
      assertThat(Sighting.of(text.toString())).isNotNull();
    }
  }

  @Test
  void theMakersPrefixTellsTheBrandOfAPhoneThatIsSilent() {
    assertThat(Sighting.of("some phone 000413aabbcc").brand()).isEqualTo(Brand.SNOM);
  }

  @Test
  void onePhoneIsNotTakenForAnother() {
    Mac mine = new Mac("805ec0123456");
    assertThat(
            Sighting.of("Yealink SIP-T54W 96.86.0.1 80:5e:c0:12:34:56").mayBe(Brand.YEALINK, mine))
        .isTrue();
    assertThat(
            Sighting.of("Yealink SIP-T54W 96.86.0.1 80:5e:c0:12:34:57").mayBe(Brand.YEALINK, mine))
        .isFalse();
    assertThat(Sighting.of("snomD785/10.1").mayBe(Brand.YEALINK, mine)).isFalse();
  }
}
