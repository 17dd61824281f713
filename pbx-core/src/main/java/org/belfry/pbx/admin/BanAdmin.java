package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;

/** Addresses that are shut out, and networks that never are. */
public interface BanAdmin {

  /** Bans that are not over, those that last longest first. */
  List<BanView> bans();

  /**
   * Lifts the ban of an address and the blocks of users at it, and forgets what it has done.
   *
   * @throws InvalidCommand naming {@code address} when it is no IP address
   * @throws NotFound when there is nothing to lift
   */
  void lift(String address);

  AllowListView allowList();

  /**
   * Replaces the networks that were set here; those of the configuration stay. Bans of addresses in
   * them are lifted.
   *
   * @param command networks as {@code address/bits}, or single addresses, 1000 at most
   * @throws InvalidCommand naming the entry that cannot be taken
   */
  AllowListView replaceAllowList(SaveAllowList command);

  /**
   * @param address an IPv4 address, or the first of an IPv6 /64 network, which is banned as a whole
   * @param count how many bans of this address there have been with this one; each is twice as long
   *     as the one before
   * @param reason for people
   */
  record BanView(String address, Instant since, Instant until, int count, String reason) {}

  record SaveAllowList(List<String> networks) {}

  /**
   * @param configured the networks of {@code belfry.guard.allow}
   * @param networks those that were set here
   */
  record AllowListView(List<String> configured, List<String> networks) {}
}
