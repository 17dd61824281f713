package org.belfry.appliance.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.belfry.appliance.mail.OutboxTable.Waiting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries the outbox to the mail server, one mail after the other, on a thread of its own. A mail
 * that the server does not take now is tried again after 1 min, 2, 4 … up to an hour; a server that
 * cannot be reached is asked again after longer and longer pauses, and no mail pays for that. After
 * five days (RFC 5321 §4.5.4.1), or when the server says never, a mail is given up and stays in the
 * outbox for people to see.
 */
class OutboxSender implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
  static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration PAUSE_MAX = Duration.ofHours(1);
  private static final Duration AWAY_PAUSE_MAX = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofDays(5);
  private static final Duration LOOK = Duration.ofSeconds(20);

  private final OutboxTable table;
  private final Supplier<MailServer> settings;
  private final Smtp smtp;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;
  private final Semaphore bell = new Semaphore(0);
  private final AtomicLong sent = new AtomicLong();
  private @Nullable Thread thread;
  private volatile boolean running;
  private volatile @Nullable Instant lastSentAt;
  private volatile @Nullable String problem;
  private volatile Instant awayUntil = Instant.EPOCH;
  private final AtomicInteger failures = new AtomicInteger();

  OutboxSender(
      OutboxTable table,
      Outbox outbox,
      Supplier<MailServer> settings,
      Smtp smtp,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.table = table;
    this.settings = settings;
    this.smtp = smtp;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
    outbox.onPut(bell::release);
  }

  /** Mails that the server has taken since the start. */
  long sent() {
    return sent.get();
  }

  @Nullable Instant lastSentAt() {
    return lastSentAt;
  }

  /** Why the latest mail was not taken; null when it was. */
  @Nullable String problem() {
    return problem;
  }

  /** Something is different: the server may be there again. */
  void tryNow() {
    awayUntil = Instant.EPOCH;
    failures.set(0);
    bell.release();
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("postman").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    Thread its = thread;
    if (its != null) {
      its.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      while (running) {
        carryAll();
        if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything whose time has come. */
  void carryAll() {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        more = carryNext();
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("mail waits for the database: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a mail could not be handled, by our own fault", e);
      later(String.valueOf(e.getMessage()));
    }
  }

  /** False when there is nothing to do now. */
  private boolean carryNext() {
    Instant now = clock.instant();
    MailServer server = settings.get();
    if (!server.there() || now.isBefore(awayUntil)) {
      giveUpOld(now);
      return false;
    }
    Optional<Waiting> due = table.due(now);
    due.ifPresent(waiting -> carry(server, waiting));
    giveUpOld(now);
    return due.isPresent();
  }

  private void giveUpOld(Instant now) {
    int old = table.giveUpOlderThan(now.minus(PATIENCE));
    if (old > 0) {
      LOG.error("mail: {} were given up: not sent within {} days", old, PATIENCE.toDays());
    }
  }

  private void carry(MailServer server, Waiting waiting) {
    try {
      smtp.send(server, waiting.messageId(), waiting.mail(), waiting.createdAt());
      taken(waiting);
    } catch (MailProblem e) {
      problem = e.sentence();
      switch (e.about()) {
        case SERVER -> {
          table.note(waiting.id(), e.sentence());
          later(e.sentence());
        }
        case CONVERSATION -> {
          // Behind the others: it must not hold them back when it is at fault itself.
          table.again(waiting.id(), pause(waiting), e.sentence(), clock.instant());
          later(e.sentence());
        }
        case MAIL -> table.again(waiting.id(), pause(waiting), e.sentence(), clock.instant());
        case MAIL_FOR_EVER -> {
          table.giveUp(waiting.id(), e.sentence());
          LOG.error("mail {} was given up: {}", waiting.id(), e.sentence());
        }
      }
    }
  }

  private void taken(Waiting waiting) {
    failures.set(0);
    problem = null;
    lastSentAt = clock.instant();
    sent.incrementAndGet();
    transaction.executeWithoutResult(status -> {
      table.delete(waiting.id());
      String reference = waiting.mail().reference();
      if (reference != null) {
        events.publishEvent(new MailSent(reference));
      }
    });
  }

  private void later(String why) {
    int before = failures.getAndIncrement();
    Duration pause = backOff(before, Duration.ofSeconds(5), AWAY_PAUSE_MAX);
    if (before == 0) {
      LOG.warn("mail waits: {}", why);
    }
    awayUntil = clock.instant().plus(pause);
  }

  private static Duration pause(Waiting waiting) {
    return backOff(waiting.tries(), FIRST_PAUSE, PAUSE_MAX);
  }

  /** Doubles with each failure. */
  static Duration backOff(int failures, Duration first, Duration longest) {
    Duration pause = first.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
