package org.belfry.pbx.fuse;

import java.time.Instant;

/** What has changed in a fuse, to be kept over a restart; a later one of its key replaces it. */
public sealed interface FuseEvent {

  /**
   * What a fuse has counted.
   *
   * @param slot which {@link FraudFuse#SLOT} since 1970
   */
  record Counted(FuseKey key, long slot, FuseTally tally) implements FuseEvent {}

  record Blown(BlownFuse fuse) implements FuseEvent {}

  /**
   * Somebody has released it, and it counts from zero again.
   *
   * @param slot in which that was
   * @param before what it had counted in that slot until then
   */
  record Released(FuseKey key, long slot, FuseTally before) implements FuseEvent {}

  record Held(HeldCountry country) implements FuseEvent {}

  /** The country has been called, or may be from now on. */
  record Seen(String country, Instant at) implements FuseEvent {}
}
