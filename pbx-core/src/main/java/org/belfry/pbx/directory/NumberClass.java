package org.belfry.pbx.directory;

/** What kind of number somebody dials, by what it may cost. */
public enum NumberClass {
  INTERNAL,
  LOCAL,
  NATIONAL,
  MOBILE,
  INTERNATIONAL,
  /** Costs more than a call: premium and shared-cost services. */
  PREMIUM,
  /** Costs the caller nothing. */
  FREE,
  /** Allowed from every extension, whatever else is forbidden. */
  EMERGENCY
}
