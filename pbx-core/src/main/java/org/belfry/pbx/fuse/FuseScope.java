package org.belfry.pbx.fuse;

/** Whose calls a fuse counts. */
public enum FuseScope {
  /** Those that one user pays for, also by forwarding and transfer. */
  USER,
  /** Those over one trunk. */
  TRUNK,
  /** Those to one peer that leads to the telephone network. */
  PEER,
  /** All outside calls. */
  SITE
}
