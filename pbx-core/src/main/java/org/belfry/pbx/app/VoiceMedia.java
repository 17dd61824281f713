package org.belfry.pbx.app;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.call.LegSound;
import org.jspecify.annotations.Nullable;

/** The port to media: the sound of calls that we hold ourselves. */
public interface VoiceMedia {

  /**
   * The sound of one leg. Nothing is opened before the first description.
   *
   * @param id of the leg, for logs
   * @param events is told what happens, on any thread; must not block
   */
  Voice open(String id, Events events);

  /** A mixer. */
  Room room(String name, int participantsMax);

  /**
   * The sound of one leg: descriptions are answered on its lane, everything else is asked for on
   * any thread and does not wait, unless it says so.
   */
  interface Voice extends LegSound {
    /**
     * Plays from now on, instead of what plays.
     *
     * @param order by which {@link Events#played} tells the end
     * @param language BCP 47; may take its time when text is to be spoken
     */
    void play(long order, List<Prompt> prompts, String language);

    void stopPlaying();

    void seek(Duration by);

    void holdPlaying(boolean on);

    /** Records from now on; {@link Events#recorded} tells the end, exactly once. */
    void record(Recording recording);

    void stopRecording();

    /** Tells {@link Events#silent} once after so much silence of the device; zero for never. */
    void listenForSilence(Duration length);

    /**
     * Sends the device a key, as it understands them.
     *
     * @param key 0 to 9, *, #, A to D
     */
    void press(char key);

    /** The device hears itself. */
    void echo(boolean on);

    /**
     * Waits until there is a seat.
     *
     * @return null when the room is full
     */
    Room.@Nullable Seat enter(Room room, String name, boolean muted);
  }

  /** What happens on a leg. */
  interface Events {
    /**
     * @param key 0 to 9, *, #, A to D
     */
    void pressed(char key);

    /** All of an order was played, or it was stopped. */
    void played(long order);

    void silent();

    /**
     * A recording is over.
     *
     * @param result {@link Recorded.Kept} with {@link Recorded.End#LENGTH} when it ended by itself
     */
    void recorded(Recorded result);

    /** The device sends nothing any more. */
    void lost(String why);
  }
}
