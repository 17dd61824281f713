package org.belfry.pbx.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot made quick to look things up in: built once for each, by whoever publishes it. For any
 * thread.
 */
public final class DialIndex {
  /** No emergency number anywhere is longer. */
  private static final int EMERGENCY_LENGTH = 6;

  private static final String SOS = "urn:service:sos";

  /**
   * Numbers for police, ambulance and fire brigade alike, where they are emergency numbers at all.
   * First those that mean nothing else anywhere: 999 is the ambulance alone in some countries.
   */
  private static final List<String> FOR_ALL_SERVICES = List.of("911", "000", "111", "112", "999");

  private final Directory directory;
  private final Numbers numbers;
  private final PatternTrie<InboundNumber> inbound = new PatternTrie<>();
  private final PatternTrie<OutboundRoute> routes = new PatternTrie<>();
  private final List<Map.Entry<String, FeatureCode>> features;
  private final List<String> emergencyTrunks;
  private final Map<String, Service> services = new HashMap<>();
  private final Map<String, Plain> plain = new ConcurrentHashMap<>();

  private DialIndex(Directory directory, Numbers numbers) {
    this.directory = directory;
    this.numbers = numbers;
    DialPlan plan = directory.dialPlan();
    plan.inbound().forEach(each -> inbound.add(List.of(each.pattern()), each));
    plan.routes().forEach(each -> routes.add(each.patterns(), each));
    for (Service service : plan.services().values()) {
      if (service.number() != null) {
        services.put(service.number(), service);
      }
    }
    features = new ArrayList<>(plan.features().entrySet());
    // *98 is no *9 with an 8 behind it: the longest code that fits is meant.
    features.sort(Comparator.comparingInt(e -> -e.getKey().length()));
    emergencyTrunks =
        plan.emergencyTrunks().isEmpty() ? trunksOfRoutes(plan) : plan.emergencyTrunks();
  }

  public static DialIndex of(Directory directory, Numbers numbers) {
    return new DialIndex(directory, numbers);
  }

  public Directory directory() {
    return directory;
  }

  DialPlan dialPlan() {
    return directory.dialPlan();
  }

  Numbers.Reading read(String dialled) {
    return numbers.read(dialled, dialPlan().country(), dialPlan().areaCode());
  }

  /**
   * The emergency number that is dialled, or the number to test by, with or without the outside
   * prefix; or null.
   */
  @Nullable String emergency(String dialled) {
    return dialled(dialled, number -> isEmergency(number) || isTest(number));
  }

  private @Nullable String dialled(String dialled, Predicate<String> is) {
    if (is.test(dialled)) {
      return dialled;
    }
    String prefix = dialPlan().outsidePrefix();
    if (prefix.isEmpty() || !dialled.startsWith(prefix)) {
      return null;
    }
    String rest = dialled.substring(prefix.length());
    return is.test(rest) ? rest : null;
  }

  /** A number by which emergency calls are tested; one that is an emergency number is none. */
  boolean isTest(String number) {
    return dialPlan().emergency().testNumbers().contains(number) && !isEmergency(number);
  }

  /** Whether this may begin an emergency call or a test of one, so that the phone matters. */
  public boolean needsLocation(SipUri uri) {
    String number = uri.user();
    return uri.scheme().equals("urn") || (number != null && emergency(number) != null);
  }

  private boolean isEmergency(String number) {
    return dialPlan().emergencyNumbers().contains(number)
        || (!number.isEmpty()
            && number.length() <= EMERGENCY_LENGTH
            && number.charAt(0) >= '0'
            && number.charAt(0) <= '9'
            && numbers.emergency(number, dialPlan().country()));
  }

  /** True for a URI that calls an emergency number here, or the service (RFC 5031). */
  public boolean isEmergency(SipUri uri) {
    if (uri.scheme().equals("urn")) {
      String text = uri.text().toLowerCase(Locale.ROOT);
      return (text.equals(SOS) || text.startsWith(SOS + ".")) && emergencyServiceNumber() != null;
    }
    String number = uri.user();
    return number != null
        && !number.isEmpty()
        && (uri.scheme().equals("tel") || (uri.isSip() && directory.isLocal(uri.host())))
        && dialled(number, this::isEmergency) != null;
  }

