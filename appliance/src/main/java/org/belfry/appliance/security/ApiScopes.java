package org.belfry.appliance.security;

import static org.belfry.pbx.admin.AccountAdmin.Scope.CALLS;
import static org.belfry.pbx.admin.AccountAdmin.Scope.MONITORING;
import static org.belfry.pbx.admin.AccountAdmin.Scope.READ;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.springframework.util.AntPathMatcher;

/**
 * What a token needs for each route of the API: one of the scopes named here, or {@link
 * Scope#ADMIN}, which is enough for all. The first line that fits decides; a route that none fits
 * is an administrator's, and a test wants a line for each all the same.
 *
 * <p>{@link Scope#READ} shows how the system is set up and what happens, and nothing that opens
 * another door: no addresses of phones' files, credentials, ladders with keys in them, nor what
 * people have said.
 */
final class ApiScopes {
  private static final AntPathMatcher PATHS = new AntPathMatcher();

  /**
   * @param read what GET and HEAD need, besides an administrator
   * @param write what everything else needs, besides an administrator
   */
  private record Line(String path, Set<Scope> read, Set<Scope> write) {}

  private static final List<Line> LINES =
      List.of(
          // What watches over the system.
          line("/actuator/**", Set.of(MONITORING), Set.of()),
          line("/api/v1/health/**", Set.of(MONITORING, READ), Set.of()),
          line("/api/v1/alarms/**", Set.of(MONITORING, READ), Set.of()),
          line("/api/v1/trunks/status", Set.of(MONITORING, READ), Set.of()),
          // Calls as they happen.
          line("/api/v1/calls/ladder", Set.of(), Set.of()),
          line("/api/v1/calls/*/ladder", Set.of(), Set.of()),
          line("/api/v1/calls/**", Set.of(CALLS, READ, MONITORING), Set.of(CALLS)),
          line("/api/v1/parked/**", Set.of(CALLS, READ), Set.of(CALLS)),
          line("/api/v1/conferences/**", Set.of(CALLS, READ), Set.of(CALLS)),
          line("/api/v1/queues/live", Set.of(CALLS, READ, MONITORING), Set.of()),
          line("/api/v1/queues/*/live", Set.of(CALLS, READ, MONITORING), Set.of()),
          line("/api/v1/queues/*/agents/*", Set.of(), Set.of(CALLS)),
          line("/api/v1/agents/*", Set.of(), Set.of(CALLS)),
          line("/api/v1/events", Set.of(CALLS, READ), Set.of()),
          line("/api/v1/cdrs/**", Set.of(CALLS, READ), Set.of()),
          line("/api/v1/registrations", Set.of(CALLS, READ, MONITORING), Set.of()),
          // What people have said, and what opens other doors.
          line("/api/v1/mailboxes/*/**", Set.of(), Set.of()),
          line("/api/v1/recordings/*/audio", Set.of(), Set.of()),
          line("/api/v1/exports/voicemail.zip", Set.of(), Set.of()),
          line("/api/v1/users/*/turn", Set.of(), Set.of()),
          line("/api/v1/users/*/web-access", Set.of(), Set.of()),
          line("/api/v1/phones/new", Set.of(READ), Set.of()),
          line("/api/v1/phones/models", Set.of(READ), Set.of()),
          line("/api/v1/phones/inventory.csv", Set.of(READ), Set.of()),
          line("/api/v1/phones/**", Set.of(), Set.of()),
          line("/api/v1/conference-rooms/**", Set.of(), Set.of()), // PINs of moderators
          line("/api/v1/api-tokens/**", Set.of(), Set.of()),
          line("/api/v1/webhooks/**", Set.of(), Set.of()),
          line("/api/v1/backups/**", Set.of(MONITORING), Set.of()),
          line("/api/v1/update/**", Set.of(READ, MONITORING), Set.of()),
          line("/api/v1/local/**", Set.of(), Set.of()),
          line("/api/v1/log/**", Set.of(), Set.of()), // who calls whom, and from where
          line("/api/v1/support/**", Set.of(), Set.of()),
          // Questions that change nothing.
          line("/api/v1/plans/explain", Set.of(), Set.of(READ)),
          line("/api/v1/attendants/*/try", Set.of(), Set.of(READ)),
          // How the system is set up.
          area("allow-list"),
          area("announcements"),
          area("attendants"),
          area("audit"),
          area("bans"),
          area("certificate"),
          area("deleted-items"),
          area("dial-plan"),
          area("emergency"),
          area("exports"),
          area("feature-codes"),
          area("failed-log-ins"),
          area("fraud-fuse"),
          area("groups"),
          area("inbound-numbers"),
          area("mail"),
          area("mailboxes"),
          area("music"),
          area("network"),
          area("peers"),
          area("phone-layers"),
          area("phone-rollout"),
          area("phone-settings"),
          area("plans"),
          area("playlists"),
          area("prompts"),
          area("queues"),
          area("recording-rules"),
          area("recordings"),
          area("reports"),
          area("routes"),
          area("schedules"),
          area("settings"),
          line("/api/v1/storage/**", Set.of(MONITORING, READ), Set.of()),
          area("trunks"),
          area("users"));

  private ApiScopes() {}

  private static Line line(String path, Set<Scope> read, Set<Scope> write) {
    return new Line(path, read, write);
  }

  private static Line area(String name) {
    return line("/api/v1/" + name + "/**", Set.of(READ), Set.of());
  }

  /** Whether there is a line for it. */
  static boolean isDeclared(String path) {
    return LINES.stream().anyMatch(line -> PATHS.match(line.path(), path));
  }

  /** The scopes any one of which is enough. */
  static Set<Scope> enough(String method, String path) {
    EnumSet<Scope> enough = EnumSet.of(Scope.ADMIN);
    boolean reads = method.equals("GET") || method.equals("HEAD");
    LINES.stream()
        .filter(line -> PATHS.match(line.path(), path))
        .findFirst()
        .ifPresent(line -> enough.addAll(reads ? line.read() : line.write()));
    return enough;
  }
}
