package org.belfry.appliance.repo;

import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The names and defaults of settings, read from the records that hold them. */
final class Settings {
  private Settings() {}

  /**
   * Adds {@code prefix.component} with its default, or an empty text where nothing is the default.
   */
  static void collect(String prefix, Class<?> settings, Map<String, String> into) {
    for (Parameter parameter : settings.getDeclaredConstructors()[0].getParameters()) {
      String name = prefix + "." + kebab(parameter.getName());
      if (parameter.getType().isRecord()) {
        collect(name, parameter.getType(), into);
        continue;
      }
      DefaultValue value = parameter.getAnnotation(DefaultValue.class);
      into.put(name, value == null ? "" : String.join(",", value.value()));
    }
  }

  static String environmentVariable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        kebab.append('-').append(Character.toLowerCase(c));
      } else {
        kebab.append(c);
      }
    }
    return kebab.toString();
  }
}
