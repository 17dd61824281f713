package org.belfry.appliance.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of Debian's MariaDB that we need. */
enum MariadbTool {
  SERVER("mariadbd"),
  INSTALL("mariadb-install-db");

  private static final List<String> PLACES =
      List.of("/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin");

  private final String command;

  MariadbTool(String command) {
    this.command = command;
  }

  String command() {
    return command;
  }

  /**
   * Where it is installed.
   *
   * @throws CannotStart when it is not
   */
  String path() {
    List<String> places = new ArrayList<>();
    String path = System.getenv("PATH");
    if (path != null) {
      places.addAll(List.of(path.split(File.pathSeparator)));
    }
    places.addAll(PLACES);
    for (String place : places) {
      Path candidate = Path.of(place, command);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new CannotStart(
        command
            + " is not installed; install Debian's package mariadb-server, or set"
            + " belfry.database.url to use a database of your own.");
  }
}
