package org.belfry.pbx.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Forwarded;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.proxy.plan.Targets;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.routing.Router;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a request may go that no plan is asked about: what its URI means, and the target set that
 * this makes (RFC 3261 §16.5).
 */
final class Destinations {
  private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
  private static final int REDIRECT_CONTACTS = 8;

  private final ProxyPorts ports;
  private final Router router;
  private final Targets targets;
  private final Gruus gruus;
  private final ReservedAddresses reserved;

  Destinations(ProxyPorts ports, Targets targets, Gruus gruus, ReservedAddresses reserved) {
    this.ports = ports;
    this.router = new Router(ports.settings().federation());
    this.targets = targets;
    this.gruus = gruus;
    this.reserved = reserved;
  }

  /**
   * What a Request-URI means.
   *
   * @param onePhone true for a GRUU or a Contact: one phone, whatever its user has arranged for
   *     calls
   */
  record Meaning(Route route, boolean onePhone) {}

  /**
   * @param known whether the request comes from a user of ours, a peer or an application: strangers
   *     call addresses, not phones
   */
  Meaning of(SipUri uri, Directory directory, @Nullable Peer peer, boolean known, Instant now) {
    Route phone = known ? phone(uri, directory, now) : null;
    if (phone != null) {
      return new Meaning(phone, true);
    }
    Route route = router.route(meant(uri, directory), directory, peer);
    Route registered = route instanceof Route.ToDomain ? registered(uri, directory, now) : null;
    // A GRUU is of a user's phone (RFC 5627 §3): that of anything else is as if it were none.
    return registered == null
        ? new Meaning(route, route instanceof Route.ToUser && Gruus.isGruu(uri))
        : new Meaning(registered, true);
  }

  /** The target set; empty when the route leads to none, or to a user without devices. */
  List<TargetGroup> targets(Meaning meaning, SipUri uri, Instant now) {
    return switch (meaning.route()) {
      case Route.ToUser toUser -> devices(uri, toUser.aor(), meaning.onePhone(), now);
      case Route.ToPeer toPeer ->
          TargetGroup.together(
              List.of(
                  new Target(null, toPeer.nextHop(), toPeer.nextName(), false, List.of(), null)));
      case Route.ToDomain toDomain ->
          TargetGroup.together(List.of(Target.named(null, toDomain.uri())));
      case Route.ToServer toServer -> List.of();
      case Route.Refused refused -> List.of();
    };
  }

  /** The AOR that a temporary GRUU hides (RFC 5627 §5.1); any other URI is itself. */
  private SipUri meant(SipUri uri, Directory directory) {
    if (Gruus.isGruu(uri) && directory.isLocal(uri.host())) {
      Gruus.Meaning meaning = gruus.read(uri);
      if (meaning != null) {
        return new SipUri(
            uri.scheme(), meaning.user(), uri.host(), uri.port(), uri.params(), uri.text());
      }
    }
    return uri;
  }

  /** The user whose phone has registered this URI as its Contact, or null. */
  private @Nullable Route registered(SipUri uri, Directory directory, Instant now) {
    User user = directory.user(uri.user());
    if (user == null) {
      return null;
    }
    Aor aor = new Aor(user.extension(), directory.domain());
    return targets.contact(aor, uri, now).isEmpty() ? null : new Route.ToUser(user, aor);
  }

  /**
   * The user whose phone has registered this very URI, whatever its user part, or null. Before any
   * decision about domains, for a phone behind NAT or in a browser tells a Contact that leads
   * nowhere else (RFC 5589 §7.3, RFC 7118 §5).
   *
   * <p>A Contact must not draw calls that are meant for others: it is one only where it could not
   * be anything else. That is the address the phone speaks from, one that only its own network
   * knows or a name that nobody can have; and of our own addresses not those that numbers are
   * dialled at.
   */
  private @Nullable Route phone(SipUri uri, Directory directory, Instant now) {
    if (!uri.isSip() || uri.user() == null || Gruus.isGruu(uri)) {
      return null;
    }
    Aor found = null;
    for (Aor aor : ports.location().withContact(uri)) {
      for (Binding binding : ports.location().live(aor, now)) {
        if (!Targets.isAt(binding, uri) || !canOnlyBe(binding, uri, directory)) {
          continue;
        }
        if (found != null && !found.equals(aor)) {
          return null; // two homes with the same addresses: nobody knows which is meant
        }
        found = aor;
      }
    }
    User user = found == null ? null : directory.user(found.user());
    return user == null || found == null ? null : new Route.ToUser(user, found);
  }

  private boolean canOnlyBe(Binding binding, SipUri uri, Directory directory) {
    InetAddress said = HostAddress.address(uri.host());
    if (directory.isLocal(uri.host())) {
      return said != null && uri.port() != 0 && !isDialledAt(uri.port());
    }
    if (said == null) {
      return uri.host().endsWith(".invalid");
    }
    return said.equals(binding.hop().remote().getAddress())
        || (Advertised.PRIVATE.stream().anyMatch(network -> network.contains(said))
            && reserved.named(uri, binding.hop()) == null);
  }

  /** Whether it is a port that phones dial at: one that we listen on, or are known by outside. */
  private boolean isDialledAt(int port) {
    return ports.settings().listen().stream().anyMatch(a -> a.getPort() == port)
        || ports.settings().advertised().addresses().stream().anyMatch(a -> a.port() == port);
  }

