package org.belfry.appliance.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.PropertyTree;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.pbx.admin.SettingsAdmin.SettingsView;
import org.belfry.pbx.admin.SettingsAdmin.Source;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings of the pages and the start that follows. */
@Tag("database")
@Timeout(240)
class SettingsStartTest {
  /** What would begin something on this machine, or end the calls of this test's own network. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "belfry.provisioning.dhcp",
          "belfry.provisioning.dhcp-interface",
          "belfry.provisioning.dhcp-range",
          "belfry.provisioning.dns",
          "belfry.provisioning.tftp",
          "belfry.provisioning.ldap-port");

  @TempDir Path data;

  @Test
  void everySettingOfThePagesReachesTheNextStart() {
    Map<String, Object> values = new LinkedHashMap<>();
    try (LocalAppliance first = LocalAppliance.on(data)) {
      SettingsAdmin settings = first.part(SettingsAdmin.class);
      for (SettingView each : settings.settings().settings()) {
        if (each.editable() && !NOT_HERE.contains(each.name())) {
          values.put(each.name(), another(each));
        }
      }
      assertThat(values).hasSizeGreaterThan(60);
      SettingsView changed = settings.change(values);
      assertThat(changed.pending()).containsExactlyInAnyOrderElementsOf(values.keySet());
    }
    try (LocalAppliance second = LocalAppliance.on(data)) {
      SettingsView now = second.part(SettingsAdmin.class).settings();
      assertThat(now.refused()).isNull();
      assertThat(now.pending()).isEmpty();
      Map<String, String> bound = PropertyTree.values(second.part(BelfryProperties.class));
      for (SettingView each : now.settings()) {
        if (values.containsKey(each.name())) {
          assertThat(each.source()).as(each.name()).isEqualTo(Source.HERE);
          assertThat(each.inUse()).as(each.name()).isEqualTo(values.get(each.name()));
          assertThat(
                  SettingCatalogue.find(each.name())
                      .orElseThrow()
                      .type()
                      .read(bound.get(each.name())))
              .as(each.name())
              .isEqualTo(values.get(each.name()));
        }
      }
    }
  }

  /** A value that is not the one in use. */
  private static Object another(SettingView setting) {
    return switch (setting.name()) {
      case "belfry.media.ports" -> "31000-31999";
      case "belfry.turn.ports" -> "41000-41999";
      case "belfry.provisioning.url" -> "https://pbx.example:9443";
      case "belfry.sip.realm" -> "other";
      case "belfry.update.url" -> "https://updates.example/belfry";
      case "belfry.sip.domain" -> List.of("pbx.example", "sip.example");
      case "belfry.dns.servers" -> List.of("127.0.0.1:5353");
      case "belfry.sip.advertise" -> List.of("203.0.113.7");
      case "belfry.sip.web-socket-origins" -> List.of("https://intranet.example");
      case "belfry.zone" -> "Asia/Tokyo";
      case "belfry.media.webrtc-port", "belfry.admin-port" -> FreePorts.next();
      case "belfry.admin-address" -> "127.0.0.1";
      case "belfry.guard.max-ban-time" -> "2d";
      default ->
          switch (setting.kind()) {
            case FLAG -> !Boolean.TRUE.equals(setting.value());
            case WHOLE, PORT -> setting.value() instanceof Integer now && now > 2 ? now - 1 : 3;
            case DURATION -> "2m".equals(setting.value()) ? "3m" : longer(setting);
            case CHOICE ->
                setting.choices().stream()
                    .filter(each -> !each.equals(setting.value()))
                    .findFirst()
                    .orElseThrow();
            case LIST -> List.of("192.0.2.0/24", "198.51.100.0/24");
            case ZONE, TEXT -> throw new AssertionError(setting.name());
          };
    };
  }

  private static String longer(SettingView setting) {
    return switch (setting.name()) {
      case "belfry.voicemail.shortest" -> "3s";
      case "belfry.voicemail.keep",
          "belfry.recording.keep",
          "belfry.history.keep",
          "belfry.audit.keep",
          "belfry.mail.keep" ->
          "30d";
      case "belfry.park.longest" -> "45m";
      default -> "2m";
    };
  }

