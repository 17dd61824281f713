package org.belfry.pbx.routing;

import org.belfry.pbx.directory.NumberClass;
import org.jspecify.annotations.Nullable;

/** The numbering plans of the world. Answers at once, on any thread. */
public interface Numbers {

  /**
   * Reads a number as it is dialled at a site.
   *
   * @param country ISO 3166 code of the site
   * @param areaCode of the site without its trunk prefix, or null when it has none
   */
  Reading read(String dialled, String country, @Nullable String areaCode);

  /** True for an emergency number there. */
  boolean emergency(String dialled, String country);

  /** What a dialled string is. */
  sealed interface Reading {
    /**
     * @param number E.164 with {@code +}; as dialled when it is none: short and emergency numbers
     * @param country ISO 3166 code, or null when it belongs to none
     */
    record Known(String number, NumberClass kind, @Nullable String country) implements Reading {}

    /**
     * @param sentence why not
     */
    record Impossible(String sentence) implements Reading {}
  }

  /** For a site that calls nobody outside. */
  Numbers NONE =
      new Numbers() {
        @Override
        public Reading read(String dialled, String country, @Nullable String areaCode) {
          return new Reading.Impossible("this site knows no outside numbers.");
        }

        @Override
        public boolean emergency(String dialled, String country) {
          return false;
        }
      };
}
