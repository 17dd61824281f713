package org.belfry.appliance.settings;

/**
 * A property and its place.
 *
 * @param name {@code belfry.sip-port}
 * @param group of the page *System settings*
 * @param optional whether there may be no value
 * @param ownerOnly whether security depends on it
 * @param reaches whether the pages may be out of reach after a change
 */
record SystemSetting(
    String name,
    String group,
    SettingType type,
    boolean optional,
    boolean ownerOnly,
    boolean reaches) {

  /** There may be no value. */
  SystemSetting orNone() {
    return new SystemSetting(name, group, type, true, ownerOnly, reaches);
  }

  /** Only an owner can change it. */
  SystemSetting owners() {
    return new SystemSetting(name, group, type, optional, true, reaches);
  }

  /** The pages may be out of reach after a change. */
  SystemSetting reaching() {
    return new SystemSetting(name, group, type, optional, ownerOnly, true);
  }
}
