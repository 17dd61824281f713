package org.belfry.appliance.system;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Reads {@code belfry.*} before anything is built, and says what is wrong with it in one sentence.
 */
final class SettingsReader {
  private SettingsReader() {}

  /** The directory of all state, which has further settings. */
  static Path data(Environment environment) {
    return Binder.get(environment).bind("belfry.data", Path.class).orElse(Path.of(".belfry"));
  }

  /**
   * @throws CannotStart naming the setting that is unknown or cannot have its value
   */
  static BelfryProperties read(Environment environment) {
    try {
      return Binder.get(environment)
          .bindOrCreate(
              "belfry",
              Bindable.of(BelfryProperties.class),
              new NoUnboundElementsBindHandler(
                  BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
    } catch (BindException e) {
      throw new CannotStart(sentence(e), e);
    }
  }

  private static String sentence(BindException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CannotStart reason) {
        return String.valueOf(reason.getMessage());
      }
      if (t instanceof UnboundConfigurationPropertiesException unknown) {
        return "there is no setting "
            + unknown.getUnboundProperties().stream()
                .map(p -> p.getName().toString())
                .collect(Collectors.joining(", "))
            + ".";
      }
    }
    var property = e.getProperty();
    return property == null
        ? "the setting " + e.getName() + " cannot be read."
        : "the setting " + e.getName() + " cannot be \"" + property.getValue() + "\".";
  }
}
