package org.belfry.media.mix;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The payloads for a room's participants, equal ones encoded once a tick: participants that hear
 * the same frame by the same codec share one encoder and its bytes; who talks has an encoder of its
 * own, made when it talks first.
 *
 * <p>A codec with memory (Opus, G.722) hears two streams joined when a participant begins or stops
 * talking; their decoders settle within a frame or two. That is the price of not encoding 500
 * times.
 *
 * @param <K> what makes two encodings equal: codec, rate and parameters
 */
public final class Outgoing<K> {
  /** Largest payload: what fits a datagram of 1500 bytes. */
  public static final int MAX_PAYLOAD = 1400;

  private final Mixer mixer;
  private final Function<K, FrameEncoder> encoders;
  private final Map<K, Shared> shared = new HashMap<>();
  private long encoded;

  /**
   * @param encoders makes an encoder; one without memory (G.711) may be the same each time
   */
  public Outgoing(Mixer mixer, Function<K, FrameEncoder> encoders) {
    this.mixer = mixer;
    this.encoders = encoders;
  }

  /** The payloads for one participant. The rate of {@code key} is the participant's. */
  public Payload open(Participant participant, K key) {
    Shared forKey = shared.computeIfAbsent(key, Shared::new);
    forKey.users++;
    return new Payload(participant, key, forKey);
  }

  /** How often an encoder ran, since the room began. */
  public long encoded() {
    return encoded;
  }

  private final class Stream {
    private final FrameEncoder encoder;
    private final byte[] bytes = new byte[MAX_PAYLOAD];
    private int length;
    private long tick = -1;

    Stream(FrameEncoder encoder) {
      this.encoder = encoder;
    }

    Stream now(short[] frame) {
      if (tick != mixer.ticks()) {
        tick = mixer.ticks();
        length = encoder.encode(frame, bytes);
        encoded++;
      }
      return this;
    }
  }

  private final class Shared {
    private final Stream silence;
    private final Stream everybody;
    private int users;

    Shared(K key) {
      silence = new Stream(encoders.apply(key));
      everybody = new Stream(encoders.apply(key));
    }

    void close() {
      silence.encoder.close();
      everybody.encoder.close();
    }
  }

  /** What is sent to one participant. */
  public final class Payload {
    private final Participant participant;
    private final K key;
    private final Shared forKey;
    private @Nullable Stream own;
    private @Nullable Stream current;
    private boolean closed;

    private Payload(Participant participant, K key, Shared forKey) {
      this.participant = participant;
      this.key = key;
      this.forKey = forKey;
    }

    /**
     * Encodes what the participant hears in the last tick, unless that was done for another.
     *
     * @return bytes in {@link #bytes}
     */
    public int encode() {
      Stream stream =
          switch (participant.hears()) {
            case SILENCE -> forKey.silence;
            case EVERYBODY -> forKey.everybody;
            case OTHERS -> own();
          };
      current = stream.now(participant.frame());
      return current.length;
    }

    private Stream own() {
      if (own == null) {
        own = new Stream(encoders.apply(key));
      }
      return own;
    }

    /** The payload of the last {@link #encode}, from index 0; shared, only to be read. */
    public byte[] bytes() {
      return current == null ? forKey.silence.bytes : current.bytes;
    }

    /** Closes the encoders that nobody else uses. */
    public void close() {
      if (!closed) {
        closed = true;
        if (own != null) {
          own.encoder.close();
          own = null;
        }
        if (--forKey.users == 0) {
          forKey.close();
          shared.remove(key);
        }
      }
    }
  }
}
