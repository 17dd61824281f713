package org.belfry.appliance.settings;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.belfry.appliance.settings.SettingType.Choice;
import org.belfry.appliance.settings.SettingType.Flag;
import org.belfry.appliance.settings.SettingType.Several;
import org.belfry.appliance.settings.SettingType.Span;
import org.belfry.appliance.settings.SettingType.Text;
import org.belfry.appliance.settings.SettingType.Whole;
import org.belfry.appliance.settings.SettingType.Zone;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.media.ice.Subnet;
import org.belfry.pbx.admin.SettingsAdmin.Kind;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.transport.Advertised;
import org.springframework.boot.convert.DurationStyle;

/**
 * Every property of {@code belfry.*} and where its owner finds it. A property that is not here
 * fails a test. Defaults are those of the properties themselves.
 */
final class SettingCatalogue {
  private static final int PORT_MAX = 65_535;
  private static final int MANY = 1_000_000;

  private static final List<String> DSCP =
      List.of(
          "df", "cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "af11", "af12", "af13", "af21", "af22",
          "af23", "af31", "af32", "af33", "af41", "af42", "af43", "va", "ef");

  /**
   * @param page of the administrator that has it
   */
  record Elsewhere(String page) {}

  /** Properties that have a page of their own. */
  static final Map<String, Elsewhere> OTHER_PAGES =
      Map.of(
          "belfry.mail.host", new Elsewhere("mail"),
          "belfry.mail.port", new Elsewhere("mail"),
          "belfry.mail.from", new Elsewhere("mail"),
          "belfry.mail.user", new Elsewhere("mail"),
          "belfry.mail.password", new Elsewhere("mail"),
          "belfry.mail.security", new Elsewhere("mail"),
          "belfry.mail.tls-verify", new Elsewhere("mail"));

  /** Properties without a page, and why. */
  static final Map<String, String> DEVELOPERS =
      Map.of(
          "belfry.data", "the settings themselves are kept there",
          "belfry.demo", "for trying Belfry out: creates users with printed passwords",
          "belfry.admin-password", "sets a password at each start; System changes it",
          "belfry.database.url", "the settings are kept in that database",
          "belfry.database.username", "as the URL",
          "belfry.database.password", "as the URL, and it is never shown");

  private static final Map<String, SystemSetting> ALL = byName();

  private SettingCatalogue() {}

  /** In the order of the page. */
  static List<SystemSetting> all() {
    return List.copyOf(ALL.values());
  }

  static Optional<SystemSetting> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, SystemSetting> byName() {
    Map<String, SystemSetting> all = new LinkedHashMap<>();
    Stream.of(
            network(),
            addresses(),
            sip(),
            security(),
            connections(),
            media(),
            turn(),
            phones(),
            presence(),
            calls(),
            storage())
        .flatMap(List::stream)
        .forEach(each -> all.put(each.name(), each));
    return all;
  }

  private static List<SystemSetting> network() {
    return List.of(
        of("network", "zone", new Zone()).orNone(),
        of("network", "bind", several(InetAddress::ofLiteral, "192.0.2.10"))
            .orNone()
            .owners()
            .reaching(),
        of("network", "https-port", port()).owners().reaching(),
        of("network", "admin-port", port()).orNone().owners().reaching(),
        of("network", "admin-address", text("[0-9A-Fa-f:.]{2,45}", "192.168.1.5"))
            .orNone()
            .owners()
            .reaching(),
        of("network", "http-port", port()).owners().reaching(),
        of("network", "dns.servers", several(SettingCatalogue::server, "192.0.2.53"))
            .orNone()
            .owners());
  }

