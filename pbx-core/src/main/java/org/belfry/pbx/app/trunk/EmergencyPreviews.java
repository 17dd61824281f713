package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.LiveState;
import org.belfry.pbx.routing.Planner;
import org.belfry.pbx.routing.RoutingRequest;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/** Plans an emergency call as one would be, and reads from the plan what would be sent. */
public final class EmergencyPreviews implements EmergencyPreview {
  private final Planner planner;
  private final Supplier<DialIndex> index;
  private final LiveState live;
  private final Supplier<Map<Aor, List<Binding>>> bindings;
  private final InstantSource clock;

  /**
   * @param index of the current snapshot
   * @param bindings that have not expired
   */
  public EmergencyPreviews(
      Planner planner,
      Supplier<DialIndex> index,
      LiveState live,
      Supplier<Map<Aor, List<Binding>>> bindings,
      InstantSource clock) {
    this.planner = planner;
    this.index = index;
    this.live = live;
    this.bindings = bindings;
    this.clock = clock;
  }

  @Override
  public Preview preview(String extension, @Nullable String phone, @Nullable String address) {
    DialIndex dial = index.get();
    Directory directory = dial.directory();
    User user = directory.user(extension.strip());
    if (user == null) {
      throw new InvalidCommand("user", "user " + extension.strip() + " does not exist");
    }
    Instant now = clock.instant();
    String number = number(directory.dialPlan(), dial);
    Whereabouts.Device device = device(user, phone, address, directory);
    RoutingRequest enquiry =
        new RoutingRequest(
            new Caller.OurUser(user, false), uri(number, directory), now, live, 0, false, device);
    CallPlan plan = planner.plan(enquiry, dial).plan();
    Whereabouts where = Whereabouts.of(directory.dialPlan().emergency(), user, device);
    EmergencyLocation location = where.location();
    return new Preview(
        user.extension(),
        user.name(),
        number,
        By.valueOf(where.by().name()),
        where.detail(),
        where.text(),
        location != null && location.address().dispatchable(),
        ways(plan, user, directory, now));
  }

  /** Each trunk once, as it is tried first. */
  private static List<Way> ways(CallPlan plan, User user, Directory directory, Instant now) {
    List<Way> ways = new ArrayList<>();
    LinkedHashSet<String> seen = new LinkedHashSet<>();
    @Nullable CallPlan next = plan;
    while (next != null) {
      if (next instanceof CallPlan.Aside aside) {
        next = aside.then();
      } else if (next instanceof CallPlan.Ring ring) {
        if (ring.alerts().getFirst().place() instanceof Place.Outside outside
            && seen.add(outside.trunk())) {
          Whereabouts sent = outside.sent();
          ways.add(
              new Way(
                  outside.trunk(),
                  outside.callerNumber(),
                  sent == null
                      ? null
                      : PidfLo.text(
                          sent,
                          "pres:" + user.extension() + "@" + directory.domain(),
                          directory.dialPlan().country(),
                          now)));
        }
        next = ring.then().unreachable();
      } else {
        next = null;
      }
    }
    return ways;
  }

  @Override
  public List<Person> unlocated() {
    Directory directory = index.get().directory();
    Map<Aor, List<Binding>> phones = bindings.get();
    return new LinkedHashSet<>(directory.users().values())
        .stream()
            .filter(user -> !located(user, directory, phones))
            .sorted(Comparator.comparing(User::extension))
            .map(user -> new Person(user.extension(), user.name()))
            .toList();
  }

  private static boolean located(User user, Directory directory, Map<Aor, List<Binding>> live) {
    List<Binding> phones =
        live.getOrDefault(new Aor(user.extension(), directory.domain()), List.of());
    return phones.isEmpty()
        ? dispatchable(user, null, directory)
        : phones.stream().allMatch(phone -> dispatchable(user, device(phone), directory));
  }

  private static boolean dispatchable(
      User user, Whereabouts.@Nullable Device device, Directory directory) {
    EmergencyLocation location =
        Whereabouts.of(directory.dialPlan().emergency(), user, device).location();
    return location != null && location.address().dispatchable();
  }

  private static Whereabouts.Device device(Binding phone) {
    return new Whereabouts.Device(
        phone.hop().remote().getAddress(),
        Stream.of(phone.userAgent(), phone.instance()).filter(Objects::nonNull).toList());
  }

  private Whereabouts.@Nullable Device device(
      User user, @Nullable String phone, @Nullable String address, Directory directory) {
    List<String> names =
        phone == null || phone.isBlank()
            ? List.of()
            : List.of(phone.strip().toLowerCase(Locale.ROOT));
    if (address != null && !address.isBlank()) {
      InetAddress given = HostAddress.address(address.strip());
      if (given == null) {
        throw new InvalidCommand("address", "must be an IP address");
      }
      return new Whereabouts.Device(given, names);
    }
    if (!names.isEmpty()) {
      return new Whereabouts.Device(null, names);
    }
    List<Binding> phones =
        bindings.get().getOrDefault(new Aor(user.extension(), directory.domain()), List.of());
    return phones.isEmpty()
        ? null
        : device(phones.stream().max(Comparator.comparing(Binding::registeredAt)).orElseThrow());
  }

  private static String number(DialPlan plan, DialIndex index) {
    String number = index.emergencyServiceNumber();
    return number != null
        ? number
        : plan.emergency().testNumbers().stream().sorted().findFirst().orElse("112");
  }

  private static SipUri uri(String number, Directory directory) {
    String domain = directory.domain();
    return new SipUri("sip", number, domain, 0, Map.of(), "sip:" + number + "@" + domain);
  }
}
