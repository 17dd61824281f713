package org.belfry.pbx.app;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody the caller is to talk to.
 *
 * @param destinations extensions, numbers as they would be dialled, or SIP addresses, all rung
 *     together: 1 to 20. Who answers first has the call
 * @param ringTime how long they ring: 1 s to 10 min
 * @param meanwhile what the caller hears until somebody answers; empty to leave what plays as it is
 * @param onBehalfOf the extension whose permissions count for the numbers; null for the
 *     application's own, which may call anywhere: then the program decides what may be dialled
 * @param welcome what who answers hears first, while the caller waits on; may be empty
 * @param confirm whether who answers must press 1 then; other keys, and ten seconds without one,
 *     decline
 * @param answered told, on the thread of the program, to whom the caller talks from now on
 * @param only the destinations whom welcome and confirming concern; empty for all
 */
public record Bridge(
    List<String> destinations,
    Duration ringTime,
    List<Prompt> meanwhile,
    @Nullable String onBehalfOf,
    List<Prompt> welcome,
    boolean confirm,
    Consumer<String> answered,
    Set<String> only) {
  public static final int DESTINATIONS_MAX = 20;

  public Bridge {
    destinations = List.copyOf(destinations);
    meanwhile = List.copyOf(meanwhile);
    welcome = List.copyOf(welcome);
    only = Set.copyOf(only);
    if (destinations.isEmpty() || destinations.size() > DESTINATIONS_MAX) {
      throw new IllegalArgumentException(destinations.size() + " destinations");
    }
  }

  /** Rings one for 30 s while the caller hears that it rings. */
  public static Bridge to(String destination) {
    return new Bridge(
        List.of(destination),
        Duration.ofSeconds(30),
        List.of(new Prompt.Tone(Prompt.Kind.RINGBACK, Duration.ZERO)),
        null,
        List.of(),
        false,
        who -> {},
        Set.of());
  }

  public Bridge together(List<String> all) {
    return new Bridge(all, ringTime, meanwhile, onBehalfOf, welcome, confirm, answered, only);
  }

  public Bridge ringing(Duration time) {
    return new Bridge(destinations, time, meanwhile, onBehalfOf, welcome, confirm, answered, only);
  }

  /** The caller hears this until somebody answers. */
  public Bridge meanwhile(List<Prompt> sound) {
    return new Bridge(destinations, ringTime, sound, onBehalfOf, welcome, confirm, answered, only);
  }

  public Bridge onBehalfOf(@Nullable String extension) {
    return new Bridge(
        destinations, ringTime, meanwhile, extension, welcome, confirm, answered, only);
  }

  /** Who answers hears this first. */
  public Bridge welcoming(List<Prompt> sound) {
    return new Bridge(
        destinations, ringTime, meanwhile, onBehalfOf, sound, confirm, answered, only);
  }

  /** Who answers hears this and must press 1. */
  public Bridge confirmedAfter(List<Prompt> sound) {
    return new Bridge(destinations, ringTime, meanwhile, onBehalfOf, sound, true, answered, only);
  }

  /** The same for these destinations; the others have the call as soon as they answer. */
  public Bridge confirmedAfter(List<Prompt> sound, Collection<String> who) {
    return new Bridge(
        destinations, ringTime, meanwhile, onBehalfOf, sound, true, answered, Set.copyOf(who));
  }

  /** Whether this destination hears the welcome, or has to confirm. */
  boolean concerns(String destination) {
    return only.isEmpty() || only.contains(destination);
  }

  /**
   * The listener learns with whom the caller talks, as given in the destinations, as they begin.
   */
  public Bridge onAnswered(Consumer<String> listener) {
    return new Bridge(
        destinations, ringTime, meanwhile, onBehalfOf, welcome, confirm, listener, only);
  }
}
