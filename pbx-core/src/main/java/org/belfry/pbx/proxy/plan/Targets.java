package org.belfry.pbx.proxy.plan;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

/** The target set of a user (RFC 3261 §16.5): the registered devices, best q first. */
public final class Targets {
  private final Location location;
  private final Duration ringTime;

  /**
   * @param ringTime how long devices of one q ring before those of the next
   */
  public Targets(Location location, Duration ringTime) {
    this.location = location;
    this.ringTime = ringTime;
  }

  /**
   * Devices of equal q together, the next q when they have not answered; empty when none is there.
   */
  public List<TargetGroup> devices(Aor aor, Instant now) {
    return grouped(location.live(aor, now));
  }

  /** The one device that a GRUU means, by each of its flows; empty when it is not there. */
  public List<TargetGroup> device(Aor aor, Gruus.Meaning gruu, Instant now) {
    return grouped(location.live(aor, now).stream().filter(gruu::covers).toList());
  }

  /**
   * The device that has registered this Contact; empty when none has. Whoever was told a Contact in
   * a dialog may call it (RFC 5589 §7.3), also that of a phone behind NAT.
   */
  public List<TargetGroup> contact(Aor aor, SipUri contact, Instant now) {
    return grouped(location.live(aor, now).stream().filter(b -> isAt(b, contact)).toList());
  }

  /** What the phone with this Contact said to be when it registered, or null. */
  public @Nullable String agent(Aor aor, @Nullable String contact, Instant now) {
    for (Binding each : location.live(aor, now)) {
      if (each.contact().equals(contact)) {
        return each.userAgent();
      }
    }
    return null;
  }

  public static boolean isAt(Binding binding, SipUri contact) {
    SipUri registered = Grammar.uri(binding.contact());
    return registered.host().equals(contact.host())
        && registered.portOr(0) == contact.portOr(0)
        && Objects.equals(registered.user(), contact.user());
  }

  private List<TargetGroup> grouped(List<Binding> bindings) {
    if (bindings.isEmpty()) {
      return List.of();
    }
    List<TargetGroup> groups = new ArrayList<>(1);
    List<Target> together = new ArrayList<>(bindings.size());
    int q = bindings.getFirst().q();
    for (int i = 0; i < bindings.size(); i++) {
      Binding binding = bindings.get(i);
      if (isOtherFlow(bindings, i)) {
        continue; // RFC 5626 §7: one flow of a device at a time
      }
      if (binding.q() != q) {
        groups.add(new TargetGroup(together, ringTime));
        together = new ArrayList<>();
        q = binding.q();
      }
      together.add(binding.regId() > 0 ? byFlows(bindings, i) : target(binding));
    }
    groups.add(new TargetGroup(together, null));
    return groups;
  }

  private static boolean isOtherFlow(List<Binding> bindings, int index) {
    for (int i = 0; i < index; i++) {
      if (sameDevice(bindings.get(i), bindings.get(index))) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameDevice(Binding a, Binding b) {
    return a.regId() > 0 && b.regId() > 0 && Objects.equals(a.instance(), b.instance());
  }

  /** The newest flow, with the older ones behind it. */
  private static Target byFlows(List<Binding> bindings, int first) {
    Target target = null;
    for (int i = bindings.size() - 1; i >= first; i--) {
      if (sameDevice(bindings.get(first), bindings.get(i))) {
        Target flow = target(bindings.get(i));
        target =
            new Target(flow.uri(), flow.hop(), flow.name(), flow.sticky(), flow.added(), target);
      }
    }
    if (target == null) {
      throw new IllegalStateException("the first flow is a flow");
    }
    return target;
  }

  private static Target target(Binding binding) {
    if (!binding.path().isEmpty()) {
      List<Target.Added> routes = new ArrayList<>(binding.path().size());
      for (String path : binding.path()) {
        routes.add(new Target.Added(HeaderName.ROUTE, path)); // RFC 3327 §5.3
      }
      return new Target(binding.contact(), binding.hop(), false, routes, null);
    }
    SipUri contact = Grammar.uri(binding.contact());
    InetSocketAddress said =
        HostAddress.socketAddress(
            contact.host(), contact.portOr(binding.hop().transport().defaultPort()));
    boolean sticky = binding.hop().connection() != 0 || !binding.hop().remote().equals(said);
    return new Target(binding.contact(), binding.hop(), sticky);
  }
}
