package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.dtls.Dtls.Attempt;
import org.belfry.media.srtp.dtls.DtlsEvent.Closed;
import org.belfry.media.srtp.dtls.DtlsEvent.Connected;
import org.belfry.media.srtp.dtls.DtlsEvent.Failed;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One leg's DTLS association. It has a thread while a handshake runs and for the moments that a
 * later record takes, and none otherwise.
 *
 * <p>{@link #received} never blocks and never throws: what is no DTLS, comes too fast or too late
 * is dropped and counted. Its methods may be called from any thread.
 */
public final class DtlsEndpoint {
  /** Handshakes that the other side may begin with nonsense before it is given up. */
  private static final int MAX_FALSE_STARTS = 100;

  private final Supplier<Attempt> attempts;
  private final DtlsRole role;
  private final DtlsSettings settings;
  private final Turns turns;
  private final ThreadFactory threads;
  private final DatagramQueue queue;
  private final Consumer<DtlsEvent> listener;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final AtomicInteger dropped = new AtomicInteger();
  private volatile @Nullable Side side;
  private volatile @Nullable DTLSTransport association;

  /** Where it stands. */
  public enum Phase {
    /** Nothing has come yet; no thread. */
    WAITING,
    HANDSHAKING,
    /** There are keys; no thread. */
    RESTING,
    /** There are keys, and records to look at. */
    READING,
    /** Failed or closed. */
    ENDED
  }

  DtlsEndpoint(
      Supplier<Attempt> attempts,
      DtlsRole role,
      DtlsSettings settings,
      Turns turns,
      ThreadFactory threads,
      DatagramQueue queue,
      Consumer<DtlsEvent> listener) {
    this.attempts = attempts;
    this.role = role;
    this.settings = settings;
    this.turns = turns;
    this.threads = threads;
    this.queue = queue;
    this.listener = listener;
  }

  public Phase phase() {
    return Objects.requireNonNull(phase.get());
  }

  /** Datagrams that were not looked at: no DTLS, too many at once, or too late. */
  public int dropped() {
    return dropped.get();
  }

  void begin() {
    if (phase.compareAndSet(Phase.WAITING, Phase.HANDSHAKING)) {
      threads.newThread(this::handshake).start();
    }
  }

  /**
   * A datagram that came from the other side (RFC 7983: first byte 20 to 63).
   *
   * @param datagram is kept: a copy
   */
  public void received(byte[] datagram) {
    Phase now = phase();
    boolean wanted =
        DtlsRecord.plausible(datagram)
            && !DtlsRecord.promisesTooMuch(datagram)
            && switch (now) {
              case WAITING -> DtlsRecord.mayBegin(datagram);
              // Until we have answered, only what begins it can be meant.
              case HANDSHAKING ->
                  role == DtlsRole.ACTIVE || queue.hasSent() || DtlsRecord.mayBegin(datagram);
              case RESTING, READING -> DtlsRecord.mayFollow(datagram);
              case ENDED -> false;
            };
    if (!wanted || !queue.offer(datagram)) {
      dropped.incrementAndGet();
      return;
    }
    if (phase.compareAndSet(Phase.WAITING, Phase.HANDSHAKING)) {
      threads.newThread(this::handshake).start();
    } else if (phase.compareAndSet(Phase.RESTING, Phase.READING)) {
      threads.newThread(this::read).start();
    }
  }

  /** Ends the association, with a close_notify where there is one. No event follows. */
  public void close() {
    if (phase.getAndSet(Phase.ENDED) == Phase.ENDED) {
      return;
    }
    DTLSTransport open = association;
    Side begun = side;
    try {
      if (open != null) {
        open.close();
      } else if (begun != null) {
        begun.cancel();
      }
    } catch (IOException e) {
      // The other side will not hear of it and finds out by itself: media stops.
      dropped.incrementAndGet();
    } finally {
      queue.end();
    }
  }

  /** There are too many handshakes, and this is the oldest. */
  void giveWay() {
    if (phase.compareAndSet(Phase.HANDSHAKING, Phase.ENDED)) {
      queue.end();
      listener.accept(
          new Failed(
              "more than %d DTLS handshakes were under way; it was the oldest"
                  .formatted(Turns.MOST_UNDER_WAY)));
    }
  }

  private void handshake() {
    int falseStarts = 0;
    while (phase.get() == Phase.HANDSHAKING) {
      Attempt attempt = attempts.get();
      try {
        turns.begins(this);
        if (!waitForTurn()) {
          return;
        }
        side = attempt.side();
        queue.beginning();
        DTLSTransport made = attempt.side().shakeHands(queue);
        queue.flush();
        association = made;
      } catch (IOException e) {
        if (!isFalseStart() || ++falseStarts > MAX_FALSE_STARTS) {
          end(new Failed(why(e, attempt.agreement())));
          return;
        }
      } finally {
        queue.turn().giveBack();
        turns.ended(this);
      }
      if (association != null) {
        connected(attempt);
        return;
      }
      // RFC 6347 §4.1.2.7: nonsense does not end anything. Until we have answered, nobody else
      // knows of this handshake: the next ClientHello begins another.
      if (!phase.compareAndSet(Phase.HANDSHAKING, Phase.WAITING)
          || queue.isEmpty()
          || !phase.compareAndSet(Phase.WAITING, Phase.HANDSHAKING)) {
        return;
      }
    }
  }

  private boolean waitForTurn() {
    try {
      if (queue.turn().take()) {
        return true;
      }
      end(
          new Failed(
              "%d DTLS handshakes were under way and none ended within %s"
                  .formatted(settings.handshakes(), patience())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(new Failed("the server stops"));
    }
    return false;
  }

  private boolean isFalseStart() {
    return role == DtlsRole.PASSIVE && !queue.hasSent();
  }

  private void connected(Attempt attempt) {
    attempt
        .agreement()
        .keys()
        .map(keys -> new SrtpProtection(keys.sending(), keys.receiving()))
        .ifPresent(protection -> {
          if (phase.get() == Phase.HANDSHAKING) {
            listener.accept(new Connected(protection));
          }
        });
    if (phase.compareAndSet(Phase.HANDSHAKING, Phase.READING)) {
      read();
    }
  }

  /**
   * Looks at what came after the handshake: alerts, and the last flight again where ours was lost
   * (RFC 6347 §4.2.4). Application data is nobody's.
   */
  private void read() {
    DTLSTransport open = association;
    Side begun = side;
    if (open == null || begun == null) {
      return;
    }
    byte[] ignored = new byte[DatagramQueue.MAX_DATAGRAM];
    do {
      while (!queue.isEmpty() && phase.get() == Phase.READING) {
        try {
          open.receive(ignored, 0, ignored.length, 1);
          queue.flush();
        } catch (IOException e) {
          end(new Closed(begun.isLeft() ? "the other side closed DTLS" : why(e, null)));
          return;
        }
        if (begun.isLeft()) {
          end(new Closed("the other side closed DTLS"));
          return;
        }
      }
    } while (phase.compareAndSet(Phase.READING, Phase.RESTING)
        && !queue.isEmpty()
        && phase.compareAndSet(Phase.RESTING, Phase.READING));
  }

  private void end(DtlsEvent event) {
    if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
      queue.end();
      listener.accept(event);
    }
  }

  private String why(IOException e, @Nullable Agreement agreement) {
    String complaint = agreement == null ? null : agreement.complaint();
    if (complaint != null) {
      return complaint;
    }
    return switch (e) {
      case TlsTimeoutException t ->
          "the DTLS handshake was not finished within "
              + patience()
              + "; the other side may not be reached";
      case TlsFatalAlertReceived alert ->
          "the other side broke off DTLS: " + AlertDescription.getText(alert.getAlertDescription());
      case TlsFatalAlert alert ->
          "what the other side sent broke off DTLS: "
              + AlertDescription.getText(alert.getAlertDescription());
      default -> "DTLS broke off: " + e.getMessage();
    };
  }

  private String patience() {
    long ms = settings.timeout().toMillis();
    return ms < 1000 ? ms + " ms" : ms / 1000 + " s";
  }
}
