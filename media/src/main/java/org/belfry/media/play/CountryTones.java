package org.belfry.media.play;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tones of the countries, as data: {@code tones.properties}, after ITU-T E.180 Supplement 2. A
 * country that is not in it has the tones that E.180 recommends.
 */
public final class CountryTones {
  private static final String TABLE = "tones.properties";
  private static final String RECOMMENDED = "e180";

  private final Map<String, Map<ToneKind, Cadence>> countries = new HashMap<>();

  /**
   * Reads the table.
   *
   * @throws IllegalStateException when a line of it cannot be read
   */
  public CountryTones() {
    Properties table = new Properties();
    try (InputStream in = CountryTones.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing");
      }
      Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
      table.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String name : table.stringPropertyNames()) {
      add(name, table.getProperty(name));
    }
  }

  private void add(String name, String cadence) {
    try {
      int dot = name.indexOf('.');
      ToneKind kind =
          ToneKind.valueOf(name.substring(dot + 1).toUpperCase(Locale.ROOT).replace('-', '_'));
      countries
          .computeIfAbsent(name.substring(0, dot), country -> new EnumMap<>(ToneKind.class))
          .put(kind, Cadence.of(cadence));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(TABLE + ": " + name + " = " + cadence, e);
    }
  }

  /** The countries in the table, by ISO 3166 in lower case. */
  public Set<String> countries() {
    Set<String> names = new TreeSet<>(countries.keySet());
    names.remove(RECOMMENDED);
    return names;
  }

  /**
   * A tone.
   *
   * @param country by ISO 3166, such as {@code de} or {@code GB}; {@code uk} is understood
   */
  public Cadence tone(String country, ToneKind kind) {
    String name = country.toLowerCase(Locale.ROOT);
    Map<ToneKind, Cadence> tones =
        countries.getOrDefault(name.equals("uk") ? "gb" : name, Map.of());
    Cadence cadence = tones.get(kind);
    if (cadence == null) {
      cadence = countries.getOrDefault(RECOMMENDED, Map.of()).get(kind);
    }
    if (cadence == null) {
      throw new IllegalStateException(TABLE + " has no " + kind);
    }
    return cadence;
  }
}
