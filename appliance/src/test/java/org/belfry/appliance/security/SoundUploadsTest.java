package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SoundUploadsTest {
  private final SoundUploads uploads = new SoundUploads();

  @Test
  void oneTokenSendsTwoSoundsAtATimeAndOthersHaveTheirs() throws Exception {
    AtomicInteger third = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    during(
        "token:a",
        () ->
            during(
                "token:a",
                () -> {
                  third.set(during("token:a", () -> {}));
                  others.set(during("token:b", () -> {}));
                }));
    assertThat(third.get()).isEqualTo(429);
    assertThat(others.get()).isEqualTo(200);
    assertThat(during("token:a", () -> {})).isEqualTo(200);
  }

  private interface Work {
    void run() throws Exception;
  }

  private int during(String who, Work work) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/api/v1/music/a");
    request.setServletPath("/api/v1/music/a");
    request.setRemoteUser(who);
    MockHttpServletResponse response = new MockHttpServletResponse();
    uploads.doFilter(
        request,
        response,
        (req, res) -> {
          try {
            work.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    return response.getStatus();
  }
}
