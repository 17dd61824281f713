package org.belfry.pbx.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What the site has arranged for calls beyond its users.
 *
 * @param country ISO 3166 code of the site, upper case: how national numbers are read
 * @param areaCode national area code of the site without its trunk prefix, for numbers dialled
 *     without one; or null
 * @param outsidePrefix dialled before outside numbers; empty for none
 * @param mainNumber what outside parties see of a user without a number, E.164; or null
 * @param emergencyNumbers beyond the country's own
 * @param frontDesk who is told of an emergency call, or null
 * @param emergencyTrunks in the order tried; empty for those of the routes
 * @param groups by number
 * @param schedules by name
 * @param inbound in order, the first that fits counts
 * @param routes in order, the first that fits counts
 * @param trunks by name
 * @param features feature codes: what is dialled to its action, for example {@code *8} to {@code
 *     pickup}
 * @param digest which algorithms phones are challenged with, BOTH or MD5
 * @param contactNetworks where a Contact may be though its phone speaks from another address
 * @param emergency where callers are, and numbers to test by
 * @param services attendants, queues and what else is a document of an application; by {@link #key}
 */
public record DialPlan(
    String country,
    @Nullable String areaCode,
    String outsidePrefix,
    @Nullable String mainNumber,
    Set<String> emergencyNumbers,
    @Nullable String frontDesk,
    List<String> emergencyTrunks,
    Map<String, RingGroup> groups,
    Map<String, Schedule> schedules,
    List<InboundNumber> inbound,
    List<OutboundRoute> routes,
    Map<String, Trunk> trunks,
    Map<String, FeatureCode> features,
    DigestOffer digest,
    List<IpNetwork> contactNetworks,
    EmergencyPlan emergency,
    Map<String, Service> services) {

  /** A site with nothing arranged. */
  public static final DialPlan EMPTY =
      new DialPlan(
          "US",
          null,
          "",
          null,
          Set.of(),
          null,
          List.of(),
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          Map.of(),
          FeatureCode.defaults(),
          DigestOffer.BOTH,
          List.of(),
          EmergencyPlan.NONE,
          Map.of());

  public DialPlan {
    emergencyNumbers = Set.copyOf(emergencyNumbers);
    emergencyTrunks = List.copyOf(emergencyTrunks);
    groups = Map.copyOf(groups);
    schedules = Map.copyOf(schedules);
    inbound = List.copyOf(inbound);
    routes = List.copyOf(routes);
    trunks = Map.copyOf(trunks);
    features = Map.copyOf(features);
    if (digest == DigestOffer.SITE) {
      throw new IllegalArgumentException("the site offers BOTH or MD5");
    }
    contactNetworks = List.copyOf(contactNetworks);
    services = Map.copyOf(services);
  }

  /** A changed copy in the making. */
  public Edit edit() {
    return new Edit(this);
  }

  /** By which {@link #services} has a service. */
  public static String key(String application, String name) {
    return application + ":" + name;
  }

  /** The service of this application, or null. */
  public @Nullable Service service(String application, String name) {
    return services.get(key(application, name));
  }

  /** A plan in the making; what is not named stays. */
  public static final class Edit {
    private String country;
    private @Nullable String areaCode;
    private String outsidePrefix;
    private @Nullable String mainNumber;
    private Set<String> emergencyNumbers;
    private @Nullable String frontDesk;
    private List<String> emergencyTrunks;
    private Map<String, RingGroup> groups;
    private Map<String, Schedule> schedules;
    private List<InboundNumber> inbound;
    private List<OutboundRoute> routes;
    private Map<String, Trunk> trunks;
    private Map<String, FeatureCode> features;
    private DigestOffer digest;
    private List<IpNetwork> contactNetworks;
    private EmergencyPlan emergency;
    private Map<String, Service> services;

    private Edit(DialPlan plan) {
      country = plan.country;
      areaCode = plan.areaCode;
      outsidePrefix = plan.outsidePrefix;
      mainNumber = plan.mainNumber;
      emergencyNumbers = plan.emergencyNumbers;
      frontDesk = plan.frontDesk;
      emergencyTrunks = plan.emergencyTrunks;
      groups = plan.groups;
      schedules = plan.schedules;
      inbound = plan.inbound;
      routes = plan.routes;
      trunks = plan.trunks;
      features = plan.features;
      digest = plan.digest;
      contactNetworks = plan.contactNetworks;
      emergency = plan.emergency;
      services = plan.services;
    }

    public Edit country(String its) {
      country = its;
      return this;
    }

    public Edit areaCode(@Nullable String its) {
      areaCode = its;
      return this;
    }

    public Edit outsidePrefix(String its) {
      outsidePrefix = its;
      return this;
    }

    public Edit mainNumber(@Nullable String its) {
      mainNumber = its;
      return this;
    }

    public Edit emergencyNumbers(Set<String> its) {
      emergencyNumbers = its;
      return this;
    }

    public Edit frontDesk(@Nullable String its) {
      frontDesk = its;
      return this;
    }

    public Edit emergencyTrunks(List<String> its) {
      emergencyTrunks = its;
      return this;
    }

    public Edit groups(Map<String, RingGroup> its) {
      groups = its;
      return this;
    }

    public Edit schedules(Map<String, Schedule> its) {
      schedules = its;
      return this;
    }

    public Edit inbound(List<InboundNumber> its) {
      inbound = its;
      return this;
    }

    public Edit routes(List<OutboundRoute> its) {
      routes = its;
      return this;
    }

    public Edit trunks(Map<String, Trunk> its) {
      trunks = its;
      return this;
    }

    public Edit features(Map<String, FeatureCode> its) {
      features = its;
      return this;
    }

    public Edit digest(DigestOffer its) {
      digest = its;
      return this;
    }

    public Edit contactNetworks(List<IpNetwork> its) {
      contactNetworks = its;
      return this;
    }

    public Edit emergency(EmergencyPlan its) {
      emergency = its;
      return this;
    }

    public Edit services(Collection<? extends Service> its) {
      services =
          its.stream().collect(Collectors.toMap(s -> key(s.application(), s.name()), s -> s));
      return this;
    }

    public DialPlan done() {
      return new DialPlan(
          country,
          areaCode,
          outsidePrefix,
          mainNumber,
          emergencyNumbers,
          frontDesk,
          emergencyTrunks,
          groups,
          schedules,
          inbound,
          routes,
          trunks,
          features,
          digest,
          contactNetworks,
          emergency,
          services);
    }
  }
}
