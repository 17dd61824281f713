package org.belfry.pbx.proxy.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.identity.Forwarded;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.CallPlan.Ring;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The targets of a ring of a plan (RFC 3261 §16.5), as they are at this moment. */
public final class TargetFinder {
  private static final Logger LOG = LoggerFactory.getLogger(TargetFinder.class);

  private final Targets targets;
  private final Duration deviceTime;
  private final Applications applications;
  private final ApplicationRouting routing;

  /** The way to applications of ours. */
  public interface Applications {
    /** Null when there is none of this name. */
    @Nullable Hop hop(String name);
  }

  /**
   * @param deviceTime how long devices of one q ring before those of the next, at most
   */
  public TargetFinder(
      Targets targets, Duration deviceTime, Applications applications, ApplicationRouting routing) {
    this.routing = routing;
    this.targets = targets;
    this.deviceTime = deviceTime;
    this.applications = applications;
  }

  /**
   * What is tried for a ring, and notes in the run who is tried.
   *
   * @param time how long, at most
   * @return empty when none of the places can be reached
   */
  public List<TargetGroup> groups(
      PlanRun run, Ring ring, Duration time, SipRequest request, Instant now) {
    List<Alert> alerts = ring.alerts();
    if (alerts.size() == 1) {
      run.alert = alerts.getFirst();
      run.alerts = Map.of();
      return timed(one(run, alerts.getFirst(), request, now), time);
    }
    run.alert = null;
    run.alerts = new HashMap<>();
    var byDelay = new TreeMap<Duration, List<Target>>();
    for (Alert alert : alerts) {
      for (TargetGroup group : one(run, alert, request, now)) {
        for (Target target : group.targets()) {
          if (isNew(run, target, alert)) {
            byDelay.computeIfAbsent(alert.delay(), d -> new ArrayList<>()).add(target);
          }
        }
      }
    }
    return waves(byDelay, time);
  }

  /** False for a phone that rings already, as another line of it has the same Contact. */
  private static boolean isNew(PlanRun run, Target target, Alert alert) {
    if (run.alerts.putIfAbsent(target.key(), alert) != null) {
      return false;
    }
    for (Target flow = target.fallback(); flow != null; flow = flow.fallback()) {
      run.alerts.putIfAbsent(flow.key(), alert);
    }
    return true;
  }

  /** Those who ring later join those who ring already. */
  private static List<TargetGroup> waves(
      NavigableMap<Duration, List<Target>> byDelay, Duration time) {
    List<TargetGroup> waves = new ArrayList<>(byDelay.size());
    for (Map.Entry<Duration, List<Target>> wave : byDelay.entrySet()) {
      Duration next = byDelay.higherKey(wave.getKey());
      Duration until = next == null ? time : next;
      waves.add(new TargetGroup(wave.getValue(), until.minus(wave.getKey()), !waves.isEmpty()));
    }
    return waves;
  }

  /** Devices of different q share the time of their user. */
  private List<TargetGroup> timed(List<TargetGroup> groups, Duration time) {
    if (groups.size() <= 1) {
      return groups.isEmpty()
          ? groups
          : List.of(new TargetGroup(groups.getFirst().targets(), time));
    }
    Duration share = time.dividedBy(groups.size());
    Duration each = share.compareTo(deviceTime) < 0 ? share : deviceTime;
    List<TargetGroup> timed = new ArrayList<>(groups.size());
    for (int i = 0; i < groups.size(); i++) {
      boolean last = i == groups.size() - 1;
      timed.add(
          new TargetGroup(groups.get(i).targets(), last ? time.minus(each.multipliedBy(i)) : each));
    }
    return timed;
  }

  private List<TargetGroup> one(PlanRun run, Alert alert, SipRequest request, Instant now) {
    Directory directory = run.directory;
    List<TargetGroup> found =
        switch (alert.place()) {
          case Place.Phones phones ->
              targets.devices(new Aor(phones.extension(), directory.domain()), now);
          case Place.Neighbour neighbour -> neighbour(neighbour, directory, request);
          case Place.Address address -> address(address.uri(), request);
          case Place.Application app ->
              application(new ApplicationRouting.Called(app.name(), uri(app, directory)));
          case Place.Outside outside when alert.confirm() ->
              application(routing.confirmedOutside(outside, directory));
          case Place.Outside outside -> application(routing.outside(outside, directory));
        };
    if (Alert.ANSWERS.equals(alert.ringTone())) {
      found = answering(found, alert, directory, now);
    }
    List<Target.Added> added = added(alert, request, directory);
    return added.isEmpty() ? found : adding(found, added);
  }

