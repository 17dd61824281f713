package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverloadTest {

  @Test
  void betweenTheMarksALaneStaysAsItIs() {
    Overload overload = new Overload(1000);
    assertThat(overload.sheds(0.7, 10)).isFalse();
    assertThat(overload.sheds(0.81, 10)).isTrue();
    assertThat(overload.sheds(0.6, 10)).isTrue();
    assertThat(overload.sheds(0.5, 10)).isTrue();
    assertThat(overload.sheds(0.49, 10)).isFalse();
    assertThat(overload.sheds(0.7, 10)).isFalse();
  }

  @Test
  void transactionsHaveTheirMarksToo() {
    Overload overload = new Overload(1000);
    assertThat(overload.sheds(0, 1000)).isFalse();
    assertThat(overload.sheds(0, 1001)).isTrue();
    assertThat(overload.sheds(0, 950)).isTrue();
    assertThat(overload.sheds(0, 899)).isFalse();
    assertThat(overload.sheds(0, 950)).isFalse();
  }
}
