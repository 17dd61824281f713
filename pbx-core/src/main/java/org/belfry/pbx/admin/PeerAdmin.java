package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Peers: neighbour servers known by their address. Requests from a peer's address are accepted
 * without digest; requests for its domain or number pattern are proxied to its next hop.
 */
public interface PeerAdmin {

  /** All peers in the order in which they are tried: by name. */
  List<PeerView> peers();

  Optional<PeerView> peer(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  PeerView create(SavePeer command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such peer
   */
  PeerView replace(long id, SavePeer command);

  /**
   * @throws NotFound when there is no such peer
   */
  void delete(long id);

  /**
   * At least one of address, domain and pattern must be given; domain and pattern need a next hop.
   *
   * @param name unique, 1 to 64 characters
   * @param address IP address requests come from, with an optional port ({@code 192.0.2.7}, {@code
   *     192.0.2.7:5080}, {@code [2001:db8::7]:5060}), or a host name or SIP domain, which stands
   *     for all addresses that the DNS has of it, looked up each minute; without a port any port of
   *     that address is this peer
   * @param domain SIP domain that this peer serves, or null
   * @param pattern user parts that this peer serves: literal characters, {@code X} for any digit, a
   *     trailing {@code *} for any rest; users of the directory come first; or null
   * @param nextHop where to send: {@code sip:192.0.2.7:5060} with an optional {@code
   *     ;transport=tcp}, or with a name, found by DNS for each call (RFC 3263); or null
   * @param costs whether it leads to the telephone network, so that the fraud fuse counts calls to
   *     it; null for as it was, and for no with a new one
   */
  record SavePeer(
      String name,
      @Nullable String address,
      @Nullable String domain,
      @Nullable String pattern,
      @Nullable String nextHop,
      @Nullable Boolean costs) {}

  record PeerView(
      long id,
      String name,
      @Nullable String address,
      @Nullable String domain,
      @Nullable String pattern,
      @Nullable String nextHop,
      boolean costs) {}
}
