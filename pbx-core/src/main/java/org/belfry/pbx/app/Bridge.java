package org.belfry.pbx.app;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.call.Payer;

/**
 * Somebody the caller is to talk to.
 *
 * @param destinations extensions, numbers as they would be dialled, or SIP addresses, all rung
 *     together: 1 to 20. Who answers first has the call
 * @param ringTime how long they ring: 1 s to 10 min
 * @param meanwhile what the caller hears until somebody answers; empty to leave what plays as it is
 * @param payer whose class of service counts for the numbers
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
    Payer payer,
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

  /**
   * Rings one for 30 s while the caller hears that it rings. Nobody pays: it may not leave the
   * site, unless {@link #paidBy} says who does.
   */
  public static Bridge to(String destination) {
    return new Bridge(
        List.of(destination),
        Duration.ofSeconds(30),
        List.of(new Prompt.Tone(Prompt.Kind.RINGBACK, Duration.ZERO)),
        Payer.NOBODY,
        List.of(),
        false,
        who -> {},
        Set.of());
  }

  public Bridge together(List<String> all) {
    return new Bridge(all, ringTime, meanwhile, payer, welcome, confirm, answered, only);
  }

  public Bridge ringing(Duration time) {
    return new Bridge(destinations, time, meanwhile, payer, welcome, confirm, answered, only);
  }

  /** The caller hears this until somebody answers. */
  public Bridge meanwhile(List<Prompt> sound) {
    return new Bridge(destinations, ringTime, sound, payer, welcome, confirm, answered, only);
  }

  public Bridge paidBy(Payer user) {
    return new Bridge(destinations, ringTime, meanwhile, user, welcome, confirm, answered, only);
  }

  /** Who answers hears this first. */
  public Bridge welcoming(List<Prompt> sound) {
    return new Bridge(destinations, ringTime, meanwhile, payer, sound, confirm, answered, only);
  }

  /** Who answers hears this and must press 1. */
  public Bridge confirmedAfter(List<Prompt> sound) {
    return new Bridge(destinations, ringTime, meanwhile, payer, sound, true, answered, only);
  }

  /** The same for these destinations; the others have the call as soon as they answer. */
  public Bridge confirmedAfter(List<Prompt> sound, Collection<String> who) {
    return new Bridge(
        destinations, ringTime, meanwhile, payer, sound, true, answered, Set.copyOf(who));
  }

  /** Whether this destination hears the welcome, or has to confirm. */
  boolean concerns(String destination) {
    return only.isEmpty() || only.contains(destination);
  }

  /**
   * The listener learns with whom the caller talks, as given in the destinations, as they begin.
   */
  public Bridge onAnswered(Consumer<String> listener) {
    return new Bridge(destinations, ringTime, meanwhile, payer, welcome, confirm, listener, only);
  }
}
