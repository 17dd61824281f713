package org.belfry.pbx.routing;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.SipUri;

/** A small site in Berlin for tests: users and what they have arranged, written in few words. */
public final class Site {
  public static final String DOMAIN = "pbx.example";

  public final Map<String, User> users = new java.util.LinkedHashMap<>();
  public final Map<String, RingGroup> groups = new HashMap<>();
  public final Map<String, FeatureCode> features = new HashMap<>(DialPlan.EMPTY.features());
  public final Map<String, Schedule> schedules = new HashMap<>();
  public final Map<String, Trunk> trunks = new HashMap<>();
  public final List<InboundNumber> inbound = new ArrayList<>();
  public final List<OutboundRoute> routes = new ArrayList<>();
  public final List<Peer> peers = new ArrayList<>();
  public String prefix = "";

  /** What a user may arrange; begins with the usual settings. */
  public static final class Settings {
    public List<String> aliases = List.of();
    public boolean doNotDisturb;
    public String pickupGroup;
    public List<CallRule> rules = new ArrayList<>();
    public int callLimit;
    public List<NumberPattern> blocked = List.of();
    public List<NumberPattern> allowed = List.of();
    public Permissions permissions = Permissions.DEFAULT;
    public String outsideNumber;
    public Map<String, String> speedDials = Map.of();
    public String location;
    public boolean mailbox;
    public Duration ringTime = CallSettings.RING_TIME;

    public Settings forward(On on, String to) {
      rules.add(CallRule.always(on, new Action.Forward(Destination.parse(to))));
      return this;
    }

    public Settings pickupGroup(String name) {
      pickupGroup = name;
      return this;
    }

    public Settings mailbox() {
      mailbox = true;
      return this;
    }

    public CallSettings done() {
      return new CallSettings(
          aliases,
          doNotDisturb,
          rules,
          ringTime,
          callLimit,
          blocked,
          allowed,
          permissions,
          outsideNumber,
          pickupGroup,
          speedDials,
          location,
          mailbox);
    }
  }

  public Site user(String extension) {
    return user(extension, s -> s);
  }

  public Site user(String extension, UnaryOperator<Settings> arranged) {
    users.put(
        extension,
        new User(
            users.size() + 1,
            extension,
            "User " + extension,
            null,
            "",
            "",
            org.belfry.pbx.directory.MediaEncryption.SITE,
            arranged.apply(new Settings()).done()));
    return this;
  }

  public Site group(
      String number, RingGroup.Strategy strategy, String overflow, String... members) {
    groups.put(
        number,
        new RingGroup(
            number,
            "Group " + number,
            strategy,
            List.of(members).stream().map(m -> new RingGroup.Member(m, Duration.ZERO)).toList(),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            true,
            overflow == null ? null : Destination.parse(overflow)));
    return this;
  }

  public Site trunk(String name, String number) {
    trunks.put(
        name,
        new Trunk(
            trunks.size() + 1,
            name,
            new SipUri("sip", null, name + ".example", 0, Map.of(), "sip:" + name + ".example"),
            null,
            false,
            null,
            null,
            null,
            List.<InetAddress>of(),
            "e164",
            number,
            0,
            true,
            false));
    return this;
  }

  public Site route(String name, String pattern, String... by) {
    routes.add(
        new OutboundRoute(
            name,
            pattern.isEmpty() ? List.of() : List.of(new NumberPattern(pattern)),
            Set.of(),
            Set.of(),
            List.of(by),
            null));
    return this;
  }

  public Directory directory() {
    return Directory.of(
        1, DOMAIN, Set.of(DOMAIN, "10.0.0.1"), List.copyOf(users.values()), peers, dialPlan());
  }

  public DialPlan dialPlan() {
    return DialPlan.EMPTY
        .edit()
        .country("DE")
        .areaCode("30")
        .outsidePrefix(prefix)
        .mainNumber("+4930100")
        .frontDesk("1001")
        .groups(groups)
        .schedules(schedules)
        .inbound(inbound)
        .routes(routes)
        .trunks(trunks)
        .features(features)
        .done();
  }

  public DialIndex index() {
    return DialIndex.of(directory(), new GermanNumbers());
  }

  public static SipUri uri(String number) {
    return new SipUri("sip", number, DOMAIN, 0, Map.of(), "sip:" + number + "@" + DOMAIN);
  }

  public Planned plan(Caller caller, String dialled, LiveState live, Instant at, long chance) {
    return new Planner(Federation.OUT, PlanLimits.DEFAULT)
        .plan(new RoutingRequest(caller, uri(dialled), at, live, chance, true), index());
  }

  /** The plan as text, for a user of ours who calls on a Wednesday at noon. */
  public String tree(String from, String dialled) {
    return PlanText.tree(
        plan(
                new Caller.OurUser(users.get(from), false),
                dialled,
                LiveState.QUIET,
                Instant.parse("2026-06-10T10:00:00Z"),
                7)
            .plan());
  }
}
