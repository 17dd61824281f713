package org.belfry.pbx;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.proxy.Target;
import org.belfry.pbx.proxy.TargetGroup;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;

/** The target set of a user (RFC 3261 §16.5): the registered devices, best q first. */
final class Targets {
  private final Location location;
  private final Duration ringTime;

  /**
   * @param ringTime how long devices of one q ring before those of the next
   */
  Targets(Location location, Duration ringTime) {
    this.location = location;
    this.ringTime = ringTime;
  }

  /**
   * Devices of equal q together, the next q when they have not answered; empty when none is there.
   */
  List<TargetGroup> devices(Aor aor, Instant now) {
    List<Binding> bindings = location.live(aor, now);
    if (bindings.isEmpty()) {
      return List.of();
    }
    List<TargetGroup> groups = new ArrayList<>(1);
    List<Target> together = new ArrayList<>(bindings.size());
    int q = bindings.getFirst().q();
    for (Binding binding : bindings) {
      if (binding.q() != q) {
        groups.add(new TargetGroup(together, ringTime));
        together = new ArrayList<>();
        q = binding.q();
      }
      together.add(target(binding));
    }
    groups.add(new TargetGroup(together, null));
    return groups;
  }

  private static Target target(Binding binding) {
    SipUri contact = Grammar.uri(binding.contact());
    InetSocketAddress said =
        HostAddress.socketAddress(
            contact.host(), contact.portOr(binding.hop().transport().defaultPort()));
    boolean sticky = binding.hop().connection() != 0 || !binding.hop().remote().equals(said);
    return new Target(binding.contact(), binding.hop(), sticky);
  }
}