  /** Each phone is asked to answer in the words that it knows. */
  private List<TargetGroup> answering(
      List<TargetGroup> groups, Alert alert, Directory directory, Instant now) {
    if (!(alert.place() instanceof Place.Phones phones)) {
      return groups;
    }
    Aor aor = new Aor(phones.extension(), directory.domain());
    List<TargetGroup> all = new ArrayList<>(groups.size());
    for (TargetGroup group : groups) {
      List<Target> asked = new ArrayList<>();
      for (Target target : group.targets()) {
        asked.add(
            target.adding(
                AutoAnswer.fields(targets.agent(aor, target.uri(), now), directory.domain())));
      }
      all.add(new TargetGroup(asked, group.ringTime()));
    }
    return all;
  }

  private static List<TargetGroup> adding(List<TargetGroup> groups, List<Target.Added> added) {
    List<TargetGroup> all = new ArrayList<>(groups.size());
    for (TargetGroup group : groups) {
      all.add(
          new TargetGroup(
              group.targets().stream().map(target -> target.adding(added)).toList(),
              group.ringTime()));
    }
    return all;
  }

  private static List<TargetGroup> neighbour(
      Place.Neighbour place, Directory directory, SipRequest request) {
    for (Peer peer : directory.peers()) {
      if (peer.name().equals(place.peer()) && peer.receives()) {
        String uri = place.uri().equals(request.uriText()) ? null : place.uri();
        return TargetGroup.together(
            List.of(new Target(uri, peer.nextHop(), peer.nextName(), false, List.of(), null)));
      }
    }
    return List.of();
  }

  private static List<TargetGroup> address(String uri, SipRequest request) {
    try {
      SipUri name = Grammar.uri(uri);
      return TargetGroup.together(
          List.of(Target.named(uri.equals(request.uriText()) ? null : uri, name)));
    } catch (MalformedHeader e) {
      LOG.info("call={} a plan names what is no address: {}", request.callId(), e.phrase());
      return List.of();
    }
  }

  private List<TargetGroup> application(ApplicationRouting.Called called) {
    Hop hop = applications.hop(called.application());
    return hop == null
        ? List.of()
        : TargetGroup.together(List.of(new Target(called.uri(), hop, false)));
  }

  /** An application learns what it is for from the user part. */
  public static String uri(Place.Application app, Directory directory) {
    String user = app.argument().isEmpty() ? "~" + app.name() : escaped(app.argument());
    return "sip:" + user + "@" + directory.domain() + ";app=" + app.name();
  }

  /** What may not stand in a user part as it is (RFC 3261 §25.1). */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append("0123456789ABCDEF".charAt(c >> 4));
        out.append("0123456789ABCDEF".charAt(c & 15));
      }
    }
    return out.toString();
  }

  private static List<Target.Added> added(Alert alert, SipRequest request, Directory directory) {
    String sender = alert.onBehalfOf();
    String tone = alert.ringTone();
    boolean hidden =
        alert.place() instanceof Place.Outside outside && outside.callerNumber() == null;
    if (sender == null && (tone == null || tone.equals(Alert.ANSWERS)) && !hidden) {
      return List.of();
    }
    List<Target.Added> added = new ArrayList<>(4);
    if (hidden && !request.has(HeaderName.PRIVACY)) {
      added.add(new Target.Added(HeaderName.PRIVACY, "id")); // RFC 3325 §9.3
    }
    if (sender != null) {
      for (Forwarded.Field field :
          Forwarded.fields(
              request,
              new Aor(sender, directory.domain()).toString(),
              address(alert.place(), directory),
              reason(alert.cause()),
              alert.cause() == 0 ? 302 : alert.cause())) {
        added.add(new Target.Added(field.name(), field.value()));
      }
    }
    if (tone != null && !tone.equals(Alert.ANSWERS)) {
      // The form that desk phones look for: what counts to them is the info parameter.
      String value = tone.indexOf('<') >= 0 ? tone : "<http://127.0.0.1>;info=" + tone;
      added.add(new Target.Added(HeaderName.ALERT_INFO, value));
    }
    return added;
  }

  private static String address(Place place, Directory directory) {
    return switch (place) {
      case Place.Phones phones -> new Aor(phones.extension(), directory.domain()).toString();
      case Place.Outside outside -> "sip:" + outside.number() + "@" + directory.domain();
      case Place.Neighbour neighbour -> neighbour.uri();
      case Place.Address address -> address.uri();
      case Place.Application app -> uri(app, directory);
    };
  }

  private static Forwarded.Reason reason(int cause) {
    return switch (cause) {
      case 486 -> Forwarded.Reason.USER_BUSY;
      case 408 -> Forwarded.Reason.NO_ANSWER;
      case 404, 503 -> Forwarded.Reason.UNAVAILABLE;
      default -> Forwarded.Reason.UNCONDITIONAL;
    };
  }
}
