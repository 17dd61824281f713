package org.belfry.provisioning.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A firmware version: numbers compared from the left. What makers write around the numbers ({@code
 * sip11-3-7MPP}) only stands in {@code text}.
 *
 * @param parts at least one number
 */
public record Firmware(String text, List<Integer> parts) implements Comparable<Firmware> {
  private static final int TEXT_MAX = 40;
  private static final int PARTS_MAX = 6;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  public Firmware {
    parts = List.copyOf(parts);
  }

  /** Null when no number is in it. */
  public static @Nullable Firmware read(@Nullable String text) {
    if (text == null || text.isBlank() || text.length() > TEXT_MAX) {
      return null;
    }
    List<Integer> parts = new ArrayList<>();
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find() && parts.size() < PARTS_MAX) {
      parts.add(Integer.valueOf(numbers.group()));
    }
    return parts.isEmpty() ? null : new Firmware(text.strip(), parts);
  }

  /** The n-th number from the left, from 0; 0 beyond the end. */
  public int part(int n) {
    return n < parts.size() ? parts.get(n) : 0;
  }

  @Override
  public int compareTo(Firmware other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = Integer.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
