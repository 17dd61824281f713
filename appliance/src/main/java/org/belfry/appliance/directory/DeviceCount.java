package org.belfry.appliance.directory;

import java.util.Map;

/** How many devices are registered; known to call control. */
@FunctionalInterface
public interface DeviceCount {

  /** By extension in lower case; who has none is missing. */
  Map<String, Integer> registeredDevices();
}
