package org.belfry.pbx.guard;

import java.net.InetAddress;
import java.time.Instant;

/** What the guard did, for people and for what keeps bans over a restart. */
public sealed interface GuardEvent {

  /** From now on nothing from there is read. */
  record AddressBanned(Ban ban) implements GuardEvent {}

  /** The credentials of this user are refused when they come from there, even if right. */
  record PairBlocked(InetAddress source, String user, Instant until) implements GuardEvent {}

  /**
   * The credentials of all users are refused when they come from there, even if right, but for
   * phones that are registered: more names were tried there than are remembered.
   */
  record SourceBlocked(InetAddress source, Instant until) implements GuardEvent {}

  /**
   * A ban has ended, by time or because somebody lifted it.
   *
   * @param lifted true when somebody did
   */
  record Unbanned(InetAddress source, boolean lifted) implements GuardEvent {}
}