  private static List<SystemSetting> addresses() {
    return List.of(
        of("public", "sip.domain", several(matching("[A-Za-z0-9.:\\[\\]-]+"), "pbx.example"))
            .orNone()
            .owners(),
        of("public", "sip.advertise", several(Advertised.Address::of, "203.0.113.7")),
        of("public", "sip.local-networks", several(IpNetwork::of, "192.168.0.0/16")),
        of(
                "public",
                "provisioning.url",
                text("https?://[A-Za-z0-9.:\\[\\]-]{1,200}/*", "https://pbx.example:8443"))
            .orNone()
            .owners(),
        of(
                "public",
                "update.url",
                text(
                    "https?://[A-Za-z0-9.:\\[\\]-]{1,200}(/[A-Za-z0-9._~-]{1,100}){0,10}/*",
                    "https://updates.example/belfry"))
            .orNone()
            .owners(),
        of("public", "update.automatic", choice("check", "download", "install")).owners(),
        of("public", "sip.federation", choice("off", "out", "both")).owners());
  }

  private static List<SystemSetting> sip() {
    return List.of(
        of("sip", "sip-port", port()),
        of("sip", "sip-tls-port", portOrNone()).orNone(),
        of("sip", "sip-ws-port", portOrNone()).orNone(),
        of("sip", "sip-wss-port", portOrNone()).orNone(),
        of("sip", "sip.keep-alive", choice("nat", "all", "off")),
        of("sip", "sip.keep-alive-interval", span("1s", "1h")),
        of("sip", "sip.keep-alive-misses", whole(1, 100)),
        of("sip", "sip.dscp", new Choice(DSCP)),
        of("sip", "sip.lanes", whole(0, 64)),
        of("sip", "sip.trace-megabytes", whole(0, 1024)));
  }

  private static List<SystemSetting> security() {
    return List.of(
        of("security", "media.encryption", choice("allowed", "required", "forbidden")).owners(),
        of("security", "sip.sha256-first", new Flag()).owners(),
        // Without a dollar sign: ${…} is replaced at the start, and strangers are told the realm.
        of("security", "sip.realm", text("[ -~&&[^\"\\\\$]]{1,128}", "belfry")).orNone().owners(),
        of("security", "sip.tls-verify", new Flag()).owners(),
        of(
                "security",
                "sip.web-socket-origins",
                several(matching("\\*|https?://[A-Za-z0-9.:\\[\\]-]+"), "https://intranet.example"))
            .owners(),
        of("security", "attendant.private-web-servers", new Flag()).owners(),
        of("security", "guard.enabled", new Flag()).owners(),
        of("security", "guard.attempts", whole(2, 100)).owners(),
        of("security", "guard.window", span("1s", "30d")).owners(),
        of("security", "guard.ban-time", span("1s", "365d")).owners(),
        of("security", "guard.max-ban-time", span("1s", "3650d")).owners(),
        of("security", "guard.allow", several(IpNetwork::of, "192.168.0.0/16")).owners());
  }

  private static List<SystemSetting> connections() {
    return List.of(
        of("connections", "sip.connections.max", whole(16, MANY)),
        of("connections", "sip.connections.per-source", whole(1, MANY)),
        of("connections", "sip.connections.strangers", whole(1, MANY)),
        of("connections", "sip.connections.strangers-per-source", whole(1, MANY)),
        of("connections", "sip.connections.stranger-idle", span("5s", "1h")));
  }

  private static List<SystemSetting> media() {
    return List.of(
        of("media", "media.anchor", new Flag()),
        of("media", "media.ports", ports("30000-39999")),
        of("media", "media.webrtc-port", whole(0, PORT_MAX)),
        of("media", "media.timeout", span("0s", "1d")),
        of("media", "media.music-on-hold", choice("true", "false")),
        of("media", "media.exclude", several(Subnet::of, "10.8.0.0/16")),
        of("media", "media.dscp", new Choice(DSCP)));
  }

  private static List<SystemSetting> turn() {
    return List.of(
        of("turn", "turn.enabled", new Flag()),
        of("turn", "turn.port", portOrNone()).orNone(),
        of("turn", "turn.tls-port", portOrNone()).orNone(),
        of("turn", "turn.ports", ports("40000-40999")),
        of("turn", "turn.allocations", whole(1, 10_000)),
        of("turn", "turn.allocations-per-user", whole(1, 10_000)),
        of("turn", "turn.kilobytes-per-second", whole(0, MANY)),
        of("turn", "turn.connections", whole(1, 10_000)),
        of("turn", "turn.deny", several(Subnet::of, "10.0.0.0/8")).owners());
  }

