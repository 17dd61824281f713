package org.belfry.provisioning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  @Test
  void everyBrandHasModels() {
    assertThat(Arrays.stream(Brand.values()))
        .allSatisfy(
            brand -> assertThat(Catalogue.models()).anyMatch(model -> model.brand() == brand));
  }

  @Test
  void aModelIsFoundUnderTheNamesThatItHas() {
    assertThat(Catalogue.model(Brand.YEALINK, "sip-t54w")).isPresent();
    assertThat(Catalogue.model(Brand.YEALINK, "Yealink T54W")).isPresent();
    assertThat(Catalogue.model(Brand.POLY, "VVX 450")).isPresent();
    assertThat(Catalogue.model(Brand.CISCO, "CP-8841-3PCC")).isPresent();
    assertThat(Catalogue.model(Brand.SNOM, "T54W")).isEmpty();
  }

  @Test
  void namesAreUniqueWithinABrandAndCountsAreSane() {
    for (Model model : Catalogue.models()) {
      assertThat(Catalogue.model(model.brand(), model.name())).hasValue(model);
      assertThat(model.lines()).isBetween(1, 48);
      assertThat(model.keys()).isBetween(0, 120);
    }
  }

  @Test
  void firmwareIsComparedByItsNumbers() {
    assertThat(Firmware.read("5.9.4.3247")).isGreaterThan(Firmware.read("5.9.4"));
    assertThat(Firmware.read("10.1")).isGreaterThan(Firmware.read("8.9.3"));
    assertThat(Firmware.read("sip11-3-7MPP")).isEqualByComparingTo(Firmware.read("11.3.7"));
    assertThat(Firmware.read("none")).isNull();
    assertThat(Firmware.read("1".repeat(300))).isNull();
  }
}
