package org.belfry.pbx.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.ScriptedDns;
import org.junit.jupiter.api.Test;

/** The memory of the DNS, by a clock that the test turns. */
class ResolverTest {
  private static final Question HOST = new Question("host.example", Question.Type.A);
  private static final Question ABSENT = new Question("absent.example", Question.Type.A);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Deque<Runnable> replies = new ArrayDeque<>();
  private final ScriptedDns dns = new ScriptedDns((delay, task) -> replies.add(task));
  private final List<Answer> heard = new ArrayList<>();

  @Test
  void anAnswerIsKeptForItsTimeToLive() {
    Resolver resolver = resolver(ResolverLimits.DEFAULT);
    dns.a("host.example", "192.0.2.1").ttl(Duration.ofSeconds(60));
    assertThat(resolver.known(HOST)).isNull();
    resolver.ask(HOST, heard::add);
    deliver();
    assertThat(heard).hasSize(1);
    now = now.plusSeconds(59);
    assertThat(resolver.known(HOST)).isEqualTo(heard.getFirst());
    now = now.plusSeconds(1);
    assertThat(resolver.known(HOST)).isNull();
  }

  @Test
  @Rfc(value = "2308 5", other = true)
  void thatThereIsNoneIsKeptTooButNotForDays() {
    Resolver resolver = resolver(ResolverLimits.DEFAULT);
    dns.ttl(Duration.ofDays(2));
    resolver.ask(ABSENT, heard::add);
    deliver();
    assertThat(resolver.known(ABSENT)).isEqualTo(Answer.None.NONE);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(resolver.known(ABSENT)).isNull();
  }

  @Test
  void aTimeToLiveOfZeroStillServesOneCall() {
    Resolver resolver = resolver(ResolverLimits.DEFAULT);
    dns.a("host.example", "192.0.2.1").ttl(Duration.ZERO);
    resolver.ask(HOST, heard::add);
    deliver();
    assertThat(resolver.known(HOST)).isNotNull();
    now = now.plusSeconds(1);
    assertThat(resolver.known(HOST)).isNull();
  }

  @Test
  void whoAsksTheSameIsToldTogether() {
    Resolver resolver = resolver(ResolverLimits.DEFAULT);
    dns.a("host.example", "192.0.2.1");
    for (int i = 0; i < 5; i++) {
      resolver.ask(HOST, heard::add);
    }
    assertThat(dns.asked()).containsExactly(HOST);
    deliver();
    assertThat(heard).hasSize(5);
    assertThat(resolver.counters()).containsEntry("dns.queries", 1L);
  }

  @Test
  void soManyQuestionsAtATimeAndNoMore() {
    Resolver resolver = resolver(limits(2, 2));
    resolver.ask(HOST, heard::add);
    resolver.ask(ABSENT, heard::add);
    resolver.ask(new Question("third.example", Question.Type.A), heard::add);
    assertThat(heard).singleElement().isInstanceOf(Answer.Failed.class);
    deliver();
    heard.clear();
    resolver.ask(new Question("third.example", Question.Type.A), heard::add);
    deliver();
    assertThat(heard).containsExactly(Answer.None.NONE);
  }

  @Test
  void theMemoryIsBounded() {
    Resolver resolver = resolver(limits(1000, 50));
    for (int i = 0; i < 1000; i++) {
      resolver.ask(new Question("h" + i + ".example", Question.Type.A), heard::add);
      deliver();
    }
    assertThat(resolver.counters().get("dns.remembered")).isLessThanOrEqualTo(50L);
  }

  private Resolver resolver(ResolverLimits limits) {
    return new Resolver(dns, () -> now, limits);
  }

  private static ResolverLimits limits(int outstanding, int remembered) {
    ResolverLimits d = ResolverLimits.DEFAULT;
    return new ResolverLimits(
        outstanding,
        d.waitingForOne(),
        remembered,
        d.ttlMin(),
        d.ttlMax(),
        d.negativeTtlMax(),
        d.failureTtl());
  }

  private void deliver() {
    while (!replies.isEmpty()) {
      replies.remove().run();
    }
  }
}
