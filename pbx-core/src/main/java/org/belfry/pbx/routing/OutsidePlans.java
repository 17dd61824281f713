package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.jspecify.annotations.Nullable;

/** Numbers of the telephone network, within the planning of one call. */
final class OutsidePlans {
  private static final Duration EMERGENCY = Duration.ofMinutes(5);

  private final Planning planning;
  private final Destinations destinations;

  OutsidePlans(Planning planning, Destinations destinations) {
    this.planning = planning;
    this.destinations = destinations;
  }

  /**
   * An outside number is dialled.
   *
   * @return null when what is dialled is none, so that nobody has it
   */
  @Nullable CallPlan dialled(String dialled, Way way) {
    Numbers.Reading.Known known = read(dialled, way);
    if (known == null) {
      return null;
    }
    if (known.kind() == NumberClass.EMERGENCY) {
      // Emergency calls were recognised before; this is somebody who forwards calls there.
      return Planning.end(way, 403, "Nobody is forwarded to an emergency number");
    }
    CallPlan own = ours(known.number(), null, way);
    if (own != null) {
      return own; // our own numbers need no trunk
    }
    List<Place.Outside> ways = ways(known, way);
    if (ways == null) {
      return Planning.end(way, 403, "You may not call this number");
    }
    if (ways.isEmpty()) {
      return Planning.end(way, 404, "No route to this number");
    }
    if (!planning.mayRing(way, ways.size())) {
      return Planning.end(way, 480, "Temporarily Unavailable");
    }
    CallPlan last = way.last();
    CallPlan next = last;
    for (int i = ways.size() - 1; i >= 0; i--) {
      // Fails over when a trunk leads nowhere; a callee who is busy is so by any trunk.
      next =
          new CallPlan.Ring(
              List.of(Planning.alert(way, ways.get(i), null)),
              planning.away(way),
              new Outcomes(last, last, last, next, last));
    }
    return next;
  }

  /** An outside number as one of those that ring together, by its first trunk; null when none. */
  @Nullable Alert single(String dialled, Way way, boolean confirm) {
    Numbers.Reading.Known known = way.mayLeave() ? read(dialled, way) : null;
    List<Place.Outside> ways = known == null ? null : ways(known, way);
    if (ways == null || ways.isEmpty()) {
      if (known == null) {
        planning.because(Why.DIALLED_NOTHING, dialled);
      }
      return null;
    }
    return new Alert(ways.getFirst(), Duration.ZERO, confirm, null, way.onBehalfOf(), way.cause());
  }

  /**
   * A call comes for one of the site's own numbers.
   *
   * @param trunk that it comes in by, or null when one of us dialled it
   * @return null when it is not ours
   */
  @Nullable CallPlan ours(String number, @Nullable String trunk, Way way) {
    User owner = number.startsWith("+") ? planning.directory().user(number) : null;
    if (owner != null) {
      planning.because(Why.DIALLED_ALIAS, number, owner.name(), owner.extension());
      return destinations.users().called(owner, way);
    }
    InboundNumber inbound = planning.index.inbound(number, trunk);
    if (inbound == null) {
      return null;
    }
    planning.because(Why.DIALLED_INBOUND, number);
    String here = "number " + number;
    if (way.hasBeenAt(here)) {
      planning.because(Why.LOOP, number);
      return Planning.end(way, way.rings() == 0 ? 482 : 480, "Loop Detected");
    }
    if (planning.tooFar(way)) {
      return Planning.end(way, 482, "Sent on too often");
    }
    boolean open = inbound.closed() == null || planning.holds(inbound.schedule(), true);
    return destinations.to(
        open || inbound.closed() == null ? inbound.open() : inbound.closed(),
        way.at(here).arranged(way.onBehalfOf(), way.cause()));
  }

