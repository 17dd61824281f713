package org.belfry.appliance.dialplan;

import java.util.Map;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.EmergencyAdmin.SaveLocation;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of what the site has arranged. */
@Component
class DialPlanTables {
  /** Rows of {@link #site} and {@link #features}. */
  static final String SITE = "site";

  static final String FEATURES = "features";

  final Documents<SaveGroup> groups;
  final Documents<StoredSchedule> schedules;
  final Documents<StoredTrunk> trunks;
  final Documents<SaveRoute> routes;
  final Documents<SaveInbound> inbound;
  final Documents<SaveAttendant> attendants;
  final Documents<SaveQueue> queues;
  final Documents<SaveRoom> conferences;
  final Documents<SaveLocation> locations;
  final Documents<ChangeSite> site;
  final Documents<Codes> features;
  final DeletedTable deleted;

  record StoredSchedule(SaveSchedule plan, @Nullable NightSwitch override) {}

  /**
   * @param trunk without its password
   * @param sealed the password, encrypted; null for none
   */
  record StoredTrunk(SaveTrunk trunk, byte @Nullable [] sealed) {}

  /**
   * @param codes of the features that were changed; an empty code is none
   */
  record Codes(Map<String, String> codes) {}

  DialPlanTables(JdbcClient jdbc, AuditTrail audit, DeletedTable deleted) {
    this.deleted = deleted;
    groups = new Documents<>(jdbc, audit, "ring_group", SaveGroup.class);
    schedules = new Documents<>(jdbc, audit, "schedule", StoredSchedule.class);
    trunks = new Documents<>(jdbc, audit, "trunk", StoredTrunk.class);
    routes = new Documents<>(jdbc, audit, "outbound_route", SaveRoute.class);
    inbound = new Documents<>(jdbc, audit, "inbound_number", SaveInbound.class);
    attendants = new Documents<>(jdbc, audit, "attendant", SaveAttendant.class);
    queues = new Documents<>(jdbc, audit, "call_queue", SaveQueue.class);
    conferences = new Documents<>(jdbc, audit, "conference_room", SaveRoom.class);
    locations = new Documents<>(jdbc, audit, "emergency_location", SaveLocation.class);
    site = new Documents<>(jdbc, audit, "dial_plan", ChangeSite.class);
    features = new Documents<>(jdbc, audit, "dial_plan", Codes.class);
  }
}
