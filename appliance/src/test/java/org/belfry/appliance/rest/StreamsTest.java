package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.pbx.admin.InvalidCommand;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private final Streams streams = new Streams();

  @Test
  void oneTokenDoesNotTakeThePlacesOfOthers() {
    for (int i = 0; i < Streams.OF_ONE_MAX; i++) {
      streams.enter("token:crm");
    }
    assertThatThrownBy(() -> streams.enter("token:crm"))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("of this account or token");
    assertThatCode(() -> streams.enter("token:wallboard")).doesNotThrowAnyException();

    streams.leave("token:crm");
    assertThatCode(() -> streams.enter("token:crm")).doesNotThrowAnyException();
  }

  @Test
  void thereIsRoomForSoManyOfAll() {
    for (int i = 0; i < Streams.MAX; i++) {
      streams.enter("token:" + i);
    }
    assertThatThrownBy(() -> streams.enter("token:another")).isInstanceOf(InvalidCommand.class);
    streams.leave("token:0");
    assertThatCode(() -> streams.enter("token:another")).doesNotThrowAnyException();
  }
}