  @Test
  void aPortThatIsTakenLeavesBelfryRunningWithWhatWorkedBefore() throws IOException {
    try (LocalAppliance first = LocalAppliance.on(data)) {
      first.part(SettingsAdmin.class).change(Map.of("belfry.park.longest", "45m"));
    }
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      try (LocalAppliance second = LocalAppliance.on(data)) {
        SettingsAdmin settings = second.part(SettingsAdmin.class);
        assertThat(settings.settings().pending()).isEmpty();
        settings.change(
            Map.of(
                "belfry.provisioning.ldap-port", taken.getLocalPort(), "belfry.park.again", "3m"));
      }
      try (LocalAppliance third = LocalAppliance.on(data)) {
        SettingsAdmin settings = third.part(SettingsAdmin.class);
        SettingsView now = settings.settings();
        assertThat(now.refused()).isNotNull();
        assertThat(now.refused().reason()).contains("belfry.provisioning.ldap");
        assertThat(now.refused().names())
            .containsExactly("belfry.park.again", "belfry.provisioning.ldap-port");
        assertThat(now.pending())
            .containsExactlyInAnyOrder("belfry.park.again", "belfry.provisioning.ldap-port");
        assertThat(settings.setting("belfry.park.longest").inUse()).isEqualTo("45m");
        assertThat(settings.undo().pending()).isEmpty();
      }
    }
    try (LocalAppliance fourth = LocalAppliance.on(data)) {
      SettingsView now = fourth.part(SettingsAdmin.class).settings();
      assertThat(now.refused()).isNull();
      assertThat(now.pending()).isEmpty();
    }
  }

  @Test
  void aNewPortOfThePagesStaysWhenAnAdministratorHasSignedIn() throws IOException {
    Path settings = Files.createDirectories(data.resolve("settings"));
    Files.writeString(settings.resolve("wanted"), "belfry.https-port=9443\n");
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      SettingsAdmin admin = appliance.part(SettingsAdmin.class);
      assertThat(admin.settings().confirmBy()).isNotNull();
      assertThat(appliance.api().get("/api/v1/settings").status()).isEqualTo(200);
      assertThat(appliance.https().anonymous().get("/api/v1/openapi.json").status()).isEqualTo(200);
      assertThat(admin.settings().confirmBy())
          .as("a token and a stranger do not count")
          .isNotNull();
      assertThat(appliance.https().get("/api/v1/settings").status()).isEqualTo(200);
      assertThat(admin.settings().confirmBy()).isNull();
      assertThat(settings.resolve("good")).hasContent("belfry.https-port=9443");
    }
  }

  @Test
  void anAddressThatIsGoneLeavesBelfryRunningWithoutTheSettings() throws IOException {
    Path settings = Files.createDirectories(data.resolve("settings"));
    for (String name : List.of("wanted", "good")) {
      Files.writeString(settings.resolve(name), "belfry.dns.servers=nowhere\n");
    }
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      SettingsView now = appliance.part(SettingsAdmin.class).settings();
      assertThat(now.refused()).isNotNull();
      assertThat(now.refused().reason()).contains("belfry.dns.servers");
    }
  }

  @Test
  void theFilesOfTheSiteGoFirstAndThoseOfThePackageLast() throws IOException {
    Path ofPackage =
        Files.createDirectories(data.resolve("lib/belfry")).resolve("belfry.properties");
    Files.writeString(ofPackage, "belfry.park.longest=40m\nbelfry.park.again=2m\n");
    Path ofSite = data.resolve("belfry.properties");
    Files.writeString(ofSite, "belfry.park.return-after=3m\n");
    Path home = data.resolve("home");
    String files = "--spring.config.location=classpath:/,file:" + ofPackage + ",file:" + ofSite;
    try (LocalAppliance first = LocalAppliance.on(home, files)) {
      SettingsAdmin settings = first.part(SettingsAdmin.class);
      SettingView longest = settings.setting("belfry.park.longest");
      assertThat(longest.inUse()).isEqualTo("40m");
      assertThat(longest.defaultValue()).isEqualTo("40m");
      assertThat(longest.editable()).isTrue();
      SettingView after = settings.setting("belfry.park.return-after");
      assertThat(after.source()).isEqualTo(Source.FILE);
      assertThat(after.editable()).isFalse();
      settings.change(Map.of("belfry.park.longest", "50m"));
    }
    try (LocalAppliance second = LocalAppliance.on(home, files)) {
      SettingsAdmin settings = second.part(SettingsAdmin.class);
      assertThat(settings.setting("belfry.park.longest").inUse()).isEqualTo("50m");
      assertThat(settings.setting("belfry.park.longest").defaultValue()).isEqualTo("40m");
      assertThat(settings.setting("belfry.park.again").inUse()).isEqualTo("2m");
    }
  }
}
