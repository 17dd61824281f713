package org.belfry.media.play;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.media.file.SoundReader;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read ahead: another thread keeps up to two seconds ready, the tick thread takes
 * them and never waits. When the disk is late there is silence, which is counted; after a seek
 * there is, for the moment that it takes.
 *
 * <p>Chunks go through a ring with one writer and one reader. A seek raises the generation; chunks
 * of an older one are passed over.
 */
public final class FileSound implements Sound {
  private static final int CHUNKS = 20;
  private static final int CHUNKS_PER_SECOND = 10;

  private final SoundReader reader;
  private final Executor reading;
  private final Runnable task = this::readAhead; // once, not for each half second
  private final boolean loop;
  private final int rate;
  private final int fade;
  private final Chunk[] ring = new Chunk[CHUNKS];

  /** Chunks ever written, by the reading thread. */
  private final AtomicLong written = new AtomicLong();

  /** Chunks ever taken, by the tick thread. */
  private final AtomicLong taken = new AtomicLong();

  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long target;
  private volatile int reached;
  private volatile boolean readToEnd;
  private volatile boolean closed;
  private volatile @Nullable String failure;

  // Of the tick thread:
  private int at;
  private long position;
  private boolean ended;
  private boolean gap;
  private boolean seeking;
  private long underruns;

  // Of the reading thread:
  private long next;

  private static final class Chunk {
    final short[] pcm;
    int length;
    int generation;
    long start;
    boolean last;

    Chunk(int samples) {
      pcm = new short[samples];
    }
  }

  private FileSound(SoundReader reader, boolean loop, Executor reading) {
    this.reader = reader;
    this.loop = loop && reader.samples() != 0;
    this.reading = reading;
    this.rate = reader.rate();
    this.fade = Fade.samples(rate);
    Arrays.setAll(ring, i -> new Chunk(rate / CHUNKS_PER_SECOND));
  }

  /**
   * Makes a sound of an open file and reads its beginning. Blocks on the disk: not for a tick
   * thread.
   *
   * @param reader closed by the sound from now on
   * @param loop whether it begins again at its end, without a gap
   * @param reading where the file is read from then on; a task takes milliseconds and waits for the
   *     disk
   */
  public static FileSound of(SoundReader reader, boolean loop, Executor reading) {
    FileSound sound = new FileSound(reader, loop, reading);
    sound.busy.set(true);
    sound.readAhead();
    return sound;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    return loop ? UNKNOWN : reader.samples();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(short[] out, int from, int count) {
    int done = 0;
    while (done < count && !ended) {
      Chunk chunk = chunk();
      if (chunk == null) {
        waitFor(out, from + done, count - done);
        done = count;
      } else {
        done += take(chunk, out, from + done, count - done);
      }
    }
    keepReading();
    return done;
  }

  private int take(Chunk chunk, short[] out, int from, int count) {
    int piece = Math.min(count, chunk.length - at);
    System.arraycopy(chunk.pcm, at, out, from, piece);
    if (gap && piece > 0) {
      Fade.in(out, from, Math.min(fade, piece));
      gap = false;
    }
    seeking = false;
    at += piece;
    position = chunk.start + at;
    if (at == chunk.length) {
      ended = chunk.last;
      at = 0;
      taken.incrementAndGet();
    }
    return piece;
  }

  private void waitFor(short[] out, int from, int count) {
    Arrays.fill(out, from, from + count, (short) 0);
    gap = true;
    if (!seeking) {
      underruns++;
    }
    ended = failure != null;
  }

  /** The chunk to be taken from, null while there is none; makes room of those before a seek. */
  private @Nullable Chunk chunk() {
    int wanted = generation.get();
    while (taken.get() < written.get()) {
      Chunk chunk = ring[(int) (taken.get() % CHUNKS)];
      if (chunk.generation == wanted) {
        return chunk;
      }
      at = 0;
      taken.incrementAndGet();
    }
    return null;
  }

  @Override
  public void seek(long sample) {
    long samples = reader.samples();
    long there = samples == UNKNOWN ? Math.max(0, sample) : Math.clamp(sample, 0, samples);
    target = there;
    position = there;
    at = 0;
    ended = false;
    gap = true;
    seeking = true;
    generation.incrementAndGet();
    if (chunk() == null) {
      keepReading();
    }
  }

  @Override
  public void close() {
    closed = true;
    ended = true;
    keepReading();
  }

  /** How often the disk was late. */
  public long underruns() {
    return underruns;
  }

  /** Why the file could not be read to its end, in a sentence; null when it could. */
  public @Nullable String failure() {
    return failure;
  }

  private void keepReading() {
    boolean wanted =
        closed
            || reached != generation.get()
            || (!readToEnd && written.get() - taken.get() <= CHUNKS / 2);
    if (wanted && (closed || failure == null) && busy.compareAndSet(false, true)) {
      try {
        reading.execute(task);
      } catch (RejectedExecutionException e) {
        failure = "Reading has ended: the server is stopping.";
        busy.set(false);
      }
    }
  }

  /** Fills the ring. Runs on the reading thread, one at a time. */
  private void readAhead() {
    try {
      fillRing();
    } catch (IOException e) {
      failure = "The file could not be read on: " + e.getMessage();
    } finally {
      busy.set(false);
    }
    // Who closes while this runs finds it busy and leaves the rest to it.
    if (closed && busy.compareAndSet(false, true)) {
      closeReader();
    }
  }

  private void fillRing() throws IOException {
    while (!closed) {
      int now = generation.get();
      if (now != reached) {
        next = target;
        reader.seek(next);
        readToEnd = false;
        reached = now;
      }
      if (readToEnd || written.get() - taken.get() == CHUNKS) {
        return;
      }
      fill(ring[(int) (written.get() % CHUNKS)], now);
      written.incrementAndGet();
    }
  }

  private void fill(Chunk chunk, int now) throws IOException {
    chunk.generation = now;
    chunk.start = next;
    chunk.last = false;
    chunk.length = reader.read(chunk.pcm, 0, chunk.pcm.length);
    next += chunk.length;
    if (chunk.length < chunk.pcm.length) {
      if (loop) {
        reader.seek(0);
        next = 0;
      } else {
        chunk.last = true;
        readToEnd = true;
      }
    }
  }

  /** Stays busy afterwards, so that it happens once. */
  private void closeReader() {
    try {
      reader.close();
    } catch (IOException e) {
      failure = "The file could not be closed: " + e.getMessage();
    }
  }
}
