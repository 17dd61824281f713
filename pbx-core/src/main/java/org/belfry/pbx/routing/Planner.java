package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a call goes: from who calls, what is dialled, the snapshot and the moment, a plan.
 * Pure: the same question has the same answer. For any thread.
 */
public final class Planner {
  /** The URI parameter by which programs of ours name an application. */
  private static final String APPLICATION = "app";

  /** How long a call back of an emergency centre rings before it goes where others go. */
  private static final Duration CALL_BACK = Duration.ofMinutes(1);

  private final Federation federation;
  private final PlanLimits limits;

  public Planner(Federation federation, PlanLimits limits) {
    this.federation = federation;
    this.limits = limits;
  }

  public PlanLimits limits() {
    return limits;
  }

  /**
   * The plan of a call that is made, with its reasons when {@link RoutingRequest#explain} asks for
   * them: as {@link #plan}, but without work where a user has arranged nothing.
   */
  public Planned called(RoutingRequest enquiry, DialIndex index) {
    Planned plain = plain(enquiry, index);
    return plain != null ? plain : plan(enquiry, index);
  }

  private static @Nullable Planned plain(RoutingRequest enquiry, DialIndex index) {
    SipUri dialled = enquiry.dialled();
    Caller caller = enquiry.caller();
    String number = dialled.user();
    boolean local = dialled.scheme().equals("tel") || index.directory().isLocal(dialled.host());
    return !local
            || number == null
            || script(caller) != null
            || dialled.params().containsKey(APPLICATION)
            || caller instanceof Caller.Network
        ? null
        : index.plain(number, enquiry.explain());
  }

  private static @Nullable Script script(Caller caller) {
    return caller instanceof Caller.OurUser u && u.user().script() instanceof Script own
        ? own
        : null;
  }

  public Planned plan(RoutingRequest enquiry, DialIndex index) {
    SipUri dialled = enquiry.dialled();
    boolean tel = dialled.scheme().equals("tel");
    boolean local = tel || index.directory().isLocal(dialled.host());
    String number = local ? dialled.user() : null;
    Caller caller = enquiry.caller();
    Script script = script(caller);
    Planned plain = enquiry.explain() ? null : plain(enquiry, index);
    if (plain != null) {
      return plain;
    }
    Planning planning = new Planning(enquiry, index, limits);
    Destinations destinations = new Destinations(planning, federation);
    CallPlan plan =
        script != null
                && caller instanceof Caller.OurUser our
                && (number == null || index.emergency(number) == null)
            ? destinations
                .scripts()
                .asked(
                    script,
                    our.user(),
                    Script.Direction.OUTGOING,
                    Way.of(caller),
                    () -> plan(planning, destinations, dialled, tel, local, number))
            : plan(planning, destinations, dialled, tel, local, number);
    return new Planned(plan, planning.reasons());
  }

  private CallPlan plan(
      Planning planning,
      Destinations destinations,
      SipUri dialled,
      boolean tel,
      boolean local,
      @Nullable String number) {
    if (!tel && !dialled.isSip()) {
      return new CallPlan.Reject(416, "Unsupported URI Scheme"); // RFC 3261 §16.3 step 2
    }
    Way way = Way.of(planning.caller());
    String application = dialled.params().get(APPLICATION);
    if (local && application != null && planning.caller() instanceof Caller.Ourselves) {
      String argument = number == null || number.startsWith("~") ? "" : number;
      return destinations.to(
          application.equals("voicemail")
              ? new Destination.Mailbox(argument)
              : new Destination.Application(application, argument),
          way);
    }
    if (!local) {
      return destinations.domain(dialled, way);
    }
    if (number == null || number.isEmpty()) {
      return new CallPlan.Reject(484, "Address Incomplete");
    }
    return planning.caller() instanceof Caller.Network network
        ? fromNetwork(planning, destinations, network, number, way)
        : destinations.dialled(number, way);
  }

  /**
   * The emergency centre calls back (RFC 7090 §1): the phones of who has called it ring, whatever
   * their user has arranged.
   */
  private static @Nullable CallPlan calledBack(
      Planning planning, String number, @Nullable CallPlan otherwise) {
    String extension = planning.enquiry.live().emergencyCaller(number, planning.enquiry.at());
    User user = extension == null ? null : planning.directory().user(extension);
    if (user == null) {
      return null;
    }
    planning.because(Why.EMERGENCY_CALLBACK, number, user.name(), user.extension());
    return new CallPlan.Ring(
        List.of(CallPlan.Alert.of(new CallPlan.Place.Phones(user.extension()))),
        CALL_BACK,
        CallPlan.Outcomes.all(
            otherwise == null ? new CallPlan.Reject(480, "Temporarily Unavailable") : otherwise));
  }

  /** The telephone network reaches the site's outside numbers and nothing else: no toll fraud. */
  private static CallPlan fromNetwork(
      Planning planning,
      Destinations destinations,
      Caller.Network network,
      String dialled,
      Way way) {
    String number = dialled;
    if (!number.startsWith("+") && planning.index.read(number) instanceof Numbers.Reading.Known k) {
      number = k.number();
    }
    CallPlan plan = destinations.outside().ours(number, network.trunk(), way);
    if (plan == null && !number.equals(dialled)) {
      plan = destinations.outside().ours(dialled, network.trunk(), way);
    }
    CallPlan back = calledBack(planning, number, plan);
    if (back != null) {
      return back;
    }
    if (plan != null) {
      return plan;
    }
    planning.because(Why.DIALLED_NOTHING, dialled);
    return new CallPlan.Reject(404, "Not Found");
  }
}
