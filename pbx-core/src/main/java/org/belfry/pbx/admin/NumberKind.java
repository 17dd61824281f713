package org.belfry.pbx.admin;

/** What kind of number somebody dials, by what it may cost. */
public enum NumberKind {
  INTERNAL,
  LOCAL,
  NATIONAL,
  MOBILE,
  INTERNATIONAL,
  PREMIUM,
  FREE,
  /** Cannot be closed to anybody. */
  EMERGENCY
}