  /** True when a user will not be called by this caller, by whatever address. */
  static boolean blocks(User called, @Nullable User caller, SipUri from) {
    String number = caller == null ? from.user() : caller.extension();
    return number != null
        && called.settings().blocked().stream().anyMatch(pattern -> pattern.matches(number));
  }

  private List<TargetGroup> devices(SipUri uri, Aor aor, boolean onePhone, Instant now) {
    if (onePhone && !Gruus.isGruu(uri)) {
      return targets.contact(aor, uri, now);
    }
    Gruus.Meaning gruu = Gruus.isGruu(uri) ? gruus.read(uri) : null;
    return gruu == null ? targets.devices(aor, now) : targets.device(aor, gruu, now);
  }

  /**
   * The device that a Contact with a GRUU means (RFC 5627 §5.1), when a dialog's next hop is that.
   */
  List<TargetGroup> dialogDevice(SipRequest request, Instant now) {
    if (!request.uriText().contains(";gr")) {
      return List.of();
    }
    Directory directory = ports.directory().get();
    SipUri uri = request.uri();
    if (!Gruus.isGruu(uri) || !directory.isLocal(uri.host())) {
      return List.of();
    }
    return router.route(meant(uri, directory), directory, null) instanceof Route.ToUser to
        ? devices(uri, to.aor(), true, now)
        : List.of();
  }

  /**
   * Whether a place that a party of a dialog names is where another user's phone is, also by its
   * GRUU: requests of the dialog would lead there.
   *
   * @param from where the party speaks from
   * @param own the user of ours that it is, or null
   */
  boolean isAnothers(SipUri place, Hop from, @Nullable Aor own, Instant now) {
    if (Gruus.isGruu(place) && ports.directory().get().isLocal(place.host())) {
      String user = meant(place, ports.directory().get()).user();
      return own == null || user == null || !user.equalsIgnoreCase(own.user());
    }
    InetAddress said = HostAddress.address(place.host());
    InetAddress source = from.remote().getAddress();
    if (said == null || source == null || isSame(said, source)) {
      return false;
    }
    return ports.location().holdsPhoneAt(SourceAddress.of(said))
        && (own == null
            || ports.location().live(own, now).stream()
                .noneMatch(binding -> isSame(said, binding.hop().remote().getAddress())));
  }

  private static boolean isSame(InetAddress a, InetAddress b) {
    return SourceAddress.of(a).equals(SourceAddress.of(b));
  }

  /**
   * The places a redirect names that are ours to follow (RFC 3261 §16.5): users of this site. What
   * leads elsewhere goes back to the caller, who may or may not call there on its own account.
   */
  List<Target> redirected(ProxyEntry entry, int branch, SipResponse redirect, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(branch);
    Aor of = attempt == null ? null : attempt.aor;
    if (!(entry.state instanceof ProxyState.Waiting waiting) || of == null) {
      return List.of();
    }
    Forwarded.Reason reason = Forwarded.reason(redirect, waiting.rang(branch));
    List<Target> found = new ArrayList<>();
    List<String> contacts = redirect.values(HeaderName.CONTACT);
    for (int i = 0; i < Math.min(contacts.size(), REDIRECT_CONTACTS); i++) {
      SipUri uri;
      try {
        uri = Grammar.nameAddr(contacts.get(i)).uri();
      } catch (MalformedHeader e) {
        LOG.debug("a redirect names what is no address: {}", e.phrase());
        continue;
      }
      if (router.route(uri, ports.directory().get(), null) instanceof Route.ToUser to
          && !to.aor().equals(of)) {
        List<Target.Added> added =
            Forwarded.fields(
                    waiting.request(),
                    of.toString(),
                    to.aor().toString(),
                    reason,
                    redirect.status())
                .stream()
                .map(f -> new Target.Added(f.name(), f.value()))
                .toList();
        for (TargetGroup group : targets.devices(to.aor(), now)) {
          for (Target target : group.targets()) {
            if (target.uri() != null && !entry.tried(target.uri())) {
              found.add(target.adding(added));
              entry.leadsTo(target.uri(), to.aor());
            }
          }
        }
      }
    }
    return found;
  }

  /**
   * Where a request may go that no user of ours vouches for: to our users, and from a neighbour to
   * its fellow neighbours. Never on to a domain that is found by DNS: no open relay.
   */
  static boolean mayGo(Route route, @Nullable Peer peer) {
    return switch (route) {
      case Route.ToDomain toDomain -> false;
      case Route.ToPeer toPeer -> peer != null;
      default -> true;
    };
  }

  /**
   * Takes off the Routes that phones with an outbound proxy put there: us (RFC 3261 §16.4, §8.1.2).
   */
  static SipRequest withoutOurRoutes(SipRequest request, Hop from, Directory directory) {
    if (!request.has(HeaderName.ROUTE)) {
      return request;
    }
    InetSocketAddress us = from.local();
    List<String> routes = request.values(HeaderName.ROUTE);
    Edit<SipRequest> edit = request.edit();
    for (int i = 0; i < routes.size(); i++) {
      SipUri route = Grammar.nameAddr(routes.get(i)).uri();
      int port = route.portOr(from.transport().defaultPort());
      if (us == null || !directory.isLocal(route.host()) || port != us.getPort()) {
        break;
      }
      edit.pop(HeaderName.ROUTE);
    }
    return edit.done();
  }
}
