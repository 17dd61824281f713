package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.belfry.appliance.dialplan.DialPlanTables.Codes;
import org.belfry.appliance.directory.DialPlanSource;
import org.belfry.appliance.directory.Finding;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.EmergencyAdmin.SaveLocation;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.EmergencyPlan;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.cpl.CplScript;
import org.springframework.stereotype.Component;

/**
 * What the site has arranged, read from the database for the next snapshot. Reads all of it each
 * time, and takes apart only the documents that have changed.
 */
@Component
class MariaDialPlan implements DialPlanSource {
  private final Numbers numbers;
  private final DialPlanTables tables;
  private final CallSettingsTable callTable;
  private final CplTable scriptTable;
  private final Kept<CallSettings> calls;
  private final Kept<CplScript> scripts;
  private final Kept<RingGroup> groups;
  private final Kept<Schedule> schedules;
  private final Kept<Trunk> trunks;
  private final Kept<Placed> routes;
  private final Kept<InboundNumber> inbound;
  private final Kept<Service> attendants;
  private final Kept<Service> queues;
  private final Kept<Service> conferences;

  private final Kept<Located> locations;
  private final Kept<EmergencyLocation> homes;
  private final HomeTable homeTable;

  private record Located(EmergencyLocation location, boolean usual) {}

  private record Placed(int position, OutboundRoute route) {}

  MariaDialPlan(
      DialPlanTables tables,
      CallSettingsTable callTable,
      CplTable scriptTable,
      HomeTable homeTable,
      Numbers numbers,
      PasswordVault vault) {
    this.numbers = numbers;
    this.tables = tables;
    this.callTable = callTable;
    this.scriptTable = scriptTable;
    this.homeTable = homeTable;
    locations = new Kept<>("location", raw -> located(tables.locations.read(raw.text())));
    homes = new Kept<>("location of user", raw -> LocationForm.home(homeTable.read(raw.text())));
    scripts = new Kept<>("script of user", raw -> script(raw.text()));
    calls = new Kept<>("call settings of user", raw -> CallForm.settings(callTable.read(raw)));
    groups = new Kept<>("group", raw -> GroupForm.group(tables.groups.read(raw.text())));
    schedules =
        new Kept<>("schedule", raw -> ScheduleForm.schedule(tables.schedules.read(raw.text())));
    trunks =
        new Kept<>(
            "trunk", raw -> TrunkForm.trunk(raw.id(), tables.trunks.read(raw.text()), vault));
    routes = new Kept<>("route", raw -> placed(tables.routes.read(raw.text())));
    inbound =
        new Kept<>("inbound number", raw -> RouteForm.inbound(tables.inbound.read(raw.text())));
    attendants =
        new Kept<>("attendant", raw -> AttendantForm.attendant(tables.attendants.read(raw.text())));
    queues = new Kept<>("queue", raw -> QueueForm.queue(tables.queues.read(raw.text())));
    conferences =
        new Kept<>(
            "conference room", raw -> ConferenceForm.room(tables.conferences.read(raw.text())));
  }

  private static Located located(SaveLocation location) {
    return new Located(LocationForm.location(location), CallForm.or(location.usual(), false));
  }

  private static Placed placed(SaveRoute route) {
    return new Placed(Objects.requireNonNull(route.position()), RouteForm.route(route));
  }

  @Override
  public Map<Long, CallSettings> callSettings() {
    return calls.byId(callTable.raw());
  }

  @Override
  public Map<Long, CplScript> scripts() {
    return scripts.byId(scriptTable.raw());
  }

  private static CplScript script(String text) {
    return switch (CplScript.parse(text)) {
      case CplScript.Read read -> read.script();
      case CplScript.Refused refused ->
          throw new IllegalArgumentException(String.valueOf(refused.problems().getFirst()));
    };
  }

  @Override
  public DialPlan dialPlan() {
    ChangeSite site = site();
    List<Service> services = new ArrayList<>(attendants.of(tables.attendants.raw()));
    services.addAll(queues.of(tables.queues.raw()));
    services.addAll(conferences.of(tables.conferences.raw()));
    return DialPlan.EMPTY
        .edit()
        .country(CallForm.text(site.country()))
        .areaCode(CallForm.orNull(site.areaCode()))
        .outsidePrefix(CallForm.text(site.outsidePrefix()))
        .mainNumber(CallForm.orNull(site.mainNumber()))
        .emergencyNumbers(Fields.orEmpty(site.emergencyNumbers()))
        .frontDesk(CallForm.orNull(site.frontDesk()))
        .emergencyTrunks(Fields.orEmpty(site.emergencyTrunks()))
        .groups(by(groups.of(tables.groups.raw()), RingGroup::number))
        .schedules(by(schedules.of(tables.schedules.raw()), Schedule::name))
        .inbound(inbound.of(tables.inbound.raw()).stream().sorted(RouteForm::closestFirst).toList())
        .routes(
            routes.of(tables.routes.raw()).stream()
                .sorted(MariaDialPlan::inOrder)
                .map(Placed::route)
                .toList())
        .trunks(by(trunks.of(tables.trunks.raw()), Trunk::name))
        .digest(DigestOffer.valueOf(SiteForm.digest(site).name()))
        .contactNetworks(SiteForm.contactNetworks(site))
        .features(SiteForm.byCode(codes()))
        .emergency(emergency(site))
        .services(services)
        .done();
  }

  private EmergencyPlan emergency(ChangeSite site) {
    List<Located> all = locations.of(tables.locations.raw());
    return new EmergencyPlan(
        by(all.stream().map(Located::location).toList(), EmergencyLocation::name),
        homes.byId(homeTable.raw()),
        all.stream()
            .filter(Located::usual)
            .map(each -> each.location().name())
            .findFirst()
            .orElse(null),
        Fields.orEmpty(site.emergencyTestNumbers()));
  }

  private static int inOrder(Placed a, Placed b) {
    return a.position() != b.position()
        ? Integer.compare(a.position(), b.position())
        : a.route().name().compareTo(b.route().name());
  }

  ChangeSite site() {
    return tables.site.byName(DialPlanTables.SITE).map(Documents.Row::value).orElse(SiteForm.USUAL);
  }

  Map<String, String> codes() {
    return tables
        .features
        .byName(DialPlanTables.FEATURES)
        .map(row -> row.value())
        .map(Codes::codes)
        .orElse(Map.of());
  }

  @Override
  public List<Finding> examine(Directory directory) {
    return Examination.of(directory, numbers);
  }

  private static <D> Map<String, D> by(List<D> things, Function<D, String> name) {
    return things.stream().collect(Collectors.toMap(name, Function.identity()));
  }
}
