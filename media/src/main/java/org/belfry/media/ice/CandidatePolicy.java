package org.belfry.media.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of ours the far end may hear of.
 *
 * @param excluded what the administrator does not want told: addresses or blocks
 * @param advertised the public addresses in front of us (one a family at most), told as server
 *     reflexive ones; never excluded
 * @param loopback whether loopback addresses are told: for tests
 */
public record CandidatePolicy(
    List<Subnet> excluded, List<InetAddress> advertised, boolean loopback) {
  /** More addresses than that only make checks slower. */
  static final int MAX_CANDIDATES = 16;

  /** Every address but loopback and link-local ones. */
  public static final CandidatePolicy DEFAULT = new CandidatePolicy(List.of(), List.of(), false);

  public CandidatePolicy {
    excluded = List.copyOf(excluded);
    advertised = List.copyOf(advertised);
  }

  /** Whether this address may be told. */
  public boolean allows(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress()
        && (loopback || !address.isLoopbackAddress())
        && excluded.stream().noneMatch(block -> block.contains(address));
  }

  /**
   * The candidates for a component whose sockets are bound to these addresses, best first (RFC 8445
   * §5.1).
   *
   * @param bases the local addresses of the sockets, the preferred ones first
   * @param component 1 or 2
   */
  public List<LocalCandidate> candidates(List<InetSocketAddress> bases, int component) {
    List<LocalCandidate> all = new ArrayList<>();
    Set<InetSocketAddress> told = new HashSet<>();
    int preference = 65535;
    for (InetSocketAddress base : bases) {
      if (all.size() < MAX_CANDIDATES && allows(base.getAddress()) && told.add(base)) {
        long priority = CandidateType.HOST.priority(preference--, component);
        all.add(
            new LocalCandidate(
                new Candidate(
                    "h" + told.size(), component, priority, base, CandidateType.HOST, null),
                base));
      }
    }
    int foundation = 0;
    for (InetAddress outside : advertised) {
      InetSocketAddress base = behind(outside, bases);
      if (base != null && told.add(new InetSocketAddress(outside, base.getPort()))) {
        long priority = CandidateType.SERVER_REFLEXIVE.priority(preference--, component);
        all.add(
            new LocalCandidate(
                new Candidate(
                    "s" + ++foundation,
                    component,
                    priority,
                    new InetSocketAddress(outside, base.getPort()),
                    CandidateType.SERVER_REFLEXIVE,
                    relatedTo(base)),
                base));
      }
    }
    return List.copyOf(all);
  }

  // RFC 8839 §5.1: raddr and rport have to be there; an excluded address is not told by them
  // either.
  private InetSocketAddress relatedTo(InetSocketAddress base) {
    if (allows(base.getAddress())) {
      return base;
    }
    boolean six = base.getAddress() instanceof Inet6Address;
    return new InetSocketAddress(InetAddress.ofLiteral(six ? "::" : "0.0.0.0"), 9);
  }

  private static @Nullable InetSocketAddress behind(
      InetAddress outside, List<InetSocketAddress> bases) {
    for (InetSocketAddress base : bases) {
      if (base.getAddress().getClass() == outside.getClass()
          && !base.getAddress().isLoopbackAddress()
          && !base.getAddress().isLinkLocalAddress()) {
        return base;
      }
    }
    return null;
  }
}
