package org.belfry.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.belfry.appliance.system.TestDatabase;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * One private MariaDB for all tests that only need the schema; handed to them as a {@link
 * DataSource}.
 */
public final class SharedDatabase implements ParameterResolver {

  private record Running(Path directory, TestDatabase database, DataSource pool)
      implements AutoCloseable {
    static Running start() {
      try {
        Path directory = Files.createTempDirectory("belfry-db");
        TestDatabase database = TestDatabase.in(directory);
        return new Running(directory, database, database.migrated());
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws Exception {
      ((AutoCloseable) pool).close();
      database.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DataSource.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedDatabase.class))
        .computeIfAbsent(Running.class, k -> Running.start(), Running.class)
        .pool();
  }
}