  /** Nothing stands in the way of an emergency call (47 CFR §9.16). */
  CallPlan emergency(String number, Way way) {
    User caller = way.payer();
    CallPlan next = null;
    Peer peer = planning.directory().peerForNumber(number);
    if (peer != null && peer.receives()) {
      next =
          attempt(
              new Place.Neighbour(
                  peer.name(),
                  "sip:" + number + "@" + planning.directory().domain(),
                  caller == null ? null : caller.extension()),
              null);
    }
    List<Trunk> trunks =
        planning.index.emergencyTrunks().reversed().stream()
            .map(this::usable)
            .filter(Objects::nonNull)
            .toList();
    Whereabouts where =
        Whereabouts.of(planning.index.dialPlan().emergency(), caller, planning.enquiry.device());
    boolean test = planning.index.isTest(number);
    planning.because(test ? Why.EMERGENCY_TEST : Why.DIALLED_EMERGENCY, number);
    located(where, caller);
    // A trunk whose server answers no OPTIONS may take a call all the same: when nothing else does.
    next = attempts(trunks, number, caller, where, false, true, test, next);
    if (where.known() && trunks.stream().anyMatch(Trunk::sendsLocation)) {
      // Whoever refuses a call for its location (RFC 6442 §4.3) is called without one.
      next =
          attempts(
              trunks.stream().filter(Trunk::sendsLocation).toList(),
              number,
              caller,
              where,
              false,
              false,
              test,
              next);
    }
    next = attempts(trunks, number, caller, where, where.known(), false, test, next);
    if (next == null) {
      planning.because(Why.NO_ROUTE, number);
      next = new CallPlan.Reject(503, "No trunk for emergency calls");
    }
    return new CallPlan.Aside(
        new CallPlan.SideNote.Emergency(
            planning.index.dialPlan().frontDesk(),
            caller == null ? "" : caller.extension(),
            number,
            where,
            test),
        next);
  }

  private @Nullable CallPlan attempts(
      List<Trunk> trunks,
      String number,
      @Nullable User caller,
      Whereabouts where,
      boolean send,
      boolean lastResort,
      boolean test,
      @Nullable CallPlan last) {
    CallPlan next = last;
    for (Trunk trunk : trunks) {
      boolean sent = send && trunk.sendsLocation();
      next =
          attempt(
              new Place.Outside(
                  trunk.name(),
                  number,
                  callback(caller, where, trunk, sent),
                  true,
                  caller == null ? null : caller.extension(),
                  lastResort,
                  sent ? where : null,
                  test),
              next);
    }
    return next;
  }

  private void located(Whereabouts where, @Nullable User caller) {
    switch (where.by()) {
      case PHONE -> planning.because(Why.LOCATION_BY_PHONE, where.detail(), where.text());
      case NETWORK -> planning.because(Why.LOCATION_BY_NETWORK, where.detail(), where.text());
      case USER -> planning.because(Why.LOCATION_BY_USER, where.detail(), where.text());
      case SITE -> planning.because(Why.LOCATION_BY_SITE, where.text());
      case NOTHING -> {
        if (where.known() && caller != null) {
          planning.because(Why.LOCATION_BY_USER, caller.extension(), where.text());
        } else {
          planning.because(Why.LOCATION_UNKNOWN, "");
        }
      }
    }
  }

  /**
   * What the emergency centre sees and calls back. Without a location it knows the place by this
   * number alone; with one, the user's own number leads to the user.
   */
  private @Nullable String callback(
      @Nullable User caller, Whereabouts where, Trunk trunk, boolean sent) {
    EmergencyLocation location = where.location();
    String ofPlace = location == null ? null : location.callbackNumber();
    boolean own = sent && caller != null && caller.settings().outsideNumber() != null;
    return ofPlace == null || own ? shown(caller, null, trunk) : ofPlace;
  }

  private static CallPlan attempt(Place place, @Nullable CallPlan next) {
    return new CallPlan.Ring(List.of(Alert.of(place)), EMERGENCY, Outcomes.all(next));
  }

