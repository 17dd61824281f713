package org.belfry.webui.fake;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.admin.CallSettingsAdmin.From;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.CallSettingsAdmin.Step;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.GroupAdmin.Strategy;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.pbx.admin.WebhookAdmin.SaveWebhook;

/** All that a small business arranges about its numbers; the fakes that pages are tried on. */
public record Numbering(
    FakeGroups groups,
    FakeSchedules schedules,
    FakeTrunks trunks,
    FakeTrunkStates states,
    FakeInbound inbound,
    FakeRoutes routes,
    FakeSite site,
    FakeCallSettings settings,
    FakeScripts scripts,
    FakeCallControl control,
    FakeWebhooks webhooks,
    FakeBans bans,
    FakePhones phones,
    FakeEmergency emergency) {

  public static Numbering of(FakePbx pbx) {
    return new Numbering(
        new FakeGroups(pbx),
        new FakeSchedules(),
        new FakeTrunks(),
        new FakeTrunkStates(pbx),
        new FakeInbound(),
        new FakeRoutes(),
        new FakeSite(),
        new FakeCallSettings(pbx),
        new FakeScripts(),
        new FakeCallControl(pbx),
        new FakeWebhooks(),
        new FakeBans(),
        new FakePhones(pbx.deleted()),
        new FakeEmergency(pbx));
  }

  public void clear() {
    groups.clear();
    schedules.clear();
    trunks.clear();
    states.clear();
    inbound.clear();
    routes.clear();
    site.clear();
    settings.clear();
    scripts.clear();
    control.clear();
    webhooks.clear();
    bans.clear();
    phones.clear();
    emergency.clear();
  }

  /** Fills the fakes as {@link Office} does the telephone system. */
  public void opens() {
    phones.opens();
    groups.create(
        new SaveGroup(
            "600",
            "Sales",
            Strategy.ALL,
            List.of(new Member("1001", null), new Member("1002", null), new Member("1003", 10)),
            45,
            null,
            true,
            "voicemail:1001"));
    groups.create(
        new SaveGroup(
            "610",
            "Support",
            Strategy.LONGEST_IDLE,
            List.of(
                new Member("1004", null),
                new Member("1005", null),
                new Member("1006", null),
                new Member("1007", null)),
            90,
            20,
            true,
            "dial:600"));
    schedules.create(
        new SaveSchedule(
            "Office",
            "Europe/Berlin",
            List.of(
                new Hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY), "08:00", "17:30"),
                new Hours(EnumSet.of(DayOfWeek.FRIDAY), "08:00", "15:00")),
            List.of(
                new Closed("Heiligabend", "2099-12-24", null),
                new Closed("Weihnachten", "2099-12-25", "2099-12-26"),
                new Closed("Works outing", "2099-06-12T12:00", "2099-06-12T18:00"))));
    schedules.create(
        new SaveSchedule(
            "Night desk",
            "Europe/Berlin",
            List.of(new Hours(EnumSet.allOf(DayOfWeek.class), "22:00", "06:00")),
            List.of()));
    trunks.create(trunk("provider", "sip:sip.provider.example;transport=tls", "+4930123450"));
    trunks.create(trunk("backup", "sip:198.51.100.77", "+4930987650"));
    states.comesUp("provider");
    states.isRefused("backup", 403, "Forbidden", "The provider refuses the user name or password.");
    inbound.create(
        new SaveInbound("+4930123450", "provider", "Office", "dial:600", "voicemail:1001"));
    inbound.create(new SaveInbound("+49301234501", null, null, "dial:1001", null));
    inbound.create(new SaveInbound("+4930123459*", null, null, "dial:610", null));
    routes.create(
        new SaveRoute(
            "Mobile",
            10,
            List.of(),
            Set.of(NumberKind.MOBILE),
            Set.of(),
            List.of("backup", "provider"),
            null));
    routes.create(
        new SaveRoute(
            "Neighbours",
            20,
            List.of("+43*", "+41*"),
            Set.of(),
            Set.of("AT", "CH"),
            List.of("provider"),
            null));
    routes.create(
        new SaveRoute(
            "Everything", 30, List.of(), Set.of(), Set.of(), List.of("provider", "backup"), null));
    site.change(
        new ChangeSite(
            "DE",
            "30",
            "0",
            "+4930123450",
            Set.of(),
            "600",
            List.of("provider"),
            null,
            null,
            null));
    settings.change(
        "1001",
        new ChangeCallSettings(
            List.of("alice", "+49301234501"),
            null,
            List.of(
                new Rule(On.CALL, From.ANONYMOUS, null, null, null, "refuse:anonymous", null, null),
                new Rule(
                    On.CALL, From.ANYBODY, null, "Office", false, "voicemail:1001", null, null),
                new Rule(
                    On.NO_ANSWER,
                    From.OUTSIDE,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(
                        new Step(List.of("1002", "1003"), 15, false),
                        new Step(List.of("+491712345678"), 25, true)))),
            25,
            2,
            List.of("+49900*"),
            null,
            null,
            null,
            "+49301234501",
            "front",
            Map.of("77", "1002"),
            "Second floor, room 214",
            true));
    long hook = webhooks.create(webhook("https://crm.example/calls")).webhook().id();
    webhooks.create(webhook("https://tickets.example/hooks/belfry"));
    webhooks.fails(hook, "The server answered 502 Bad Gateway.");
    bans.ban("203.0.113.66", "scanner sipcli");
    bans.ban("2001:db8:7::", "20 wrong passwords in a minute");
  }

  private static SaveWebhook webhook(String url) {
    return new SaveWebhook(url, null, true, null);
  }

  private static SaveTrunk trunk(String name, String server, String number) {
    return new SaveTrunk(
        name,
        server,
        null,
        true,
        number.substring(1),
        null,
        "geheim-77",
        List.of(),
        null,
        number,
        10,
        true,
        null);
  }
}
