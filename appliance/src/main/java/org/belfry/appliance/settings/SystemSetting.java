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
record Setting(
    String name,
    String group,
    SettingType type,
    boolean optional,
    boolean ownerOnly,
    boolean reaches) {

  /** There may be no value. */
  Setting orNone() {
    return new Setting(name, group, type, true, ownerOnly, reaches);
  }

  /** Only an owner can change it. */
  Setting owners() {
    return new Setting(name, group, type, optional, true, reaches);
  }

  /** The pages may be out of reach after a change. */
  Setting reaching() {
    return new Setting(name, group, type, optional, ownerOnly, true);
  }
}
