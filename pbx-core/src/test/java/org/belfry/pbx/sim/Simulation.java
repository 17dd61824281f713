package org.belfry.pbx.sim;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A day in an office, made up from a seed: phones come, go, vanish and come back, call each other,
 * answer, decline, cancel, hang up, forward, all at random moments and in changing weather. What
 * must hold in any scenario is checked at its end. The same seed makes the same day.
 */
public final class Simulation {
  private static final int USERS = 9;
  private static final int ACTIONS = 60;

  private final Random random;
  private final World world;
  private final List<SimulatedPhone> phones = new ArrayList<>();

  private Simulation(long seed) {
    random = new Random(seed);
    world = World.seeded(seed, weather());
  }

  /**
   * Lives through one day.
   *
   * @throws AssertionError with the ladder when something that must hold did not
   */
  public static void day(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      simulation.happens();
      simulation.world.settles();
    } catch (BrokenInvariant e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      AssertionError told = simulation.world.broken(String.valueOf(e));
      told.initCause(e);
      throw told;
    }
  }

  private void happens() {
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      installs();
    }
    for (int i = 0; i < ACTIONS; i++) {
      world.advance(pause());
      acts();
    }
  }

  private Duration pause() {
    return switch (random.nextInt(10)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofSeconds(random.nextInt(120));
      case 2, 3, 4 -> Duration.ofSeconds(random.nextInt(10));
      default -> Duration.ofMillis(random.nextInt(800));
    };
  }

  private void acts() {
    SimulatedPhone phone = phones.get(random.nextInt(phones.size()));
    switch (random.nextInt(22)) {
      case 0, 1, 2, 3, 4 -> dials(phone);
      case 5, 6, 7, 8 -> phone.calls().forEach(this::answersMaybe);
      case 9, 10 -> phone.calls().forEach(PhoneCall::hangsUp);
      case 11 -> declines(phone);
      case 12 -> registers(phone);
      case 13 -> phone.register(0);
      case 14 -> world.net().weather(weather());
      case 15 -> reacts(phone);
      case 16 -> comesBack(phone);
      case 17 -> installs();
      case 18 -> cancels(phone);
      case 19, 20 -> watches(phone);
      default -> world.advance(Duration.ofSeconds(random.nextInt(40)));
    }
  }

  private void installs() {
    String extension = user();
    SimulatedPhone phone =
        random.nextInt(3) == 0 ? world.phoneBehindNat(extension) : world.phone(extension);
    if (random.nextInt(4) == 0) {
      phone.contactParams(";q=0." + random.nextInt(10));
    }
    phones.add(phone);
    registers(phone);
  }

  private void watches(SimulatedPhone phone) {
    String[] events = {"dialog", "presence", "reg", "message-summary", "dialog"};
    phone.watches(user(), events[random.nextInt(events.length)], random.nextInt(4) * 300);
    if (random.nextInt(4) == 0) {
      world.server().mailbox(phone.extension(), random.nextInt(3), 0);
    }
  }

  private void registers(SimulatedPhone phone) {
    phone.register(random.nextInt(8) == 0 ? 60 : 3600);
  }

  private void dials(SimulatedPhone phone) {
    phone.dials(random.nextInt(12) == 0 ? "7777" : user());
  }

  private void answersMaybe(PhoneCall call) {
    if (random.nextInt(3) > 0) {
      call.answersIfRinging();
    }
  }

  private void declines(SimulatedPhone phone) {
    int[] statuses = {486, 480, 603, 600, 404, 503};
    int status = statuses[random.nextInt(statuses.length)];
    phone.calls().forEach(call -> call.declinesIfRinging(status));
  }

  private void cancels(SimulatedPhone phone) {
    phone.calls().stream().filter(c -> !c.isEnded()).forEach(PhoneCall::hangsUp);
  }

  private void reacts(SimulatedPhone phone) {
    SimulatedPhone.Reaction[] all = SimulatedPhone.Reaction.values();
    SimulatedPhone.Reaction next = all[random.nextInt(all.length)];
    if (next == SimulatedPhone.Reaction.REDIRECT) {
      phone.forwardsTo(user());
    } else {
      phone.reacts(next);
    }
  }

  /** It loses its power, and sometimes another one is put in its place. */
  private void comesBack(SimulatedPhone phone) {
    if (phones.size() > 2) {
      phone.vanishes();
      phones.remove(phone);
    }
    if (random.nextBoolean()) {
      installs();
    }
  }

  private String user() {
    return "100" + (1 + random.nextInt(USERS));
  }

  private Weather weather() {
    Weather[] all = Weather.values();
    return all[random.nextInt(all.length)];
  }

  /**
   * Walks through days until the time is over or one fails.
   *
   * @param args minutes, and the first seed if not any
   */
  public static void main(String[] args) {
    long minutes = Long.parseLong(args[0]);
    long first = args.length > 1 ? Long.parseLong(args[1]) : new Random().nextLong() >>> 16;
    System.exit(walk(first, Duration.ofMinutes(minutes), System.out) ? 0 : 1);
  }

  private static boolean walk(long first, Duration time, PrintStream out) {
    long end = System.nanoTime() + time.toNanos();
    long seed = first;
    out.println("From seed " + first + " on for " + time.toMinutes() + " min");
    do {
      try {
        day(seed);
      } catch (AssertionError e) {
        e.printStackTrace(out);
        out.println(
            (seed - first)
                + " days held; seed "
                + seed
                + " failed. Again: ./belfry sim --seed "
                + seed);
        return false;
      }
      seed++;
    } while (System.nanoTime() < end);
    out.println((seed - first) + " days held, the last one with seed " + (seed - 1));
    return true;
  }
}
