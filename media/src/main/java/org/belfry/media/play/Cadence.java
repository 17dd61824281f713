package org.belfry.media.play;

import java.util.ArrayList;
import java.util.List;

/**
 * A tone as frequencies and times (ITU-T E.180).
 *
 * @param steps at least one; one whose time is {@link #FOREVER} is the last
 * @param repeats whether it begins again after the last step
 */
public record Cadence(List<Step> steps, boolean repeats) {
  /** The time of a step that does not end. */
  public static final int FOREVER = 0;

  /**
   * A time with the same frequencies.
   *
   * @param hertz up to four, all at once; none is a pause
   * @param ms milliseconds, or {@link #FOREVER}
   */
  public record Step(List<Integer> hertz, int ms) {
    public Step {
      hertz = List.copyOf(hertz);
      if (hertz.size() > 4 || ms < 0 || ms > 60_000) {
        throw new IllegalArgumentException("a step of " + hertz + " Hz for " + ms + " ms");
      }
      for (int f : hertz) {
        if (f < 20 || f > 3400) {
          throw new IllegalArgumentException("a tone of " + f + " Hz");
        }
      }
    }
  }

  public Cadence {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a cadence of nothing");
    }
    for (Step step : steps.subList(0, steps.size() - 1)) {
      if (step.ms == FOREVER) {
        throw new IllegalArgumentException("steps behind one that does not end");
      }
    }
  }

  /**
   * Reads {@code 400+450/400 -/200 400+450/400 -/2000}: frequencies, a slash and milliseconds, or
   * frequencies alone for a tone that does not end. A full stop at the end: once only.
   *
   * @throws IllegalArgumentException when it reads otherwise
   */
  public static Cadence of(String text) {
    String trimmed = text.strip();
    boolean once = trimmed.endsWith(".");
    List<Step> steps = new ArrayList<>();
    for (String word :
        (once ? trimmed.substring(0, trimmed.length() - 1) : trimmed).split("\\s+")) {
      int slash = word.indexOf('/');
      String tones = slash < 0 ? word : word.substring(0, slash);
      List<Integer> hertz = new ArrayList<>();
      if (!tones.equals("-")) {
        for (String tone : tones.split("\\+")) {
          hertz.add(Integer.valueOf(tone));
        }
      }
      steps.add(new Step(hertz, slash < 0 ? FOREVER : Integer.parseInt(word.substring(slash + 1))));
    }
    return new Cadence(steps, !once);
  }

  /** A new sound of it. */
  public Sound sound(int rate) {
    return new ToneSound(this, rate);
  }

  /** Written as {@link #of} reads it. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      out.append(out.isEmpty() ? "" : " ");
      out.append(step.hertz.isEmpty() ? "-" : "");
      for (int i = 0; i < step.hertz.size(); i++) {
        out.append(i == 0 ? "" : "+").append(step.hertz.get(i));
      }
      out.append(step.ms == FOREVER ? "" : "/" + step.ms);
    }
    return out + (repeats ? "" : ".");
  }
}