  private static List<SystemSetting> phones() {
    return List.of(
        of("phones", "provisioning.pnp", new Flag()),
        of("phones", "provisioning.dhcp", choice("off", "server", "proxy")).owners(),
        of("phones", "provisioning.dhcp-interface", text("[A-Za-z0-9._-]{1,15}", "eth0"))
            .orNone()
            .owners(),
        of(
                "phones",
                "provisioning.dhcp-range",
                text("[0-9.]{7,15}-[0-9.]{7,15}", "192.168.1.100-192.168.1.200"))
            .orNone()
            .owners(),
        of("phones", "provisioning.dns", new Flag()).owners(),
        of("phones", "provisioning.tftp", new Flag()),
        of("phones", "provisioning.ldap-port", portOrNone()).owners(),
        of("phones", "provisioning.ldaps-port", portOrNone()).orNone());
  }

  private static List<SystemSetting> presence() {
    return List.of(
        of("presence", "presence.watch", choice("all", "own")),
        of("presence", "presence.subscriptions-per-user", whole(1, 100_000)),
        of("presence", "presence.subscriptions", whole(1, MANY)),
        of("presence", "presence.partial-dialogs", new Flag()),
        of("presence", "presence.unsolicited-mailbox", new Flag()));
  }

  private static List<SystemSetting> calls() {
    return List.of(
        of("calls", "park.return-after", span("10s", "1h")),
        of("calls", "park.again", span("10s", "1h")),
        of("calls", "park.longest", span("10s", "12h")),
        of("calls", "trunk.probe", span("1s", "1h")),
        of("calls", "trunk.retry", span("1s", "30m")));
  }

  private static List<SystemSetting> storage() {
    return List.of(
        of("storage", "voicemail.longest", span("10s", "1h")),
        of("storage", "voicemail.shortest", span("0s", "1m")),
        of("storage", "voicemail.messages", whole(1, 100_000)),
        of("storage", "voicemail.megabytes", whole(1, MANY)),
        of("storage", "voicemail.keep", span("0s", "3650d")).owners(),
        of("storage", "voicemail.free-megabytes", whole(0, MANY)),
        of("storage", "recording.format", choice("opus", "wav")),
        of("storage", "recording.longest", span("1m", "24h")),
        of("storage", "recording.keep", span("0s", "3650d")).owners(),
        of("storage", "recording.free-megabytes", whole(0, MANY)).owners(),
        of("storage", "history.keep", span("0s", "3650d")).owners(),
        of("storage", "audit.keep", span("0s", "3650d")).owners(),
        of("storage", "mail.keep", span("0s", "3650d")).owners(),
        of("storage", "backup.proof-megabytes", whole(10, 10_000_000)));
  }

  private static SystemSetting of(String group, String name, SettingType type) {
    return new SystemSetting("belfry." + name, group, type, false, false, false);
  }

  private static SettingType whole(int least, int most) {
    return new Whole(Kind.WHOLE, least, most, List.of());
  }

  private static SettingType port() {
    return new Whole(Kind.PORT, 1, PORT_MAX, List.of());
  }

  private static SettingType portOrNone() {
    return new Whole(Kind.PORT, 1, PORT_MAX, List.of(-1));
  }

  private static SettingType span(String least, String most) {
    return new Span(DurationStyle.SIMPLE.parse(least), DurationStyle.SIMPLE.parse(most));
  }

  private static SettingType choice(String... words) {
    return new Choice(List.of(words));
  }

  private static SettingType text(String pattern, String example) {
    return new Text(Pattern.compile(pattern), example);
  }

  private static SettingType ports(String example) {
    return text("[0-9]{4,5} *- *[0-9]{4,5}", example);
  }

  private static SettingType several(Consumer<String> check, String example) {
    return new Several(check, example);
  }

  private static Consumer<String> matching(String pattern) {
    Pattern form = Pattern.compile(pattern);
    return text -> {
      if (!form.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
    };
  }

  /** A name server: an address with a port or without. */
  private static void server(String text) {
    try {
      var _ = new BelfryProperties.Dns(List.of(text));
    } catch (CannotStart e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
