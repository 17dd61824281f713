package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of received datagrams, as the socket that BouncyCastle expects.
 *
 * <p>What it sends goes out as full datagrams (RFC 6347 §4.1.1: several records to one) once it
 * waits for an answer: a flight that is one datagram is lost or reordered as one.
 */
final class DatagramQueue implements DatagramTransport {
  /** Bytes of the longest datagram that is taken. */
  static final int MAX_DATAGRAM = 2048;

  /** What wakes the reader of a closed queue. */
  private static final byte[] WAKE = {};

  private final BlockingQueue<byte[]> received;
  private final Consumer<byte[]> output;
  private final int mtu;
  private final boolean passive;
  private final Turns.Turn turn;
  private CipherChangeGate gate = new CipherChangeGate();
  private final byte[] pending;

  /** Guarded by this: whoever closes may not be the one who reads. */
  private int pendingLength;

  private volatile boolean sent;
  private volatile boolean left;
  private volatile boolean closed;

  /**
   * @param passive whether the other side begins
   * @param turn given back while it waits for a datagram
   */
  DatagramQueue(DtlsSettings settings, boolean passive, Turns.Turn turn, Consumer<byte[]> output) {
    this.received = new ArrayBlockingQueue<>(settings.queue());
    this.mtu = settings.mtu();
    this.pending = new byte[mtu];
    this.passive = passive;
    this.turn = turn;
    this.output = output;
  }

  /** The turn of who reads, given back while it waits. */
  Turns.Turn turn() {
    return turn;
  }

  /** Whether there was room. */
  boolean offer(byte[] datagram) {
    return received.offer(datagram);
  }

  boolean isEmpty() {
    return received.isEmpty();
  }

  /** Whether anything was sent yet, so that the other side knows of us. */
  boolean hasSent() {
    return sent;
  }

  /** Says that a handshake begins, on the thread that will read. */
  void beginning() {
    gate = new CipherChangeGate();
    left = false;
  }

  @Override
  public int getReceiveLimit() {
    return MAX_DATAGRAM;
  }

  @Override
  public int getSendLimit() {
    return mtu;
  }

  /** Bytes of a datagram, or -1 where none came in time. */
  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    flush();
    byte[] datagram = next(Math.max(1, waitMillis));
    if (datagram == null) {
      return -1;
    }
    int taken = Math.min(length, datagram.length);
    if (passive) {
      taken = gate.admitted(datagram, taken);
    }
    System.arraycopy(datagram, 0, buffer, offset, taken);
    return taken;
  }

  /** Waits without the turn to compute: others may, as long as nothing comes. */
  private byte @Nullable [] next(int waitMillis) throws IOException {
    boolean computed = turn.giveBack();
    try {
      byte[] datagram = received.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (closed || left) {
        throw new IOException("closed");
      }
      if (computed && !turn.take()) {
        throw new TlsTimeoutException("its turn to compute did not come");
      }
      return datagram;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public synchronized void send(byte[] buffer, int offset, int length) {
    if (closed) {
      return;
    }
    if (pendingLength + length > mtu) {
      flush();
    }
    System.arraycopy(buffer, offset, pending, pendingLength, length);
    pendingLength += length;
  }

  /** Sends what is held back to be sent with more. */
  synchronized void flush() {
    if (pendingLength > 0) {
      byte[] datagram = Arrays.copyOf(pending, pendingLength);
      pendingLength = 0;
      sent = true;
      output.accept(datagram);
    }
  }

  /** BouncyCastle is done with it, perhaps after nonsense only. */
  @Override
  public void close() {
    flush();
    left = true;
  }

  /** Nothing goes in or out any more. */
  void end() {
    flush();
    closed = true;
    if (!received.offer(WAKE)) {
      received.clear(); // a full queue keeps nobody waiting; nobody reads it any more
    }
  }
}
