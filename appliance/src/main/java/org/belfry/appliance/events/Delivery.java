package org.belfry.appliance.events;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.CallEvents.CallEventView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings events to one webhook, in order, one after the other. What is not taken is tried again
 * after longer and longer pauses, and then given up: the server has the call history to catch up.
 */
final class Delivery implements Consumer<CallEventView>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int WAITING_MAX = 1000;
  static final int TRIES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OutgoingHttp http;
  private final String url;
  private final boolean insideToo;
  private final Set<CallEventType> events;
  private final byte[] secret;
  private final Duration firstPause;
  private final InstantSource clock = InstantSource.system();
  private final BlockingQueue<CallEventView> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final AtomicInteger inHand = new AtomicInteger();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private volatile @Nullable Instant lastDeliveredAt;
  private volatile @Nullable String lastProblem;
  private final Thread thread;

  /**
   * @param insideToo whether the server may be on this machine or in a private network
   * @param firstPause before the second try; each pause is twice as long as the one before
   */
  Delivery(
      OutgoingHttp http,
      String url,
      boolean insideToo,
      Set<CallEventType> events,
      String secret,
      Duration firstPause) {
    this.http = http;
    this.url = url;
    this.insideToo = insideToo;
    this.events = Set.copyOf(events);
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.firstPause = firstPause;
    this.thread = Thread.ofVirtual().name("webhook").start(this::run);
  }

  @Override
  public void accept(CallEventView event) {
    if (events.contains(event.type()) && !waiting.offer(event)) {
      lastProblem = "more than " + WAITING_MAX + " events wait; the newest are dropped";
      givenUp.incrementAndGet();
    }
  }

  int waiting() {
    return waiting.size() + inHand.get();
  }

  long delivered() {
    return delivered.get();
  }

  long givenUp() {
    return givenUp.get();
  }

  @Nullable Instant lastDeliveredAt() {
    return lastDeliveredAt;
  }

  @Nullable String lastProblem() {
    return lastProblem;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        CallEventView event = waiting.take();
        inHand.set(1);
        deliver(event);
        inHand.set(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(CallEventView event) throws InterruptedException {
    byte[] body = JSON.writeValueAsBytes(event);
    Duration pause = firstPause;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      String problem = post(event, body);
      if (problem == null) {
        lastDeliveredAt = clock.instant();
        delivered.incrementAndGet();
        return;
      }
      lastProblem = problem;
      if (attempt < TRIES) {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
    givenUp.incrementAndGet();
    LOG.warn("webhook {}: given up after {} tries: {}", host(), TRIES, lastProblem);
  }

  /** Null when it was taken, else why not. */
  private @Nullable String post(CallEventView event, byte[] body) {
    String at = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "Belfry",
            "Belfry-Event",
            event.type().name(),
            "Belfry-Timestamp",
            at,
            "Belfry-Signature",
            "sha256=" + signature(secret, at, body));
    try {
      int status = http.post(URI.create(url), headers, body, insideToo, PATIENCE, 0).status();
      return status / 100 == 2 ? null : "it answered " + status;
    } catch (OutgoingHttp.Inside e) {
      return e.getMessage() + "; an owner may allow that";
    } catch (UnknownHostException e) {
      return "nobody knows its address";
    } catch (IOException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  private String host() {
    return URI.create(url).getHost();
  }

  /** HMAC-SHA-256 (RFC 2104) in hex over the timestamp, a full stop, and the body. */
  static String signature(byte[] secret, String at, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((at + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }
}
