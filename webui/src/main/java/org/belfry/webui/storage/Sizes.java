package org.belfry.webui.storage;

import java.text.NumberFormat;
import java.util.Locale;

/** Bytes in the unit that people would take. */
final class Sizes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final double STEP = 1000;

  private Sizes() {}

  /** {@code 512 B}, {@code 3.4 MB}, {@code 120 GB}: decimal, as disks are sold. */
  static String text(long bytes, Locale locale) {
    double value = Math.max(0, bytes);
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    NumberFormat number = NumberFormat.getNumberInstance(locale);
    number.setMaximumFractionDigits(unit == 0 || value >= 100 ? 0 : 1);
    return number.format(value) + " " + UNITS[unit];
  }
}
