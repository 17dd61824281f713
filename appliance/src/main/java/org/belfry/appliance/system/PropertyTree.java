package org.belfry.appliance.system;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The properties of {@link BelfryProperties}, by their names: {@code belfry.sip.keep-alive}. */
public final class PropertyTree {
  private static final Map<Long, String> UNITS = units();

  private PropertyTree() {}

  private static Map<Long, String> units() {
    Map<Long, String> units = new LinkedHashMap<>(); // the longest first
    units.put(86_400_000L, "d");
    units.put(3_600_000L, "h");
    units.put(60_000L, "m");
    units.put(1_000L, "s");
    units.put(1L, "ms");
    return units;
  }

  /** Each with its default as it is written; null where there is none. */
  public static Map<String, @Nullable String> defaults() {
    Map<String, @Nullable String> into = new LinkedHashMap<>();
    collect("belfry", BelfryProperties.class, into);
    return into;
  }

  private static void collect(
      String prefix, Class<?> properties, Map<String, @Nullable String> into) {
    var parameters = properties.getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = properties.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String name = prefix + "." + kebab(components[i].getName());
      if (components[i].getType().isRecord()) {
        collect(name, components[i].getType(), into);
        continue;
      }
      DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
      into.put(name, value == null ? null : String.join(",", value.value()));
    }
  }

  /** Each as it is in use; null where nothing is set. */
  public static Map<String, @Nullable String> values(BelfryProperties properties) {
    Map<String, @Nullable String> into = new LinkedHashMap<>();
    read("belfry", properties, into);
    return into;
  }

  private static void read(String prefix, Record properties, Map<String, @Nullable String> into) {
    for (RecordComponent component : properties.getClass().getRecordComponents()) {
      String name = prefix + "." + kebab(component.getName());
      try {
        Object value = component.getAccessor().invoke(properties);
        if (value instanceof Record deeper) {
          read(name, deeper, into);
        } else {
          into.put(name, value == null ? null : text(value));
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(name, e);
      }
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case Duration duration -> text(duration);
      case Collection<?> many ->
          many.stream().map(Objects::toString).collect(Collectors.joining(","));
      default -> String.valueOf(value);
    };
  }

  /** In the longest unit that fits: {@code 90s}, {@code 2m}, {@code 1d}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    for (Map.Entry<Long, String> unit : UNITS.entrySet()) {
      if (millis % unit.getKey() == 0) {
        return millis / unit.getKey() + unit.getValue();
      }
    }
    throw new IllegalStateException(duration.toString());
  }

  private static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        kebab.append('-').append(Character.toLowerCase(c));
      } else {
        kebab.append(c);
      }
    }
    return kebab.toString();
  }
}
