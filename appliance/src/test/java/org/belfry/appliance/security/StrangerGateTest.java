package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
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
