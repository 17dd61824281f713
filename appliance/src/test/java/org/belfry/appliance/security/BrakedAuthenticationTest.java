package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.appliance.guard.FailedLogIns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

@Timeout(60)
class BrakedAuthenticationTest {
  private final AtomicInteger compared = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  /** Slow on purpose, as bcrypt is. */
  private final PasswordEncoder slow =
      new PasswordEncoder() {
        @Override
        public String encode(@Nullable CharSequence password) {
          return "hash of " + password;
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
          mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
          try {
            compared.incrementAndGet();
            long until = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            return ("hash of " + password).equals(hash);
          } finally {
            atWork.decrementAndGet();
          }
        }
      };

  @Test
  void ofManyWrongPasswordsAtOnceFiveAreCompared() throws Exception {
    BrakedAuthentication door = door(new PasswordWork(slow, 8));
    List<String> outcomes = atOnce(30, each -> attempt(door, "192.0.2.1", "admin", "wrong" + each));
    assertThat(compared.get()).isEqualTo(5);
    assertThat(outcomes).filteredOn("locked"::equals).hasSize(25);
  }

  @Test
  void anotherNameOfTheSamePersonIsGoodForNoMoreGuesses() {
    BrakedAuthentication door = door(new PasswordWork(slow, 8));
    for (int i = 0; i < 10; i++) {
      attempt(door, "192.0.2.1", "1001", "wrong");
      attempt(door, "192.0.2.1", "bob@example.org", "wrong");
    }
    assertThat(compared.get()).isEqualTo(5);
  }

  @Test
  void manyRightPasswordsAtOnceAllGetIn() throws Exception {
    BrakedAuthentication door = door(new PasswordWork(slow, 2));
    assertThat(atOnce(30, each -> attempt(door, "192.0.2.1", "admin", "right"))).containsOnly("in");
  }

  @Test
  void aFloodOfStrangersComputesOneHashAtATimeAndLetsFamiliarOnesThrough() throws Exception {
    BrakedAuthentication door = door(new PasswordWork(slow, 1));
    assertThat(attempt(door, "192.0.2.1", "admin", "right")).isEqualTo("in");
    List<String> outcomes =
        atOnce(
            201,
            each ->
                each == 100
                    ? attempt(door, "192.0.2.1", "admin", "right")
                    : attempt(door, "198.51.100." + each, "user" + each, "wrong"));
    assertThat(mostAtWork.get()).isLessThanOrEqualTo(2);
    assertThat(outcomes.get(100)).isEqualTo("in");
    assertThat(outcomes).contains("busy");
  }

  private BrakedAuthentication door(PasswordEncoder encoder) {
    DaoAuthenticationProvider passwords =
        new DaoAuthenticationProvider(
            name -> User.withUsername(name).password("hash of right").roles("ADMIN").build());
    passwords.setPasswordEncoder(encoder);
    return new BrakedAuthentication(
        passwords,
        new GuessBrake(),
        new FailedLogIns(InstantSource.system()),
        false,
        name -> name.equals("bob@example.org") ? "1001" : name);
  }

  private static String attempt(
      BrakedAuthentication door, String source, String account, String password) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(source);
    var attempt = UsernamePasswordAuthenticationToken.unauthenticated(account, password);
    attempt.setDetails(new WebAuthenticationDetails((HttpServletRequest) request));
    try {
      return door.authenticate(attempt) == null ? "nobody" : "in";
    } catch (LockedException e) {
      return "locked";
    } catch (PasswordWork.Busy e) {
      return "busy";
    } catch (AuthenticationException e) {
      return "wrong";
    }
  }

  private interface Each {
    String outcome(int number);
  }

  private List<String> atOnce(int count, Each each) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> {
          go.await();
          return each.outcome(number);
        });
      }
      List<Future<String>> running = all.stream().map(threads::submit).toList();
      go.countDown();
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }
}
