package org.belfry.media.relay;

import java.time.Duration;
import org.belfry.media.rtp.Quality;

/** What control is told of a leg. */
public sealed interface LegEvent {
  /** The first packet of the phone was accepted; from there it comes and thither ours go. */
  record MediaBegan(TransportAddress from) implements LegEvent {}

  /** The phone's packets come from elsewhere now. */
  record SourceMoved(TransportAddress from, TransportAddress to) implements LegEvent {}

  /**
   * Nothing came from the phone for too long. Told once; when packets come again, {@link
   * MediaResumed} follows.
   */
  record MediaTimedOut(Cause cause, Duration silence) implements LegEvent {
    /** Says it in English. */
    public String words() {
      return switch (cause) {
        case NEVER_BEGAN -> "no RTP has ever come from the phone in " + silence.toSeconds() + " s";
        case STOPPED -> "no RTP from the phone for " + silence.toSeconds() + " s";
      };
    }
  }

  /** Packets come again after {@link MediaTimedOut}. */
  record MediaResumed() implements LegEvent {}

  /** The figures of an interval, each 5 s. */
  record Measured(Quality quality) implements LegEvent {}

  /** Why a leg timed out. */
  enum Cause {
    NEVER_BEGAN,
    STOPPED
  }
}