  /**
   * The number of the emergency service here, or null when there is none. A site may name others,
   * but one for all services is known by the countries.
   */
  public @Nullable String emergencyServiceNumber() {
    for (String each : FOR_ALL_SERVICES) {
      if (isEmergency(each)) {
        return each;
      }
    }
    return dialPlan().emergencyNumbers().stream().sorted().findFirst().orElse(null);
  }

  /** In the order they are tried. */
  List<String> emergencyTrunks() {
    return emergencyTrunks;
  }

  @Nullable RingGroup group(String number) {
    return dialPlan().groups().get(number);
  }

  /** An attendant, a queue or the like by its own number, or null. */
  @Nullable Service service(String number) {
    return services.get(number);
  }

  /**
   * @param trunk that it came in by, or null for any
   */
  @Nullable InboundNumber inbound(String number, @Nullable String trunk) {
    return inbound.first(
        number, each -> trunk == null || each.trunk() == null || trunk.equals(each.trunk()));
  }

  @Nullable OutboundRoute route(String number, NumberClass kind, @Nullable String country) {
    return routes.first(
        number,
        each ->
            (each.classes().isEmpty() || each.classes().contains(kind))
                && (each.countries().isEmpty()
                    || (country != null && each.countries().contains(country))));
  }

  /** A feature code and what was dialled behind it. */
  record Coded(FeatureCode code, String dialled, String rest) {}

  /** The longest code that something known to it stands behind, else the longest. */
  @Nullable Coded feature(String number) {
    Coded longest = null;
    for (Map.Entry<String, FeatureCode> each : features) {
      if (number.startsWith(each.getKey())) {
        String rest = number.substring(each.getKey().length());
        Coded fits = new Coded(each.getValue(), each.getKey(), rest);
        if (known(each.getValue(), rest)) {
          return fits;
        }
        longest = longest == null ? fits : longest;
      }
    }
    return longest;
  }

  /** *81002 is *8 and extension 1002, unless there is a group 002 to page by *81. */
  private boolean known(FeatureCode code, String rest) {
    return switch (code) {
      case PICKUP -> rest.isEmpty() || directory.user(rest) != null || group(rest) != null;
      case INTERCOM, TO_VOICEMAIL -> directory.user(rest) != null;
      case PAGE -> group(rest) != null;
      case PARK -> rest.matches("|[1-9][0-9]?");
      default -> rest.isEmpty();
    };
  }

  /** A plan without its reasons, and with them. */
  private record Plain(Planned silent, Planned explained) {
    Planned of(boolean explain) {
      return explain ? explained : silent;
    }
  }

  /**
   * The plan of a user who has arranged nothing, so that it is the same for every caller at any
   * time; null when the number is another's.
   *
   * @param explain whether with its reasons
   */
  @Nullable Planned plain(String number, boolean explain) {
    Plain known = plain.get(number);
    if (known != null) {
      return known.of(explain);
    }
    User user = directory.users().get(number);
    if (user == null
        || user.script() != null
        || !isPlain(user.settings())
        || emergency(number) != null) {
      return null;
    }
    CallPlan plan = UserPlans.plain(user);
    Plain made =
        new Plain(new Planned(plan, List.of()), new Planned(plan, plainReasons(user, number)));
    plain.put(number, made); // as many as there are extensions and aliases
    return made.of(explain);
  }

  private static List<Reason> plainReasons(User user, String number) {
    Reason dialled =
        number.equalsIgnoreCase(user.extension())
            ? Reason.of(Why.DIALLED_USER, number, user.name())
            : Reason.of(Why.DIALLED_ALIAS, number, user.name(), user.extension());
    String seconds = Long.toString(user.settings().ringTime().toSeconds());
    Reason rings = Reason.of(Why.RINGS, user.extension(), seconds);
    return user.settings().mailbox()
        ? List.of(dialled, rings, Reason.of(Why.MAILBOX, user.extension()))
        : List.of(dialled, rings);
  }

  private static boolean isPlain(CallSettings settings) {
    return !settings.doNotDisturb()
        && settings.rules().isEmpty()
        && settings.callLimit() == 0
        && settings.blocked().isEmpty()
        && settings.allowed().isEmpty();
  }

  private static List<String> trunksOfRoutes(DialPlan plan) {
    Set<String> all = new LinkedHashSet<>();
    plan.routes().forEach(route -> all.addAll(route.trunks()));
    plan.trunks().keySet().stream().sorted().forEach(all::add);
    return List.copyOf(all);
  }
}
