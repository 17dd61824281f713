package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings of this start and where each comes from. Options, environment variables and the
 * site's file go before the pages, the pages before the package's own file and the defaults (ADR
 * 41).
 */
public final class StartSettings {
  private static final Logger LOG = LoggerFactory.getLogger(StartSettings.class);
  private static final String OURS = "belfry-settings";

  /** What an installed Belfry has otherwise; an owner cannot edit it. */
  private static final Pattern PACKAGE = Pattern.compile("/lib/belfry/belfry\\.properties");

  private final ConfigurableEnvironment environment;
  private final SettingsFile file;
  private final BelfryProperties properties;

  /** Where a value comes from. */
  public enum Origin {
    DEFAULT,
    PAGES,
    FILE,
    ENVIRONMENT,
    OPTION
  }

  private StartSettings(
      ConfigurableEnvironment environment, SettingsFile file, BelfryProperties properties) {
    this.environment = environment;
    this.file = file;
    this.properties = properties;
  }

  /**
   * Reads all of them; the environment has them from then on.
   *
   * @throws CannotStart naming the setting that is unknown or cannot have its value
   */
  static StartSettings begin(
      ConfigurableEnvironment environment, Path data, FallBack fallBack, Instant now) {
    SettingsFile file = new SettingsFile(data);
    try {
      Map<String, String> used = file.begin(now, fallBack.without(), fallBack.reason());
      put(environment.getPropertySources(), known(used));
    } catch (IOException e) {
      throw new CannotStart(
          "the settings in "
              + data.resolve("settings")
              + " cannot be used: "
              + Failures.phrase(e)
              + ".",
          e);
    }
    fallBack.uses(file);
    return new StartSettings(environment, file, SettingsReader.read(environment));
  }

  /** A newer or older version may have set others. */
  private static Map<String, Object> known(Map<String, String> values) {
    Map<String, Object> known = new HashMap<>(values);
    known.keySet().retainAll(PropertyTree.defaults().keySet());
    values.keySet().stream()
        .filter(name -> !known.containsKey(name))
        .forEach(name -> LOG.warn("there is no setting {} any more", name));
    return known;
  }

  private static void put(MutablePropertySources sources, Map<String, Object> values) {
    MapPropertySource ours = new MapPropertySource(OURS, values);
    if (sources.contains(OURS)) {
      sources.replace(OURS, ours);
      return;
    }
    for (PropertySource<?> each : sources) {
      if (PACKAGE.matcher(each.getName()).find()) {
        sources.addBefore(each.getName(), ours);
        return;
      }
    }
    sources.addLast(ours);
  }

  public BelfryProperties properties() {
    return properties;
  }

  public SettingsFile file() {
    return file;
  }

  /** Who decides what a setting is now. */
  public Origin origin(String name) {
    for (PropertySource<?> each : environment.getPropertySources()) {
      if (has(each, name)) {
        return origin(each);
      }
    }
    return Origin.DEFAULT;
  }

  private static Origin origin(PropertySource<?> source) {
    String name = source.getName();
    return switch (name) {
      case OURS -> Origin.PAGES;
      case "commandLineArgs", StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME ->
          Origin.OPTION;
      case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME -> Origin.ENVIRONMENT;
      default -> PACKAGE.matcher(name).find() ? Origin.DEFAULT : Origin.FILE;
    };
  }

  /** What applies where nobody has set anything, or null: the package's value goes first. */
  public @Nullable String byDefault(String name) {
    for (PropertySource<?> each : environment.getPropertySources()) {
      Object value = PACKAGE.matcher(each.getName()).find() ? each.getProperty(name) : null;
      if (value != null) {
        return value.toString();
      }
    }
    return PropertyTree.defaults().get(name);
  }

  private static boolean has(PropertySource<?> source, String name) {
    if (ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
      return false; // it is all of them
    }
    ConfigurationPropertySource named = ConfigurationPropertySource.from(source);
    ConfigurationPropertyName its = ConfigurationPropertyName.of(name);
    return named != null
        && (named.getConfigurationProperty(its) != null
            || named.getConfigurationProperty(its.append("[0]")) != null);
  }

  /**
   * Whether the next start could use these settings of the pages.
   *
   * @throws CannotStart saying what is wrong
   */
  public BelfryProperties check(Map<String, String> values) {
    StandardEnvironment next =
        new StandardEnvironment() {
          @Override
          protected void customizePropertySources(MutablePropertySources sources) {
            for (PropertySource<?> each : environment.getPropertySources()) {
              if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(each)) {
                sources.addLast(each);
              }
            }
          }
        };
    put(next.getPropertySources(), new TreeMap<>(values));
    ConfigurationPropertySources.attach(next);
    return SettingsReader.read(next);
  }
}
