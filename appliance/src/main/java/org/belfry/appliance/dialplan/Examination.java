package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.appliance.directory.Finding;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.Owner.Kind;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.EmergencyPlan;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything in a directory fits together: no number twice, nothing that leads nowhere or
 * round in a circle. Pure; looks at the whole each time, so that a command which breaks something
 * elsewhere is caught as well.
 */
final class Examination {
  /** Applications whose documents are part of the dial plan. */
  private static final Map<String, Kind> SERVICES =
      Map.of("attendant", Kind.ATTENDANT, "queue", Kind.QUEUE, "conference", Kind.CONFERENCE);

  private final Directory directory;
  private final DialPlan plan;
  private final Numbering numbering;
  private final List<User> users = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private Examination(Directory directory, Numbers numbers) {
    this.directory = directory;
    this.plan = directory.dialPlan();
    this.numbering = new Numbering(directory, numbers);
    directory
        .users()
        .forEach((key, user) -> {
          if (key.equals(user.extension().toLowerCase(Locale.ROOT))) {
            users.add(user);
          }
        });
  }

  static List<Finding> of(Directory directory, Numbers numbers) {
    Examination examination = new Examination(directory, numbers);
    examination.numbers();
    examination.users.forEach(examination::user);
    examination.plan.groups().values().forEach(examination::group);
    examination.plan.services().values().forEach(examination::service);
    examination.inbound();
    examination.routes();
    examination.site();
    examination.locations();
    examination.findings.addAll(new Circles(directory, examination.users).findings());
    examination
        .plan
        .schedules()
        .values()
        .forEach(s -> examination.findings.addAll(ScheduleExamination.of(s)));
    return examination.findings;
  }

  private record Claim(Owner owner, String field) {}

  /** Each number is one user's or one group's, and no emergency number. */
  private void numbers() {
    Map<String, Claim> claims = HashMap.newHashMap(users.size() * 2);
    for (User user : users) {
      claim(claims, user.extension(), new Claim(owner(user), "extension"));
      List<String> aliases = user.settings().aliases();
      for (int i = 0; i < aliases.size(); i++) {
        claim(claims, aliases.get(i), new Claim(owner(user), "aliases[" + i + "]"));
      }
    }
    for (RingGroup group : plan.groups().values()) {
      claim(claims, group.number(), new Claim(owner(group), "number"));
    }
    for (Service service : plan.services().values()) {
      if (service.number() != null) {
        claim(claims, service.number(), new Claim(owner(service), "number"));
      }
    }
  }

  private void claim(Map<String, Claim> claims, String number, Claim claim) {
    Claim first = claims.putIfAbsent(number.toLowerCase(Locale.ROOT), claim);
    if (first != null) {
      severe(claim.owner(), claim.field(), number + " is a number of " + first.owner());
      severe(first.owner(), first.field(), number + " is a number of " + claim.owner());
    }
    if (numbering.isEmergency(number)) {
      severe(claim.owner(), claim.field(), number + " is an emergency number");
    }
  }

  private void user(User user) {
    CallSettings settings = user.settings();
    if (settings.equals(CallSettings.DEFAULT)) {
      return;
    }
    Owner owner = owner(user);
    for (int i = 0; i < settings.rules().size(); i++) {
      rule(user, settings.rules().get(i), "rules[" + i + "]");
    }
    settings
        .speedDials()
        .forEach((key, number) -> {
          if (numbering.isOurs(key)) {
            severe(owner, "speedDials." + key, key + " is already assigned");
          }
          leads(owner, "speedDials." + key, number);
        });
  }

  private void rule(User user, CallRule rule, String at) {
    Owner owner = owner(user);
    schedule(owner, at + ".schedule", rule.schedule());
    switch (rule.action()) {
      case Action.Forward forward -> {
        if (forward.to() instanceof Destination.Dial dial
            && user.equals(directory.user(dial.number()))) {
          severe(owner, at + ".forwardTo", "must not lead back to " + user.extension());
        }
        destination(owner, at + ".forwardTo", forward.to());
      }
      case Action.Follow follow -> {
        for (int step = 0; step < follow.steps().size(); step++) {
          List<String> numbers = follow.steps().get(step).numbers();
          for (int i = 0; i < numbers.size(); i++) {
            leads(owner, at + ".follow[" + step + "].numbers[" + i + "]", numbers.get(i));
          }
        }
      }
      case Action.RingPhones ring -> {} // names nobody
    }
  }

  private void group(RingGroup group) {
    Owner owner = owner(group);
    for (int i = 0; i < group.members().size(); i++) {
      String extension = group.members().get(i).extension();
      User member = directory.user(extension);
      if (member == null || !member.extension().equalsIgnoreCase(extension)) {
        severe(owner, "members[" + i + "].extension", "user " + extension + " does not exist");
      }
    }
    destination(owner, "overflow", group.overflow());
  }

  private void service(Service service) {
    Owner owner = owner(service);
    for (Service.Onward onward : service.onward()) {
      schedule(owner, onward.field(), onward.schedule());
      destination(owner, onward.field(), onward.to());
    }
  }

