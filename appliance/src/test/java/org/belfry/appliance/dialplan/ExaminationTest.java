package org.belfry.appliance.dialplan;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.directory.NumberPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationTest {

  @ParameterizedTest
  @CsvSource({
    "+49X0, +493X, true",
    "+4930, +4930, true",
    "+4930, +49301, false",
    "+49*, +4930X, true",
    "+4930*, +49301234, true",
    "+4931*, +4930X, false",
    "+49X*, +49, false",
    "+49*, +49, true",
  })
  void patternsOverlapWhenSomeNumberFitsBoth(String one, String other, boolean overlap) {
    NumberPattern a = new NumberPattern(one);
    NumberPattern b = new NumberPattern(other);
    assertThat(Numbering.overlap(a, b)).isEqualTo(overlap);
    assertThat(Numbering.overlap(b, a)).isEqualTo(overlap);
  }
}
