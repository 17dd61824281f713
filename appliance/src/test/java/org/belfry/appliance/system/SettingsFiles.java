package org.belfry.appliance.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Settings files as a start finds them. */
public final class SettingsFiles {
  private SettingsFiles() {}

  /** Of a start that is to use these. */
  public static SettingsFile started(Path data, Map<String, String> wanted, Instant now) {
    try {
      SettingsFile file = new SettingsFile(data);
      file.want(wanted);
      file.begin(now, false, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
