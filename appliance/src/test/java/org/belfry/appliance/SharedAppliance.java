package org.belfry.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * One appliance for all tests that do not take it down. Tests use extensions and names of their
 * own.
 */
public final class SharedAppliance implements ParameterResolver {

  private record Running(Path directory, LocalAppliance appliance) implements AutoCloseable {
    static Running start() {
      try {
        Path directory = Files.createTempDirectory("belfry");
        return new Running(directory, LocalAppliance.on(directory));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      appliance.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalAppliance.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedAppliance.class))
        .computeIfAbsent(Running.class, k -> Running.start(), Running.class)
        .appliance();
  }
}
