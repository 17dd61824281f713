package org.belfry.pbx.app.conference;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.engine.Effect;

/** What a conference wants done. */
sealed interface ConferenceEffect extends Effect {

  /** Say this to the program of a participant. */
  record Tell(String id, Order order) implements ConferenceEffect {}

  /** Everybody hears it. */
  record Announce(List<Prompt> prompts) implements ConferenceEffect {
    public Announce {
      prompts = List.copyOf(prompts);
    }

    static Announce tone(Prompt.Kind tone) {
      return new Announce(List.of(new Prompt.Tone(tone, Duration.ZERO)));
    }
  }

  record Recorded(boolean on) implements ConferenceEffect {}

  /** What the program of a participant is to do. */
  sealed interface Order {
    /** Wait with music for a moderator. */
    record Wait() implements Order {}

    /** Take a seat. */
    record Sit(boolean muted) implements Order {}

    record Mute(boolean on) implements Order {}

    /** Let it hear this, alone. */
    record Say(String phrase) implements Order {}

    /** Let it hear this, alone, and go. */
    record Go(String phrase) implements Order {}
  }
}
