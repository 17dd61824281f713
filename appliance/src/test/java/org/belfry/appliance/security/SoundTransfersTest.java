package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SoundTransfersTest {
  private final SoundTransfers transfers = new SoundTransfers();

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

  @Test
  void oneTokenFetchesTwoSoundsAtATimeAndMessagesWithoutLimit() throws Exception {
    AtomicInteger third = new AtomicInteger();
    AtomicInteger list = new AtomicInteger();
    AtomicInteger message = new AtomicInteger();
    during(
        "GET",
        "/api/v1/announcements/welcome/en",
        "token:a",
        () ->
            during(
                "GET",
                "/api/v1/playlists/jazz/one",
                "token:a",
                () -> {
                  third.set(during("GET", "/api/v1/music/a", "token:a", () -> {}));
                  list.set(during("GET", "/api/v1/music", "token:a", () -> {}));
                  message.set(
                      during("GET", "/api/v1/mailboxes/1001/messages/7", "token:a", () -> {}));
                }));
    assertThat(third.get()).isEqualTo(429);
    assertThat(list.get()).isEqualTo(429);
    assertThat(message.get()).isEqualTo(200);
  }

  private interface Work {
    void run() throws Exception;
  }

  private int during(String who, Work work) throws Exception {
    return during("PUT", "/api/v1/music/a", who, work);
  }

  private int during(String method, String path, String who, Work work) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setServletPath(path);
    request.setRemoteUser(who);
    MockHttpServletResponse response = new MockHttpServletResponse();
    transfers.doFilter(
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
