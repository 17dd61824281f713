package org.belfry.media.turn;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS over a connection that does not block: an engine with the buffer it reads from. */
final class TlsStream {
  private static final System.Logger LOG = System.getLogger(TlsStream.class.getName());
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final ByteBuffer encrypted; // kept ready to be written to
  private final int recordMax;

  /** What has to be done next. */
  enum Step {
    /** Read from the connection. */
    MORE_INPUT,
    /** Run {@link #task}, which may take milliseconds. */
    TASK,
    /** Take what was decrypted, then go on. */
    AGAIN,
    CLOSED
  }

  TlsStream(SSLEngine engine) {
    this.engine = engine;
    this.recordMax = engine.getSession().getPacketBufferSize();
    this.encrypted = ByteBuffer.allocate(recordMax);
  }

  /** Where what the connection brings is put. */
  ByteBuffer encrypted() {
    return encrypted;
  }

  /** The next slow step of the handshake, null when there is none. */
  @Nullable Runnable task() {
    return engine.getDelegatedTask();
  }

  /** Decrypts a record, or does the handshake's next step, whose messages go to {@code out}. */
  Step unwrap(ByteBuffer plain, ByteBuffer out) throws SSLException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      return Step.TASK;
    }
    if (status == HandshakeStatus.NEED_WRAP) {
      if (out.remaining() < recordMax) {
        throw new SSLException("the client does not read its handshake");
      }
      SSLEngineResult result = engine.wrap(NOTHING.duplicate(), out);
      return result.getStatus() == SSLEngineResult.Status.CLOSED ? Step.CLOSED : Step.AGAIN;
    }
    encrypted.flip();
    try {
      SSLEngineResult result = engine.unwrap(encrypted, plain);
      return switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> more();
        // The plain buffer holds a message of the longest kind and more, so it is never full for
        // good.
        case BUFFER_OVERFLOW -> plain.position() == 0 ? Step.CLOSED : overflow();
        case CLOSED -> Step.CLOSED;
        case OK -> Step.AGAIN;
      };
    } finally {
      encrypted.compact();
    }
  }

  /** A record that a full buffer does not hold would be waited for, and read, for ever. */
  private Step more() throws SSLException {
    if (encrypted.remaining() == encrypted.capacity()) {
      throw new SSLException("a record is longer than records may be (RFC 8446 §5.2)");
    }
    return Step.MORE_INPUT;
  }

  private static Step overflow() throws SSLException {
    throw new SSLException("records are longer than the messages in them");
  }

  /** Puts what tells the client why its handshake or record was refused, when there is room. */
  void putAlert(ByteBuffer out) {
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
          && out.remaining() >= recordMax) {
        engine.wrap(NOTHING.duplicate(), out);
      }
    } catch (SSLException e) {
      LOG.log(Level.DEBUG, "no alert could be made; the client sees the connection end", e);
    }
  }

  /** Encrypts a message behind what waits in {@code out}; false when there is no room. */
  boolean wrap(ByteBuffer message, ByteBuffer out) throws SSLException {
    if (out.remaining() < recordMax || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      return false;
    }
    SSLEngineResult result = engine.wrap(message, out);
    return result.getStatus() == SSLEngineResult.Status.OK && !message.hasRemaining();
  }
}
