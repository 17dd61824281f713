package org.belfry.appliance.numbers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.belfry.pbx.app.trunk.Countries;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.routing.Numbers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The numbering plans as libphonenumber knows them, with the answers remembered: what an office
 * dials, it dials again.
 */
@Component
public class WorldNumbers implements Numbers, Countries {
  private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]{2,15}");
  private static final int REMEMBERED = 20_000;

  private final NumberReader reader = new NumberReader();
  private final Map<Asked, Reading> readings = new ConcurrentHashMap<>();
  private final Map<Asked, Boolean> emergencies = new ConcurrentHashMap<>();

  private final Map<String, CountryPrefixes> prefixes = new ConcurrentHashMap<>();

  private record Asked(String dialled, String country, @Nullable String areaCode) {}

  @Override
  public Reading read(String dialled, String country, @Nullable String areaCode) {
    Asked asked = new Asked(dialled, country, areaCode);
    Reading known = readings.get(asked);
    if (known == null) {
      known = reader.read(dialled, country, areaCode);
      remember(readings, asked, known);
    }
    return known;
  }

  @Override
  public boolean emergency(String dialled, String country) {
    if (!DIGITS.matcher(dialled).matches()) {
      return false; // the library leaves letters out: u911 would be 911
    }
    Asked asked = new Asked(dialled, country, null);
    Boolean known = emergencies.get(asked);
    if (known == null) {
      known = reader.emergency(dialled, country);
      remember(emergencies, asked, known);
    }
    return known;
  }

  @Override
  public CountryPrefixes prefixes(String country) {
    CountryPrefixes known = prefixes.get(country);
    if (known == null) {
      known = reader.prefixes(country);
      if (reader.knows(country)) { // what else could be asked for has no end
        prefixes.put(country, known);
      }
    }
    return known;
  }

  /** Somebody who dials at random does not fill the memory: it begins anew. */
  private static <V> void remember(Map<Asked, V> all, Asked asked, V answer) {
    if (all.size() >= REMEMBERED) {
      all.clear();
    }
    if (asked.dialled.length() <= NumberReader.LONGEST) {
      all.put(asked, answer);
    }
  }
}
