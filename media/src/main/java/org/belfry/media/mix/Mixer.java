package org.belfry.media.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.path.FrameSource;
import org.jspecify.annotations.Nullable;

/**
 * One room. Each {@link #tick} reads 20 ms from every participant and leaves 20 ms for every
 * participant: all voices but its own. Belongs to one thread, which ticks it every 20 ms; allocates
 * nothing per tick.
 *
 * <p>Participants that say nothing (muted, silent, or only noise) all get the same array, so their
 * sound is computed once, and encoded once by {@link Outgoing}. Participants have 8 or 16 kHz;
 * others resample on their leg.
 */
public final class Mixer {
  public static final int NARROW = 8000;
  public static final int WIDE = 16_000;

  private final MixerSettings settings;
  private final Bus narrow = new Bus(NARROW);
  private final Bus wide = new Bus(WIDE);
  private final HalfBand up = new HalfBand(narrow.samples);
  private final HalfBand down = new HalfBand(narrow.samples);
  private final int[] raised = new int[wide.samples];
  private final int[] lowered = new int[narrow.samples];
  private final LoudestSpeakers loudest = new LoudestSpeakers();

  private Participant[] members = new Participant[8];
  private int size;
  private boolean locked;
  private boolean raising;
  private boolean lowering;
  private long ticks;

  public Mixer(MixerSettings settings) {
    this.settings = settings;
  }

  /**
   * Lets somebody in; heard and hearing from the next tick on.
   *
   * @param source what it says; read once a tick
   * @throws RoomRefusal when the room is full or locked
   * @throws IllegalArgumentException when the source has neither 8 nor 16 kHz
   */
  public Participant join(FrameSource source) throws RoomRefusal {
    if (source.rate() != NARROW && source.rate() != WIDE) {
      throw new IllegalArgumentException(
          "a participant has 8000 or 16000 samples/s, not " + source.rate());
    }
    if (locked) {
      throw new RoomRefusal(RoomRefusal.Reason.LOCKED, "The conference is locked.");
    }
    if (size >= settings.participantsMax()) {
      throw new RoomRefusal(
          RoomRefusal.Reason.FULL, "The conference is full: " + size + " participants are in it.");
    }
    Bus bus = source.rate() == WIDE ? wide : narrow;
    Participant p = new Participant(source, bus, settings);
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size);
    }
    p.place = size;
    members[size++] = p;
    bus.members++;
    return p;
  }

  /** Lets somebody go. Nothing happens when it has gone before. */
  public void leave(Participant p) {
    if (p.place < 0 || p.place >= size || members[p.place] != p) {
      return;
    }
    Participant last = members[--size];
    members[p.place] = last;
    last.place = p.place;
    p.place = -1;
    p.bus.members--;
  }

  /** Mixes the next 20 ms. */
  public void tick() {
    ticks++;
    narrow.clear();
    wide.clear();
    for (int i = 0; i < size; i++) {
      members[i].listen();
    }
    crossOver();
    narrow.finish();
    wide.finish();
    for (int i = 0; i < size; i++) {
      members[i].hear();
    }
    rankSpeakers();
  }

  /**
   * Carries each bus's own voices to the other. A converter runs one frame longer than there is
   * sound, for what is still in its filter, and not at all when nobody listens.
   */
  private void crossOver() {
    boolean raise = narrow.hasVoices() && wide.members > 0;
    boolean lower = wide.hasVoices() && narrow.members > 0;
    boolean runUp = raise || raising;
    boolean runDown = lower || lowering;
    if (runUp && !raising) {
      up.reset();
    }
    if (runDown && !lowering) {
      down.reset();
    }
    // Both are converted before either is added: what came over must not go back.
    if (runUp) {
      up.up(narrow.sum(), raised);
    }
    if (runDown) {
      down.down(wide.sum(), lowered);
    }
    if (runUp) {
      wide.join(raised);
    }
    if (runDown) {
      narrow.join(lowered);
    }
    raising = raise;
    lowering = lower;
  }

  private void rankSpeakers() {
    loudest.begin();
    Participant challenger = null;
    for (int i = 0; i < size; i++) {
      Participant p = members[i];
      if (p.speaks()
          && (challenger == null || p.prominence > challenger.prominence)
          && !loudest.shows(p)) {
        challenger = p;
      }
    }
    loudest.end(challenger);
  }

  /** The loudest speaker at a rank, 0 to 2; null when fewer talk. Does not allocate. */
  public @Nullable Participant loudest(int rank) {
    return loudest.at(rank);
  }

  /** The loudest speakers, three at most, the loudest first. For a page, not for each tick. */
  public List<Participant> loudest() {
    List<Participant> all = new ArrayList<>();
    for (int i = 0; i < loudest.count(); i++) {
      Participant p = loudest.at(i);
      if (p != null) {
        all.add(p);
      }
    }
    return all;
  }

  public int size() {
    return size;
  }

  /**
   * The participants in no particular order; it changes when somebody leaves.
   *
   * @param index 0 to {@link #size} - 1
   */
  public Participant participant(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return members[index];
  }

  /** A locked room lets nobody in; who is in it stays. */
  public void lock(boolean on) {
    locked = on;
  }

  public boolean locked() {
    return locked;
  }

  /** How many ticks this room has lived. */
  public long ticks() {
    return ticks;
  }
}
