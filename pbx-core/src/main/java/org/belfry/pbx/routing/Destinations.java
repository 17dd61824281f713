package org.belfry.pbx.routing;

import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** Where a call may be sent, within the planning of one call: each sort leads to its planner. */
final class Destinations {
  private final Planning planning;
  private final Federation federation;
  private final UserPlans users;
  private final GroupPlans groups;
  private final OutsidePlans outside;
  private final ScriptPlans scripts;

  Destinations(Planning planning, Federation federation) {
    this.planning = planning;
    this.federation = federation;
    this.users = new UserPlans(planning, this);
    this.groups = new GroupPlans(planning, this);
    this.outside = new OutsidePlans(planning, this);
    this.scripts = new ScriptPlans(planning, this);
  }

  UserPlans users() {
    return users;
  }

  GroupPlans groups() {
    return groups;
  }

  OutsidePlans outside() {
    return outside;
  }

  ScriptPlans scripts() {
    return scripts;
  }

  /** Whether our users may call other domains. */
  boolean federates() {
    return federation != Federation.OFF;
  }

  /** Somebody has arranged that the call goes there. */
  CallPlan to(Destination destination, Way way) {
    return switch (destination) {
      case Destination.Dial dial -> dialled(dial.number(), way);
      case Destination.Mailbox mailbox -> {
        User user = planning.directory().user(mailbox.extension());
        if (user == null) {
          planning.because(Why.MEMBER_MISSING, mailbox.extension());
          yield Planning.end(way, 404, "No such mailbox");
        }
        planning.because(Why.MAILBOX, user.extension());
        yield UserPlans.mailbox(way, user);
      }
      case Destination.Application app -> {
        planning.because(Why.CODE_HERE, app.name() + " " + app.argument());
        yield application(way, app.name(), app.argument());
      }
      case Destination.Refusal refusal ->
          switch (refusal.how()) {
            case BUSY -> new CallPlan.Reject(486, "Busy Here");
            case DECLINED -> new CallPlan.Reject(603, "Decline");
            case UNAVAILABLE -> new CallPlan.Reject(480, "Temporarily Unavailable");
            case UNKNOWN -> new CallPlan.Reject(404, "Not Found");
            case ANONYMOUS -> new CallPlan.Reject(433, "Anonymity Disallowed");
          };
    };
  }

  /** This is dialled by the caller, or in its place: users and groups first, the world last. */
  CallPlan dialled(String number, Way way) {
    int at = number.indexOf('@');
    if (at > 0) {
      return address(number, at, way);
    }
    if (planning.caller().inside() && way.onBehalfOf() == null) {
      String emergency = planning.index.emergency(number);
      if (emergency != null) {
        return outside.emergency(emergency, way);
      }
    }
    User user = planning.directory().user(number);
    if (user != null) {
      if (number.equalsIgnoreCase(user.extension())) {
        planning.because(Why.DIALLED_USER, number, user.name());
      } else {
        planning.because(Why.DIALLED_ALIAS, number, user.name(), user.extension());
      }
      return users.called(user, way);
    }
    RingGroup group = planning.index.group(number);
    if (group != null) {
      planning.because(Why.DIALLED_GROUP, number, group.name());
      return groups.called(group, way);
    }
    Service service = planning.index.service(number);
    if (service != null) {
      planning.because(Why.DIALLED_SERVICE, number, service.application(), service.name());
      return Planning.application(way, service.application(), service.name());
    }
    User payer = way.payer();
    String speed = payer == null ? null : payer.settings().speedDials().get(number);
    if (speed != null && !way.hasBeenAt("speed " + number)) {
      planning.because(Why.DIALLED_SPEED, number, speed);
      // What it stands for is dialled by the caller itself: it is no forwarding.
      return dialled(speed, way.at("speed " + number));
    }
    DialIndex.Coded coded = way.mayLeave() ? planning.index.feature(number) : null;
    if (coded != null) {
      return feature(coded, way);
    }
    CallPlan own = way.mayLeave() ? null : outside.ours(number, null, way);
    return own != null ? own : elsewhere(number, way);
  }

  private CallPlan elsewhere(String number, Way way) {
    Peer peer = planning.directory().peerForNumber(number);
    if (peer != null && peer.receives() && !Router.isSource(peer, source())) {
      if (!mayGoTo(way)) {
        return Planning.end(way, 403, "No route to this domain");
      }
      planning.because(Why.DIALLED_PEER, number, peer.name());
      if (!outside.mayCall(peer, number, way)) {
        return Planning.end(way, 403, "You may not call this number");
      }
      return planning.ringAway(way, new Place.Neighbour(peer.name(), uri(number), payer(way)));
    }
    CallPlan plan = outside.dialled(number, way);
    if (plan != null) {
      return plan;
    }
    planning.because(Why.DIALLED_NOTHING, number);
    return Planning.end(way, 404, "Not Found");
  }

