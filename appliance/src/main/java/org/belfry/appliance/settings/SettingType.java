package org.belfry.appliance.settings;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.belfry.appliance.system.PropertyTree;
import org.belfry.pbx.admin.SettingsAdmin.Kind;
import org.springframework.boot.convert.DurationStyle;

/**
 * What values of a setting may be. Values are numbers, booleans, texts and lists of texts; in
 * properties all are texts.
 */
sealed interface SettingType {

  Kind kind();

  /** In a few words, or empty. */
  String range();

  /**
   * A value as people give it, made regular.
   *
   * @throws IllegalArgumentException saying what it must be
   */
  Object taken(Object given);

  /** The value of a property's text. */
  Object read(String text);

  /** The property's text. */
  default String written(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  /** One of these words. */
  default List<String> choices() {
    return List.of();
  }

  record Flag() implements SettingType {
    @Override
    public Kind kind() {
      return Kind.FLAG;
    }

    @Override
    public String range() {
      return "";
    }

    @Override
    public Object taken(Object given) {
      if (given instanceof Boolean) {
        return given;
      }
      throw new IllegalArgumentException("must be true or false");
    }

    @Override
    public Object read(String text) {
      return Boolean.valueOf(text);
    }
  }

  record Whole(Kind kind, int least, int most, List<Integer> others) implements SettingType {
    @Override
    public String range() {
      String and = others.isEmpty() ? "" : ", or " + others.getFirst();
      return least + " to " + most + and;
    }

    @Override
    public Object taken(Object given) {
      // What JSON calls a number may have more digits than we.
      if (given instanceof Integer number
          && ((number >= least && number <= most) || others.contains(number))) {
        return number;
      }
      throw new IllegalArgumentException("must be " + range());
    }

    @Override
    public Object read(String text) {
      return Integer.valueOf(text.strip());
    }
  }

  record Span(Duration least, Duration most) implements SettingType {
    @Override
    public Kind kind() {
      return Kind.DURATION;
    }

    @Override
    public String range() {
      return PropertyTree.text(least) + " to " + PropertyTree.text(most);
    }

    @Override
    public Object taken(Object given) {
      if (given instanceof String text && text.strip().matches("[0-9]{1,9}(ms|[smhd])")) {
        Duration value = DurationStyle.SIMPLE.parse(text.strip());
        if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
          return PropertyTree.text(value);
        }
      }
      throw new IllegalArgumentException("must be " + range() + ", such as 90s, 5m or 2h");
    }

    @Override
    public Object read(String text) {
      return PropertyTree.text(DurationStyle.detectAndParse(text.strip()));
    }
  }

  record Choice(List<String> choices) implements SettingType {
    @Override
    public Kind kind() {
      return Kind.CHOICE;
    }

    @Override
    public String range() {
      return String.join(", ", choices);
    }

    @Override
    public Object taken(Object given) {
      if (given instanceof String text && choices.contains(text)) {
        return text;
      }
      throw new IllegalArgumentException("must be one of " + range());
    }

    @Override
    public Object read(String text) {
      return text;
    }
  }

  record Zone() implements SettingType {
    @Override
    public Kind kind() {
      return Kind.ZONE;
    }

    @Override
    public String range() {
      return "";
    }

    @Override
    public Object taken(Object given) {
      if (given instanceof String zone && ZoneId.getAvailableZoneIds().contains(zone.strip())) {
        return zone.strip();
      }
      throw new IllegalArgumentException("enter a valid time zone, such as Europe/Berlin");
    }

    @Override
    public Object read(String text) {
      return text;
    }
  }

  /**
   * @param example what one looks like
   */
  record Text(Pattern pattern, String example) implements SettingType {
    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public String range() {
      return "";
    }

    @Override
    public Object taken(Object given) {
      if (given instanceof String text && pattern.matcher(text.strip()).matches()) {
        return text.strip();
      }
      throw new IllegalArgumentException("must be like " + example);
    }

    @Override
    public Object read(String text) {
      return text;
    }
  }

  /**
   * Several texts.
   *
   * @param check throws what is no such text
   * @param example what one looks like
   */
  record Several(Consumer<String> check, String example) implements SettingType {
    private static final int MOST = 200;
    private static final int LONGEST = 256;

    @Override
    public Kind kind() {
      return Kind.LIST;
    }

    @Override
    public String range() {
      return "";
    }

    @Override
    public Object taken(Object given) {
      if (!(given instanceof List<?> list) || list.size() > MOST) {
        throw new IllegalArgumentException("must be a list of at most " + MOST);
      }
      List<String> taken = new ArrayList<>();
      for (Object each : list) {
        String text = each instanceof String its ? its.strip() : "";
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf(',') >= 0 || !fits(text)) {
          throw new IllegalArgumentException("must be like " + example + ", not “" + each + "”");
        }
        taken.add(text);
      }
      return List.copyOf(taken);
    }

    private boolean fits(String text) {
      try {
        check.accept(text);
        return text.chars().noneMatch(Character::isISOControl);
      } catch (RuntimeException e) {
        return false;
      }
    }

    @Override
    public Object read(String text) {
      return List.of(text.split(",", -1)).stream()
          .map(String::strip)
          .filter(each -> !each.isEmpty())
          .toList();
    }
  }
}
