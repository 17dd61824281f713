package org.belfry.pbx.routing;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** Users' own scripts (RFC 3880), within the planning of one call. */
final class ScriptPlans {
  private final Planning planning;
  private final Destinations destinations;

  ScriptPlans(Planning planning, Destinations destinations) {
    this.planning = planning;
    this.destinations = destinations;
  }

  /**
   * What a user's script does with a call.
   *
   * @param normal what would happen without it
   */
  CallPlan asked(
      Script script, User owner, Script.Direction direction, Way way, Supplier<CallPlan> normal) {
    String own = "sip:" + owner.extension() + "@" + planning.directory().domain();
    String destination =
        direction == Script.Direction.INCOMING ? own : planning.enquiry.dialled().text();
    Planned planned =
        script.plan(
            Script.Call.between(direction, origin(), destination),
            planning.enquiry.at(),
            new Home(owner, way, normal));
    planning.because(planned.reasons());
    return planned.plan();
  }

  private String origin() {
    Caller caller = planning.caller();
    String number = caller.number();
    if (caller.anonymous() || number == null) {
      return "sip:anonymous@anonymous.invalid";
    }
    if (caller instanceof Caller.OurUser) {
      return "sip:" + number + "@" + planning.directory().domain();
    }
    // Nobody outside may pass for one of us: what is no number gets a domain that is nobody's.
    return number.startsWith("+") ? "tel:" + number : "sip:" + number + "@outside.invalid";
  }

  /** What the script may know of its owner. */
  private final class Home implements Script.Around {
    private final User owner;
    private final Way way;
    private final Supplier<CallPlan> normal;
    private @Nullable CallPlan made;

    Home(User owner, Way way, Supplier<CallPlan> normal) {
      this.owner = owner;
      this.way = way;
      this.normal = normal;
    }

    @Override
    public String extension() {
      return owner.extension();
    }

    @Override
    public CallPlan normal() {
      CallPlan plan = made;
      if (plan == null) {
        plan = normal.get();
        made = plan;
      }
      return plan;
    }

    @Override
    public Place phones() {
      return new Place.Phones(owner.extension());
    }

    @Override
    public boolean registered() {
      return planning.enquiry.live().registered(owner.extension());
    }

    @Override
    public @Nullable Place place(String uri) {
      String text = uri.substring(uri.indexOf(':') + 1);
      int at = text.indexOf('@');
      String number = at < 0 ? text : text.substring(0, at);
      String host = at < 0 ? "" : text.substring(at + 1).toLowerCase(Locale.ROOT);
      if (at >= 0 && !planning.directory().isLocal(hostOnly(host))) {
        Peer peer = planning.directory().peerForDomain(hostOnly(host));
        if (peer != null) {
          return peers(peer, uri, way.sentBy(owner, 302));
        }
        return destinations.federates() ? new Place.Address(uri) : null;
      }
      User user = planning.directory().user(number);
      if (user != null) {
        return new Place.Phones(user.extension());
      }
      Alert outside = destinations.outside().single(number, way.sentBy(owner, 302), false);
      return outside == null ? null : outside.place();
    }

    /** Their numbers need the owner's right, and are counted as theirs. */
    private @Nullable Place peers(Peer peer, String uri, Way asOwner) {
      SipUri target;
      try {
        target = Grammar.uri(uri);
      } catch (MalformedHeader e) {
        return null;
      }
      String number = target.user();
      return peer.receives()
              && (number == null || destinations.outside().mayCall(peer, number, asOwner))
          ? new Place.Neighbour(peer.name(), uri, owner.extension())
          : null;
    }

    /**
     * A phone follows a redirect by itself, as its own user: what the owner may not dial, and what
     * changes settings of whoever dials it, is not for the owner to name.
     */
    @Override
    public boolean mayRedirect(String uri) {
      SipUri target;
      try {
        target = Grammar.uri(uri);
      } catch (MalformedHeader e) {
        return false;
      }
      boolean tel = target.scheme().equals("tel");
      boolean here = tel || planning.directory().isLocal(target.host());
      if (!here && planning.directory().peerForDomain(target.host()) == null) {
        return true; // the caller's own affair
      }
      User caller = planning.caller() instanceof Caller.OurUser our ? our.user() : null;
      String number = target.user() == null ? "" : target.user();
      if (owner.equals(caller) || (here && planning.directory().user(number) != null)) {
        return true;
      }
      Way asOwner = way.withLast(null).sentBy(owner, 302);
      return !TransferCheck.changesItsCaller(target)
          && !TransferCheck.isSpeedDialOf(caller, target, planning.index)
          && !TransferCheck.forbids(
              here ? destinations.dialled(number, asOwner) : destinations.domain(target, asOwner),
              true);
    }

    private static String hostOnly(String host) {
      int end = 0;
      while (end < host.length() && ";?:>".indexOf(host.charAt(end)) < 0) {
        end++;
      }
      return host.substring(0, end);
    }

    /** The site has none of its own: that of its first schedule is meant. */
    @Override
    public ZoneId zone() {
      Map<String, Schedule> schedules = planning.index.dialPlan().schedules();
      return schedules.isEmpty()
          ? ZoneOffset.UTC
          : new TreeMap<>(schedules).firstEntry().getValue().zone();
    }
  }
}
