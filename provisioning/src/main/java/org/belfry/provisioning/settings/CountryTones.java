package org.belfry.provisioning.settings;

import java.util.Arrays;
import java.util.List;

/**
 * What a country's callers hear, for phones that know no countries (ITU-T E.180 Supplement 2).
 *
 * @param dial while nothing is dialled
 * @param ringback while the other side rings
 * @param busy when it is busy
 */
public record CountryTones(Tone dial, Tone ringback, Tone busy) {

  /**
   * One or two frequencies.
   *
   * @param hertz that sound together
   * @param millis how long it sounds and is silent, in turns; empty for without end
   */
  public record Tone(List<Integer> hertz, List<Integer> millis) {
    /** {@code 400+450 400/200/400/2000}. */
    private static Tone of(String text) {
      String[] parts = text.strip().split(" ", -1);
      return new Tone(
          numbers(parts[0], "\\+"), parts.length == 1 ? List.of() : numbers(parts[1], "/"));
    }

    private static List<Integer> numbers(String text, String between) {
      return Arrays.stream(text.split(between, -1)).map(Integer::valueOf).toList();
    }
  }

  /** Those of a country as {@link Setting#TONES} has it. */
  public static CountryTones of(String country) {
    String text =
        switch (country) {
          case "de" -> "425, 425 1000/4000, 425 480/480";
          case "at" -> "420, 420 1000/5000, 420 400/400";
          case "ch", "nl" -> "425, 425 1000/4000, 425 500/500";
          case "us" -> "350+440, 440+480 2000/4000, 480+620 500/500";
          case "fr" -> "440, 440 1500/3500, 440 500/500";
          case "it" -> "425 200/200/600/1000, 425 1000/4000, 425 500/500";
          case "es" -> "425, 425 1500/3000, 425 200/200";
          default -> "350+440, 400+450 400/200/400/2000, 400 375/375";
        };
    String[] tones = text.split(",", -1);
    return new CountryTones(Tone.of(tones[0]), Tone.of(tones[1]), Tone.of(tones[2]));
  }
}
