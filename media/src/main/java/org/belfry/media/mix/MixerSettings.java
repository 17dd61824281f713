package org.belfry.media.mix;

import java.time.Duration;
import org.belfry.media.path.Frames;
import org.belfry.media.path.Level;

/**
 * How a room mixes.
 *
 * @param participantsMax how many may be in the room, 1 to 10000
 * @param quietestVoice what is quieter, in dBFS, is never taken for a voice
 * @param surelyVoice what is louder, in dBFS, always is, whatever the noise was before; not below
 *     {@code quietestVoice}
 * @param hold how long a participant is heard after the last loud frame; 20 ms to 5 s
 * @param automaticLevel whether quiet and loud talkers are slowly brought together
 */
public record MixerSettings(
    int participantsMax,
    double quietestVoice,
    double surelyVoice,
    Duration hold,
    boolean automaticLevel) {

  public static final MixerSettings DEFAULT =
      new MixerSettings(1000, -55, -42, Duration.ofMillis(300), false);

  public MixerSettings {
    if (participantsMax < 1 || participantsMax > 10_000) {
      throw new IllegalArgumentException("a room for " + participantsMax + " participants");
    }
    if (quietestVoice > surelyVoice || quietestVoice < -90 || surelyVoice > 0) {
      throw new IllegalArgumentException(
          "a voice between " + quietestVoice + " and " + surelyVoice + " dBFS");
    }
    if (hold.toMillis() < Frames.MS || hold.toSeconds() > 5) {
      throw new IllegalArgumentException("a hold of " + hold);
    }
  }

  int quietestVoiceEnergy() {
    return Level.energyOf(quietestVoice);
  }

  int surelyVoiceEnergy() {
    return Level.energyOf(surelyVoice);
  }

  int holdFrames() {
    return (int) (hold.toMillis() / Frames.MS);
  }

  public MixerSettings withParticipantsMax(int max) {
    return new MixerSettings(max, quietestVoice, surelyVoice, hold, automaticLevel);
  }

  public MixerSettings withAutomaticLevel(boolean on) {
    return new MixerSettings(participantsMax, quietestVoice, surelyVoice, hold, on);
  }
}
