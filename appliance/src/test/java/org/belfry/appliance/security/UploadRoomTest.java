package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadRoomTest {
  private final UploadRoom room = new UploadRoom();

  @Test
  void onePersonUploadsTwoFilesAtATimeAndOthersHaveTheirs() {
    assertThat(room.enter("user:1")).isTrue();
    assertThat(room.enter("user:1")).isTrue();
    assertThat(room.enter("user:1")).isFalse();
    assertThat(room.enter("user:2")).isTrue();

    room.leave("user:1");
    assertThat(room.enter("user:1")).isTrue();
  }

  @Test
  void thereIsRoomForSoManyOfAll() {
    for (int i = 0; i < UploadRoom.MAX; i++) {
      assertThat(room.enter("user:" + i)).isTrue();
    }
    assertThat(room.enter("user:99")).isFalse();
    room.leave("user:0");
    assertThat(room.enter("user:99")).isTrue();
  }
}
