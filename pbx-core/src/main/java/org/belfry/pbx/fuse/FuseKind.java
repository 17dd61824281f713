package org.belfry.pbx.fuse;

import org.belfry.pbx.directory.NumberClass;
import org.jspecify.annotations.Nullable;

/** The kinds of outside calls that are counted apart, the most expensive first. */
public enum FuseKind {
  PREMIUM,
  INTERNATIONAL,
  /** Everything else within the country, mobile phones included. */
  DOMESTIC;

  /** Null for what is never limited: emergency calls, and calls that do not leave the house. */
  public static @Nullable FuseKind of(NumberClass number) {
    return switch (number) {
      case EMERGENCY, INTERNAL -> null;
      case PREMIUM -> PREMIUM;
      case INTERNATIONAL -> INTERNATIONAL;
      case LOCAL, NATIONAL, MOBILE, FREE -> DOMESTIC;
    };
  }
}
