package org.belfry.provisioning.vendor;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.ClockRule;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Yealink: lines of {@code word = value} below {@code #!version:1.0.0.1}. Words by Yealink's "Auto
 * Provisioning Guide" and "Description of Configuration Parameters" (support.yealink.com), by the
 * T5 manual at easymanua.ls/yealink/t5-series and as used in wazo-provd-plugins (wazo_yealink).
 *
 * <p>Firmware says its generation in the second number (96.<b>86</b>.0.100). Before 80 words had no
 * {@code static.} before them, and codecs were numbered.
 */
final class YealinkFiles implements Vendor {
  private static final String VERSION = "#!version:1.0.0.1\n";
  private static final String TYPE = "text/plain;charset=UTF-8";
  private static final List<String> CODECS = List.of("opus", "g722", "pcma", "pcmu", "g729");

  @Override
  public Words words(PhoneProfile phone) {
    boolean old = phone.firmware() != null && phone.firmware().part(1) < 80;
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n, old);
    }
    String before = old ? "" : "static.";
    words
        .put(before + "auto_provision.server.url", phone.url())
        .put(before + "auto_provision.pnp_enable", settings.is(Setting.PNP, "on") ? 1 : 0)
        .put(before + "auto_provision.power_on", 1)
        .put(before + "auto_provision.repeat.enable", settings.number(Setting.REFRESH) > 0 ? 1 : 0)
        .put(
            before + "auto_provision.repeat.minutes", Math.max(1, settings.number(Setting.REFRESH)))
        .put("sip.notify_reboot_enable", 0)
        .put("sip.trust_ctrl", 1)
        .put("features.direct_ip_call_enable", 0)
        .put("features.pickup.direct_pickup_enable", 1)
        .put("features.pickup.direct_pickup_code", settings.text(Setting.PICKUP))
        .put("lang.gui", settings.is(Setting.LANGUAGE, "de") ? "German" : "English")
        .put("lang.wui", settings.is(Setting.LANGUAGE, "de") ? "German" : "English")
        .put("voice.tone.country", tones(settings));
    if (phone.url().startsWith("https:")) {
      words.put(before + "trusted_certificates.url", phone.url() + "ca.pem");
    }
    if (!settings.text(Setting.ADMIN_PASSWORD).isEmpty()) {
      words.put(
          before + "security.user_password", "admin:" + settings.text(Setting.ADMIN_PASSWORD));
    }
    clock(words, settings);
    vlan(words, before, settings.number(Setting.VLAN));
    ring(words, 1, settings.text(Setting.RING_INTERNAL));
    ring(words, 2, settings.text(Setting.RING_EXTERNAL));
    directory(words, phone);
    keys(words, phone);
    return words;
  }

  private static void account(Words words, PhoneProfile phone, int n, boolean old) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    String account = "account." + n + ".";
    int transport =
        switch (line.transport()) {
          case UDP -> 0;
          case TCP -> 1;
          case TLS -> 2;
        };
    int keepAlive = settings.number(Setting.KEEP_ALIVE);
    words
        .put(account + "enable", 1)
        .put(account + "label", line.user())
        .put(account + "display_name", line.displayName())
        .put(account + "auth_name", line.user())
        .put(account + "user_name", line.user())
        .put(account + "password", line.password())
        .put(account + "sip_server.1.address", line.domain())
        .put(account + "sip_server.1.port", line.port())
        .put(account + "sip_server.1.expires", settings.number(Setting.EXPIRES))
        .put(account + (old ? "transport" : "sip_server.1.transport_type"), transport)
        .put(account + "srtp_encryption", srtp(settings))
        .put(account + "nat.udp_update_enable", keepAlive > 0 ? 1 : 0)
        .put(account + "nat.udp_update_time", Math.max(1, keepAlive))
        .put(account + "nat.rport", 1)
        .put(account + "dtmf.type", 1)
        .put(account + "subscribe_mwi", 1)
        .put(account + "alert_info_url_enable", 1)
        .put("voice_mail.number." + n, settings.text(Setting.VOICEMAIL));
    if (!line.host().equals(line.domain())) {
      words
          .put(account + "outbound_proxy_enable", 1)
          .put(account + (old ? "outbound_host" : "outbound_proxy.1.address"), line.host())
          .put(account + (old ? "outbound_port" : "outbound_proxy.1.port"), line.port());
    }
    List<String> wanted = settings.codecs();
    for (String codec : CODECS) {
      int place = wanted.indexOf(codec) + 1;
      if (old) {
        String numbered = account + "codec." + (CODECS.indexOf(codec) + 1) + ".";
        if (!codec.equals("opus")) {
          words
              .put(numbered + "enable", place > 0 ? 1 : 0)
              .put(numbered + "payload_type", codec.toUpperCase(Locale.ROOT))
              .put(numbered + "priority", place);
        }
      } else {
        words
            .put(account + "codec." + codec + ".enable", place > 0 ? 1 : 0)
            .put(account + "codec." + codec + ".priority", place);
      }
    }
  }

  private static int srtp(Settings settings) {
    return switch (settings.text(Setting.SRTP)) {
      case "optional" -> 1;
      case "required" -> 2;
      default -> 0;
    };
  }

  private static String tones(Settings settings) {
    return switch (settings.text(Setting.TONES)) {
      case "de" -> "Germany";
      case "at" -> "Austria";
      case "ch" -> "Switzerland";
      case "us" -> "United States";
      case "fr" -> "France";
      case "nl" -> "Netherlands";
      case "it" -> "Italy";
      case "es" -> "Spain";
      default -> "Great Britain";
    };
  }

  private static void clock(Words words, Settings settings) {
    ClockRule clock = ClockRule.of(settings.zone());
    words
        .put("local_time.ntp_server1", settings.text(Setting.NTP))
        .put("local_time.time_zone", zone(clock.standard()))
        .put("local_time.time_zone_name", settings.text(Setting.TIME_ZONE));
    ClockRule.Summer summer = clock.summer();
    if (summer == null) {
      words.put("local_time.summer_time", 0);
    } else {
      words
          .put("local_time.summer_time", 1)
          .put("local_time.dst_time_type", 1)
          .put("local_time.start_time", change(summer.begins()))
          .put("local_time.end_time", change(summer.ends()))
          .put("local_time.offset_time", Math.toIntExact(summer.saving().toMinutes()));
    }
  }

  /** {@code +1}, {@code -3:30}. */
  private static String zone(ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    String sign = minutes < 0 ? "-" : "+";
    int left = Math.abs(minutes) % 60;
    return sign + Math.abs(minutes) / 60 + (left == 0 ? "" : ":" + left);
  }

  /** Month, week, day of the week and hour; Sunday is the seventh day. */
  private static String change(ClockRule.Change change) {
    return change.month().getValue()
        + "/"
        + change.week()
        + "/"
        + change.day().getValue()
        + "/"
        + change.hour();
  }

  private static void vlan(Words words, String before, int vlan) {
    words.put(before + "network.vlan.internet_port_enable", vlan > 0 ? 1 : 0);
    if (vlan > 0) {
      words.put(before + "network.vlan.internet_port_vid", vlan);
    }
  }

  private static void ring(Words words, int n, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      words
          .put("distinctive_ring_tones.alert_info." + n + ".text", wanted.substring(0, colon))
          .put("distinctive_ring_tones.alert_info." + n + ".ringer", wanted.substring(colon + 1));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      words
          .put("ldap.enable", 1)
          .put("ldap.host", ldap.host())
          .put("ldap.port", ldap.port())
          .put("ldap.tls_mode", ldap.tls() ? 2 : 0)
          .put("ldap.base", ldap.base())
          .put("ldap.user", ldap.user())
          .put("ldap.password", ldap.password())
          .put("ldap.version", 3)
          .put("ldap.name_filter", "(|(cn=%)(sn=%))")
          .put("ldap.number_filter", "(telephoneNumber=%)")
          .put("ldap.name_attr", "cn sn")
          .put("ldap.numb_attr", "telephoneNumber")
          .put("ldap.display_name", "%cn")
          .put("ldap.max_hits", 50)
          .put("ldap.call_in_lookup", 1)
          .put("ldap.ldap_sort", 1);
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words
          .put("remote_phonebook.data.1.url", phone.url() + "directory.xml")
          .put("remote_phonebook.data.1.name", "Belfry")
          .put("features.remote_phonebook.enable", 1);
    }
  }

  private static void keys(Words words, PhoneProfile phone) {
    int n = 0;
    for (Key key : phone.keys()) {
      String name = "linekey." + ++n + ".";
      int type =
          switch (key.kind()) {
            case NONE -> 0;
            case LINE -> 15;
            case LAMP -> 16;
            case PARK -> 10;
            case SPEED_DIAL -> 13;
          };
      words.put(name + "type", type);
      if (key.kind() == Key.Kind.NONE) {
        continue;
      }
      words.put(name + "line", key.line()).put(name + "label", key.label());
      if (key.kind() != Key.Kind.LINE) {
        words.put(name + "value", key.value());
      }
      if (key.kind() == Key.Kind.LAMP) {
        words.put(name + "extension", phone.settings().text(Setting.PICKUP) + key.value());
      }
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder text = new StringBuilder(VERSION);
    words.forEach((word, value) -> text.append(word).append(" = ").append(value).append('\n'));
    String name = phone.digits() + ".cfg";
    String boot = VERSION + "include:config <" + name + ">\noverwrite_mode = 1\n";
    return List.of(
        new ProfileFile(name, TYPE, text.toString(), true),
        new ProfileFile(phone.digits() + ".boot", TYPE, boot, false),
        new ProfileFile("y000000000000.boot", TYPE, boot, false));
  }

  /** What phones of a model share; everything is in the phone's own file, so it is empty. */
  static Optional<ProfileFile> common(String name) {
    return name.matches("y0{8,10}\\d{2,4}\\.cfg")
        ? Optional.of(new ProfileFile(name, TYPE, VERSION, false))
        : Optional.empty();
  }

  @Override
  public String entry(String digits) {
    return "";
  }
}