  private void inbound() {
    List<InboundNumber> vague = new ArrayList<>();
    for (InboundNumber number : plan.inbound()) {
      Owner owner = new Owner(Kind.INBOUND, RouteForm.name(number));
      trunk(owner, "trunk", number.trunk());
      schedule(owner, "schedule", number.schedule());
      destination(owner, "open", number.open());
      destination(owner, "closed", number.closed());
      if (number.pattern().text().indexOf('X') >= 0) {
        vague.stream()
            .filter(other -> Numbering.overlap(other.pattern(), number.pattern()))
            .findFirst()
            .ifPresent(other ->
                warn(
                    owner,
                    "pattern",
                    "some of its numbers are routed by " + other.pattern().text()));
        vague.add(number);
      }
    }
  }

  private void routes() {
    EarlierRoutes earlier = new EarlierRoutes();
    for (OutboundRoute route : plan.routes()) {
      Owner owner = new Owner(Kind.ROUTE, route.name());
      for (int i = 0; i < route.trunks().size(); i++) {
        trunk(owner, "trunks[" + i + "]", route.trunks().get(i));
      }
      String hiddenBy = earlier.hides(route);
      if (hiddenBy != null) {
        warn(
            owner,
            "patterns",
            "the earlier route " + hiddenBy + " matches some or all of these numbers");
      }
      earlier.add(route);
    }
  }

  private void site() {
    Owner owner = new Owner(Kind.SITE, "");
    if (plan.frontDesk() != null && !numbering.isOurs(plan.frontDesk())) {
      severe(owner, "frontDesk", plan.frontDesk() + " is not a user or group");
    }
    for (int i = 0; i < plan.emergencyTrunks().size(); i++) {
      trunk(owner, "emergencyTrunks[" + i + "]", plan.emergencyTrunks().get(i));
    }
  }

  /** Nobody and nothing is in two places; a number to test by is nobody's. */
  private void locations() {
    EmergencyPlan emergency = plan.emergency();
    Map<String, Claim> places = new HashMap<>();
    emergency.locations().values().stream()
        .sorted(Comparator.comparing(EmergencyLocation::name))
        .forEach(location -> {
          Owner owner = new Owner(Kind.LOCATION, location.name());
          once(places, owner, "networks", location.networks());
          once(places, owner, "phones", location.phones());
          once(places, owner, "users", location.users());
          for (int i = 0; i < location.users().size(); i++) {
            User user = directory.user(location.users().get(i));
            if (user == null) {
              severe(
                  owner, "users[" + i + "]", "user " + location.users().get(i) + " does not exist");
            }
          }
          String number = location.callbackNumber();
          if (number != null && !isInbound(number)) {
            warn(
                owner,
                "callbackNumber",
                "no inbound number: the emergency centre reaches the last caller for 30 minutes,"
                    + " then nobody");
          }
        });
    for (String number : emergency.testNumbers()) {
      if (numbering.isOurs(number)) {
        severe(new Owner(Kind.SITE, ""), "emergencyTestNumbers", number + " is already assigned");
      }
    }
  }

  private boolean isInbound(String number) {
    return directory.user(number) != null
        || plan.inbound().stream().anyMatch(each -> each.pattern().matches(number));
  }

  private void once(Map<String, Claim> places, Owner owner, String field, List<?> things) {
    for (int i = 0; i < things.size(); i++) {
      Claim claim = new Claim(owner, field + "[" + i + "]");
      Claim other = places.putIfAbsent(field + ' ' + things.get(i), claim);
      if (other != null) {
        severe(owner, claim.field(), "already at the " + other.owner());
        severe(other.owner(), other.field(), "already at the " + owner);
      }
    }
  }

  private void destination(Owner owner, String field, @Nullable Destination to) {
    switch (to) {
      case null -> {}
      case Destination.Dial dial -> leads(owner, field, dial.number());
      case Destination.Mailbox mailbox -> {
        if (directory.user(mailbox.extension()) == null) {
          severe(owner, field, "user " + mailbox.extension() + " does not exist");
        }
      }
      case Destination.Application app -> {
        Kind kind = SERVICES.get(app.name());
        String name = app.argument().split(",", 2)[0]; // what follows is said to the application
        if (kind != null && plan.service(app.name(), name) == null) {
          severe(owner, field, new Owner(kind, name) + " does not exist");
        }
      }
      case Destination.Refusal refusal -> {}
    }
  }

  private void leads(Owner owner, String field, String number) {
    if (!numbering.leadsSomewhere(number)) {
      severe(owner, field, "number " + number + " is not assigned");
    }
  }

  private void schedule(Owner owner, String field, @Nullable String name) {
    if (name != null && !plan.schedules().containsKey(name)) {
      severe(owner, field, "opening hours " + name + " do not exist");
    }
  }

  private void trunk(Owner owner, String field, @Nullable String name) {
    if (name != null && !plan.trunks().containsKey(name)) {
      severe(owner, field, "trunk " + name + " does not exist");
    }
  }

  private void severe(Owner owner, String field, String message) {
    findings.add(new Finding(owner, field, message, true));
  }

  private void warn(Owner owner, String field, String message) {
    findings.add(new Finding(owner, field, message, false));
  }

  private static Owner owner(User user) {
    return new Owner(Kind.USER, user.extension());
  }

  private static Owner owner(Service service) {
    return new Owner(
        SERVICES.getOrDefault(service.application(), Kind.SITE),
        SERVICES.containsKey(service.application()) ? service.name() : "");
  }

  private static Owner owner(RingGroup group) {
    return new Owner(Kind.GROUP, group.number());
  }
}
