package org.belfry.pbx.sip.locate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the DNS, shared by all lanes: answers for as long as they hold, "there is none"
 * too (RFC 2308); a question that is being asked is not asked twice; so many are asked at a time.
 * Nothing here waits.
 */
public final class Resolver {
  private final NameServer names;
  private final InstantSource clock;
  private final ResolverLimits limits;
  private final Map<Question, Remembered> known = new ConcurrentHashMap<>();
  private final Map<Question, List<Consumer<Answer>>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final LongAdder queries = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder failures = new LongAdder();

  private record Remembered(Answer answer, Instant until) {}

  public Resolver(NameServer names, InstantSource clock, ResolverLimits limits) {
    this.names = names;
    this.clock = clock;
    this.limits = limits;
  }

  /** What is known now, or null. */
  public @Nullable Answer known(Question question) {
    Remembered remembered = known.get(question);
    if (remembered == null || !clock.instant().isBefore(remembered.until())) {
      return null;
    }
    hits.increment();
    return remembered.answer();
  }

  /**
   * Asks and returns at once.
   *
   * @param answered told once, on any thread, perhaps before this returns
   */
  public void ask(Question question, Consumer<Answer> answered) {
    boolean[] first = new boolean[1];
    boolean[] refused = new boolean[1];
    asked.compute(
        question,
        (q, waiting) -> {
          if (waiting == null) {
            if (outstanding.get() >= limits.outstanding()) {
              refused[0] = true;
              return null;
            }
            outstanding.incrementAndGet();
            first[0] = true;
            return List.of(answered);
          }
          if (waiting.size() >= limits.waitingForOne()) {
            refused[0] = true;
            return waiting;
          }
          List<Consumer<Answer>> more = new ArrayList<>(waiting);
          more.add(answered);
          return more;
        });
    if (refused[0]) {
      failures.increment();
      answered.accept(new Answer.Failed("too many questions wait for the name server"));
    } else if (first[0]) {
      queries.increment();
      names.ask(question, reply -> answered(question, reply));
    }
  }

  /** What has been counted: {@code queries}, {@code cache_hits}, {@code failures}. */
  public Map<String, Long> counters() {
    return Map.of(
        "dns.queries", queries.sum(),
        "dns.cache_hits", hits.sum(),
        "dns.failures", failures.sum(),
        "dns.remembered", (long) known.size());
  }

  private void answered(Question question, NameServer.Reply reply) {
    List<Consumer<Answer>> waiting = asked.remove(question);
    if (waiting == null) {
      return; // answered twice
    }
    outstanding.decrementAndGet();
    if (reply.answer() instanceof Answer.Failed) {
      failures.increment();
    }
    remember(question, reply);
    waiting.forEach(each -> each.accept(reply.answer()));
  }

  private void remember(Question question, NameServer.Reply reply) {
    Duration ttl =
        switch (reply.answer()) {
          case Answer.Found found -> clamp(reply.ttl(), limits.ttlMin(), limits.ttlMax());
          case Answer.None none -> clamp(reply.ttl(), limits.ttlMin(), limits.negativeTtlMax());
          case Answer.Failed failed -> limits.failureTtl();
        };
    Instant now = clock.instant();
    if (known.size() >= limits.remembered()) {
      known.values().removeIf(r -> !now.isBefore(r.until()));
      if (known.size() >= limits.remembered()) {
        known.clear(); // somebody makes us ask for thousands of names; the real ones come back
      }
    }
    known.put(question, new Remembered(reply.answer(), now.plus(ttl)));
  }

  private static Duration clamp(Duration ttl, Duration min, Duration max) {
    return ttl.compareTo(min) < 0 ? min : ttl.compareTo(max) > 0 ? max : ttl;
  }
}
