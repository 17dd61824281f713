package org.belfry.appliance.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;

/**
 * Decides which alarm is told when: one that stands for a while, once, and its end when it has been
 * away for a while. One that comes and goes meanwhile is the same one, so nobody is woken twice for
 * a line that flaps.
 */
final class AlarmWatch {
  /** A fault that ends sooner is nobody's business. */
  static final Duration BAD_STANDS = Duration.ofMinutes(3);

  /** What costs money with each minute is told at once. */
  private static final String AT_ONCE = "fuse";

  /** Told anew at each step: the days left are the last word. */
  private static final String IN_STEPS = "certificate ";

  static final Duration WARNING_STANDS = Duration.ofMinutes(15);

  /** So long it must be well before that is told. */
  static final Duration WELL_FOR = Duration.ofMinutes(10);

  private AlarmWatch() {}

  /**
   * An alarm that is known.
   *
   * @param since when it was first seen
   * @param seen when it was last seen
   * @param told whether somebody was told
   */
  record Standing(Instant since, Instant seen, boolean told, String sentence, String advice) {}

  /** What is known, by what the alarms are about. */
  record State(SequencedMap<String, Standing> standing) {
    static final State NONE = new State(new LinkedHashMap<>());
  }

  /** To be told. */
  sealed interface Word {
    String sentence();

    record Begun(String sentence, String advice, Instant since) implements Word {}

    record Over(String sentence, Instant since, Instant until) implements Word {}
  }

  /** The next state, and what is to be told. */
  record Step(State state, List<Word> words) {}

  static Step on(State state, List<CheckView> checks, Instant now) {
    SequencedMap<String, Standing> next = new LinkedHashMap<>(state.standing());
    List<Word> words = new ArrayList<>();
    for (CheckView each : checks) {
      // Mail about mail that cannot be sent would come when it is over.
      if (each.level() == Level.OK || each.about().equals("mail")) {
        continue;
      }
      Standing before = next.get(key(each));
      Instant since = before == null ? now : before.since();
      Duration stands =
          each.about().equals(AT_ONCE)
              ? Duration.ZERO
              : each.level() == Level.BAD ? BAD_STANDS : WARNING_STANDS;
      boolean told = before != null && before.told();
      if (!told && !now.isBefore(since.plus(stands))) {
        words.add(new Word.Begun(each.sentence(), each.advice(), since));
        told = true;
      }
      next.put(key(each), new Standing(since, now, told, each.sentence(), each.advice()));
    }
    for (Map.Entry<String, Standing> each : List.copyOf(next.entrySet())) {
      Standing it = each.getValue();
      if (isFollowed(each.getKey(), next, now)) {
        next.remove(each.getKey());
      } else if (!it.seen().equals(now) && !now.isBefore(it.seen().plus(WELL_FOR))) {
        next.remove(each.getKey());
        if (it.told()) {
          words.add(new Word.Over(it.sentence(), it.since(), it.seen()));
        }
      }
    }
    return new Step(new State(next), words);
  }

  /** The end of a certificate comes nearer: the alarm before is not over, but told anew. */
  private static boolean isFollowed(String key, Map<String, Standing> all, Instant now) {
    Standing it = all.get(key);
    return it != null
        && key.startsWith(IN_STEPS)
        && it.seen().isBefore(now)
        && all.entrySet().stream()
            .anyMatch(other ->
                other.getKey().startsWith(step(key)) && other.getValue().seen().equals(now));
  }

  /** The key without its last word. */
  private static String step(String key) {
    return key.substring(0, key.lastIndexOf(' ') + 1);
  }

  /** Figures in the words change while the alarm stays; of trunks each is one of its own. */
  private static String key(CheckView check) {
    if (check.about().equals(AT_ONCE)) {
      return check.code() + " " + String.join(" ", check.words());
    }
    if (check.about().equals("certificate")) {
      String which = check.code().startsWith("certificate_") ? "end" : check.code();
      String days = check.words().size() > 1 ? check.words().getLast() : "0";
      return IN_STEPS + which + " " + days;
    }
    boolean named = check.about().equals("trunks") || check.about().equals("ports");
    return named ? check.about() + " " + check.words().getFirst() : check.about();
  }
}