  private static @Nullable String payer(Way way) {
    User payer = way.payer();
    return payer == null ? null : payer.extension();
  }

  /** As it was dialled, when it is that. */
  private String uri(String number) {
    return number.equals(planning.enquiry.dialled().user())
        ? planning.enquiry.dialled().text()
        : "sip:" + HostAddress.escapedUser(number) + "@" + planning.directory().domain();
  }

  /** An address that somebody forwards to, with or without its scheme. */
  private CallPlan address(String text, int at, Way way) {
    boolean schemed = text.startsWith("sip:") || text.startsWith("sips:");
    String host = host(text, at);
    if (planning.directory().isLocal(host)) {
      return dialled(text.substring(schemed ? text.indexOf(':') + 1 : 0, at), way);
    }
    try {
      return domain(Grammar.uri(schemed ? text : "sip:" + text), way);
    } catch (MalformedHeader e) {
      planning.because(Why.DIALLED_NOTHING, text);
      return Planning.end(way, 404, "Not Found");
    }
  }

  /** Another domain is dialled. */
  CallPlan domain(SipUri dialled, Way way) {
    String host = dialled.host();
    String uri = dialled.text();
    String number = dialled.user();
    Peer peer = planning.directory().peerForDomain(host);
    if (peer != null) {
      if (!peer.receives() || peer.equals(source()) || !mayGoTo(way)) {
        return Planning.end(way, 403, "No route to this domain");
      }
      planning.because(Why.DIALLED_PEER, uri, peer.name());
      if (number != null && !outside.mayCall(peer, number, way)) {
        return Planning.end(way, 403, "You may not call this number");
      }
      return planning.ringAway(way, new Place.Neighbour(peer.name(), uri, payer(way)));
    }
    if (federation == Federation.OFF || !way.mayLeave()) {
      return Planning.end(way, 403, "No route to this domain");
    }
    planning.because(Why.DIALLED_DOMAIN, uri);
    return planning.ringAway(way, new Place.Address(uri));
  }

  /** Neighbours may reach their fellow neighbours through us; nobody else from outside may. */
  private boolean mayGoTo(Way way) {
    return way.mayLeave() || source() != null;
  }

  private @Nullable Peer source() {
    return planning.caller() instanceof Caller.Neighbour neighbour ? neighbour.peer() : null;
  }

  private CallPlan feature(DialIndex.Coded coded, Way way) {
    String rest = coded.rest();
    User payer = way.payer();
    String own = payer == null ? "" : payer.extension();
    if (planning.explains()) {
      planning.because(
          Why.DIALLED_FEATURE,
          coded.dialled() + rest,
          coded.code().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
    return switch (coded.code()) {
      case ANONYMOUS_CALL -> {
        String here = "code " + coded.code();
        yield rest.isEmpty() || way.hasBeenAt(here)
            ? Planning.end(way, 484, "Address Incomplete")
            : dialled(rest, way.hiding().at(here));
      }
      case PICKUP -> Planning.application(way, "pickup", rest);
      case PARK -> Planning.application(way, "park", rest);
      case VOICEMAIL -> Planning.application(way, "mailbox", own);
      case TO_VOICEMAIL -> to(new Destination.Mailbox(rest.isEmpty() ? own : rest), way);
      case DO_NOT_DISTURB -> switched(way, "do-not-disturb", rest);
      case FORWARD_ALWAYS -> switched(way, "forward-always", rest);
      case FORWARD_BUSY -> switched(way, "forward-busy", rest);
      case FORWARD_NO_ANSWER -> switched(way, "forward-no-answer", rest);
      case NIGHT_SWITCH -> switched(way, "night-switch", rest);
      case INTERCOM -> {
        User colleague = planning.directory().user(rest);
        if (colleague == null) {
          planning.because(Why.DIALLED_NOTHING, rest);
          yield Planning.end(way, 404, "Not Found");
        }
        yield users.intercom(colleague, way);
      }
      case PAGE -> Planning.application(way, "page", rest);
      case ECHO -> Planning.application(way, "echo", rest);
      case CONFERENCE -> Planning.application(way, "conference", rest);
      case QUEUE_LOGIN -> application(way, "queue-login", rest);
      case QUEUE_PAUSE -> application(way, "queue-pause", rest);
      case RECORDING -> switched(way, "recording", rest);
    };
  }

  private static CallPlan switched(Way way, String what, String rest) {
    return application(way, "feature", rest.isEmpty() ? what : what + ":" + rest);
  }

  /**
   * An application changes settings of whoever calls it. A call that somebody else has sent there
   * would change the caller's, by that person's will.
   */
  private static CallPlan application(Way way, String name, String argument) {
    return way.onBehalfOf() != null && TransferCheck.changesItsCaller(name)
        ? Planning.end(way, 403, "Only a caller who dials this code may use it")
        : Planning.application(way, name, argument);
  }

  private static String host(String text, int at) {
    int end = at + 1;
    while (end < text.length() && ";?:>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(at + 1, end);
  }
}
