package org.belfry.appliance.directory;

/** How many devices of a user are registered; known to call control. */
@FunctionalInterface
public interface DeviceCount {
  int registeredDevices(String extension);
}
