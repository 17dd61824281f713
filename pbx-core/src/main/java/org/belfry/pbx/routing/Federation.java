package org.belfry.pbx.routing;

/**
 * Whether calls pass between this site and domains that it has no peer for. Whatever it says, a
 * request from nobody we know never goes on to anybody but our own users: no open relay.
 */
public enum Federation {
  /** Neither out nor in. */
  OFF,
  /** Our users may call other domains, which are found by DNS. */
  OUT,
  /** Other domains may also call our users, without credentials. */
  BOTH
}
