package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StrangerGateTest {
  private static final FilterChain OPEN_TO_ALL = (request, response) -> {};
  private static final FilterChain PROVEN =
      (request, response) -> request.setAttribute(StrangerGate.PROVEN, true);

  private final StrangerGate gate = new StrangerGate(source -> false);

  @Test
  void madeUpCredentialsThatNobodyAskedForLiftNoLimit() throws Exception {
    // Answered well whatever the credentials are, also when the address is written in another way.
    assertThat(asked("/actuator/%68ealth", "Bearer made up", OPEN_TO_ALL)).isEqualTo(200);
    assertThat(asked("/api/v1/certificate/authority", "Bearer made up", OPEN_TO_ALL))
        .isEqualTo(200);

    assertThat(refusedAfter("Bearer made up")).isLessThan(2 * StrangerGate.REQUESTS);
  }

  @Test
  void aProgramWhoseCredentialsWereGoodIsNotLimited() throws Exception {
    assertThat(asked("/api/v1/users", "Bearer right", PROVEN)).isEqualTo(200);
    assertThat(refusedAfter("Bearer right")).isEqualTo(2 * StrangerGate.REQUESTS);
  }

  @Test
  void anAddressWithADotMakesNoMoreSessionsThanAnother() throws Exception {
    int admitted = 0;
    while (admitted < 2 * StrangerGate.SESSIONS && visited("/x.y") == 200) {
      admitted++;
    }
    assertThat(admitted).isLessThan(2 * StrangerGate.SESSIONS);
    assertThat(visited("/VAADIN/build/index.js")).isEqualTo(200);
  }

  /** Whoever asks for a parameter has the form read into memory, as long as it says it is. */
  @Test
  void nothingOfAStrangersBodyIsAskedFor() throws Exception {
    for (String path : List.of("/api/v1/users", "/actuator/health", "/login", "/p/x", "/ws")) {
      MockHttpServletRequest request =
          new MockHttpServletRequest("POST", path) {
            @Override
            public String getParameter(String name) {
              throw new AssertionError("asked for a parameter at " + path);
            }
          };
      request.setRemoteAddr("192.0.2.9");
      request.setContentType("application/x-www-form-urlencoded");
      gate.doFilter(request, new MockHttpServletResponse(), OPEN_TO_ALL);
    }
  }

  @Test
  void filesInPartsAreRefusedWhereNobodyTakesThem() throws Exception {
    assertThat(sentInParts("POST", "/p/x")).isEqualTo(415);
    assertThat(sentInParts("GET", "/actuator/health")).isEqualTo(415);
    assertThat(sentInParts("POST", "/api/v1/openapi.json")).isEqualTo(415);
    assertThat(sentInParts("GET", "/ws")).isEqualTo(415);
  }

  private int sentInParts(String method, String path) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setRemoteAddr("192.0.2.9");
    request.setContentType("Multipart/form-data; boundary=x");
    MockHttpServletResponse response = new MockHttpServletResponse();
    gate.doFilter(request, response, OPEN_TO_ALL);
    return response.getStatus();
  }

  @Test
  void pagesOfStrangersAreCountedHoweverTheyAreAskedFor() throws Exception {
    int admitted = 0;
    for (int i = 0; i < 2 * StrangerGate.SESSIONS; i++) {
      admitted += opened(i % 2 == 0 ? "v-r=init&x=1" : "x=1&%76-%72=ini%74") == 200 ? 1 : 0;
    }
    assertThat(admitted).isLessThan(2 * StrangerGate.SESSIONS);
  }

  private int opened(String query) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    request.setQueryString(query);
    request.setRemoteAddr("192.0.2.9");
    request.setRequestedSessionIdValid(true);
    MockHttpServletResponse response = new MockHttpServletResponse();
    gate.doFilter(request, response, OPEN_TO_ALL);
    return response.getStatus();
  }

  private int visited(String path) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setRemoteAddr("192.0.2.9");
    request.setRequestedSessionIdValid(false);
    MockHttpServletResponse response = new MockHttpServletResponse();
    gate.doFilter(request, response, OPEN_TO_ALL);
    return response.getStatus();
  }

  /** How many requests are admitted, of so many. */
  private int refusedAfter(String credentials) throws Exception {
    for (int i = 0; i < 2 * StrangerGate.REQUESTS; i++) {
      if (asked("/api/v1/users", credentials, OPEN_TO_ALL) == 429) {
        return i;
      }
    }
    return 2 * StrangerGate.REQUESTS;
  }

  private int asked(String path, String credentials, FilterChain chain) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setRemoteAddr("192.0.2.9");
    request.addHeader("Authorization", credentials);
    MockHttpServletResponse response = new MockHttpServletResponse();
    gate.doFilter(request, response, chain);
    return response.getStatus();
  }
}