  private Numbers.Reading.@Nullable Known read(String dialled, Way way) {
    String prefix = planning.index.dialPlan().outsidePrefix();
    boolean prefixed = !prefix.isEmpty() && dialled.startsWith(prefix);
    if (!way.mayLeave() || (!prefix.isEmpty() && !prefixed && !dialled.startsWith("+"))) {
      return null;
    }
    String number = prefixed ? dialled.substring(prefix.length()) : dialled;
    return switch (planning.index.read(number)) {
      // Four digits that a network may use for a service are a mistyped extension where none leads
      // there.
      case Numbers.Reading.Known known when isService(known) && route(known) == null -> null;
      case Numbers.Reading.Known known -> {
        if (planning.explains()) {
          planning.because(
              Why.DIALLED_OUTSIDE,
              dialled,
              known.number(),
              known.kind() + (known.country() == null ? "" : " " + known.country()));
        }
        yield known;
      }
      case Numbers.Reading.Impossible impossible -> {
        planning.because(Why.IMPOSSIBLE, number, impossible.sentence());
        yield null;
      }
    };
  }

  private static boolean isService(Numbers.Reading.Known known) {
    return !known.number().startsWith("+") && known.kind() != NumberClass.EMERGENCY;
  }

  private @Nullable OutboundRoute route(Numbers.Reading.Known known) {
    return planning.index.route(known.number(), known.kind(), known.country());
  }

  /** Whether who pays may call a number that a peer serves. */
  boolean mayCall(Peer peer, String number, Way way) {
    User payer = way.payer();
    if (payer == null) {
      return true; // the site has arranged it, or a peer calls another
    }
    NumberClass forbidden =
        PeerNumbers.forbidden(
            peer,
            number,
            planning.index.dialPlan().outsidePrefix(),
            planning.index::read,
            payer.settings().permissions()::allow);
    if (forbidden != null) {
      planning.because(Why.FORBIDDEN, payer.extension(), String.valueOf(forbidden));
    }
    return forbidden == null;
  }

  /** The trunks for a number, in the order they are tried; null when it may not be called. */
  private @Nullable List<Place.Outside> ways(Numbers.Reading.Known known, Way way) {
    User payer = way.payer();
    if (payer != null && !payer.settings().permissions().allow(known.kind(), known.country())) {
      planning.because(Why.FORBIDDEN, payer.extension(), String.valueOf(known.kind()));
      return null;
    }
    OutboundRoute route = route(known);
    if (route == null) {
      planning.because(Why.NO_ROUTE, known.number());
      return List.of();
    }
    if (planning.explains()) {
      planning.because(Why.ROUTE, route.name(), String.join(", ", route.trunks()));
    }
    List<Place.Outside> ways = new ArrayList<>(route.trunks().size());
    for (String name : route.trunks()) {
      Trunk trunk = usable(name);
      if (trunk != null) {
        String shown = way.hidden() ? null : shown(payer, route, trunk);
        planning.because(Why.CALLER_NUMBER, shown == null ? "no number" : shown);
        ways.add(
            new Place.Outside(
                name, known.number(), shown, false, payer == null ? null : payer.extension()));
      }
    }
    return ways;
  }

  private @Nullable Trunk usable(String name) {
    Trunk trunk = planning.index.dialPlan().trunks().get(name);
    if (trunk == null) {
      planning.because(Why.TRUNK_MISSING, name);
      return null;
    }
    if (!trunk.enabled()) {
      planning.because(Why.TRUNK_OFF, name);
      return null;
    }
    return trunk;
  }

  /** The route's number goes before the user's, the user's before the site's. */
  private @Nullable String shown(@Nullable User payer, @Nullable OutboundRoute route, Trunk trunk) {
    if (route != null && route.callerNumber() != null) {
      return route.callerNumber();
    }
    if (payer != null && payer.settings().outsideNumber() != null) {
      return payer.settings().outsideNumber();
    }
    DialPlan plan = planning.index.dialPlan();
    return plan.mainNumber() != null ? plan.mainNumber() : trunk.number();
  }
}
