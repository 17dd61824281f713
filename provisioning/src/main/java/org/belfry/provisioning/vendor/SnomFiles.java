package org.belfry.provisioning.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.profile.SipTransport;
import org.belfry.provisioning.settings.ClockRule;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Snom: XML with {@code phone-settings} and {@code functionKeys}. A word with {@code [1]} is
 * written with {@code idx="1"}; {@code fkey[0]} is a key, its label in {@code fkey[0].label}. Words
 * by service.snom.com (settings, "Auto Provisioning", "dst", "utc_offset"), wiki.snom.com and as
 * used in wazo-provd-plugins (wazo_snom).
 *
 * <p>Firmware before 8.9 wants {@code vlan} as one word with the priority in it.
 */
final class SnomFiles implements Vendor {

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n);
    }
    boolean german = settings.is(Setting.LANGUAGE, "de");
    ClockRule clock = ClockRule.of(settings.zone());
    ClockRule.Summer summer = clock.summer();
    words
        .put("setting_server", phone.url() + entry(phone.digits()))
        .put("pnp_config", settings.text(Setting.PNP))
        .put("settings_refresh_timer", settings.number(Setting.REFRESH) * 60)
        .put("challenge_checksync", "off")
        .put("language", german ? "Deutsch" : "English")
        .put("web_language", german ? "Deutsch" : "English")
        .put("tone_scheme", tones(settings))
        .put("ntp_server", settings.text(Setting.NTP))
        .put("utc_offset", clock.standard().getTotalSeconds())
        .put("dst", summer == null ? "" : dst(summer));
    String password = settings.text(Setting.ADMIN_PASSWORD);
    if (!password.isEmpty()) {
      words
          .put("http_user", "admin")
          .put("http_pass", password)
          .put("admin_mode", "off")
          .put("admin_mode_password", password)
          .put("admin_mode_password_confirm", password);
    }
    int vlan = settings.number(Setting.VLAN);
    if (phone.olderThan(8, 9)) {
      words.put("vlan", vlan == 0 ? "" : vlan + " 5");
    } else {
      words.put("vlan_id", vlan == 0 ? "" : Integer.toString(vlan));
    }
    ring(words, "internal", settings.text(Setting.RING_INTERNAL));
    ring(words, "external", settings.text(Setting.RING_EXTERNAL));
    directory(words, phone);
    keys(words, phone);
    return words;
  }

  private static void account(Words words, PhoneProfile phone, int n) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    String at = "[" + n + "]";
    String transport =
        line.transport() == SipTransport.UDP ? "" : ";transport=" + line.transport().parameter();
    List<String> codecs = new ArrayList<>(settings.codecs());
    codecs.add("telephone-event");
    words
        .put("user_active" + at, "on")
        .put("user_realname" + at, line.displayName())
        .put("user_idle_text" + at, line.displayName())
        .put("user_host" + at, line.domain())
        .put("user_outbound" + at, line.server() + transport)
        .put("user_name" + at, line.user())
        .put("user_pname" + at, line.user())
        .put("user_pass" + at, line.password())
        .put("user_expiry" + at, settings.number(Setting.EXPIRES))
        .put("user_mailbox" + at, settings.text(Setting.VOICEMAIL))
        .put("user_srtp" + at, settings.is(Setting.SRTP, "off") ? "off" : "on")
        .put("user_savp" + at, savp(settings))
        .put("codec_priority_list" + at, String.join(",", codecs))
        .put("keepalive_interval" + at, settings.number(Setting.KEEP_ALIVE));
  }

  private static String savp(Settings settings) {
    return switch (settings.text(Setting.SRTP)) {
      case "optional" -> "optional";
      case "required" -> "mandatory";
      default -> "off";
    };
  }

  private static String tones(Settings settings) {
    return switch (settings.text(Setting.TONES)) {
      case "de" -> "GER";
      case "at" -> "AUT";
      case "ch" -> "SWI";
      case "us" -> "USA";
      case "fr" -> "FRA";
      case "nl" -> "NLD";
      case "it" -> "ITA";
      case "es" -> "ESP";
      default -> "GBR";
    };
  }

  /** Seconds, then month, week and day of the week (1 is Monday) with the hour, twice. */
  private static String dst(ClockRule.Summer summer) {
    return summer.saving().toSeconds() + " " + dst(summer.begins()) + " " + dst(summer.ends());
  }

  private static String dst(ClockRule.Change change) {
    return "%02d.%02d.%02d %02d:00:00"
        .formatted(
            change.month().getValue(), change.week(), change.day().getValue(), change.hour());
  }

  private static void ring(Words words, String which, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      words
          .put("alert_" + which + "_ring_text", wanted.substring(0, colon))
          .put("alert_" + which + "_ring_sound", "Ringer" + wanted.substring(colon + 1));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      words
          .put("ldap_server", ldap.host())
          .put("ldap_port", ldap.port())
          .put("ldap_over_tls", ldap.tls() ? "on" : "off")
          .put("ldap_base", ldap.base())
          .put("ldap_username", ldap.user())
          .put("ldap_password", ldap.password())
          .put("ldap_max_hits", 50)
          .put("ldap_search_filter", "(|(cn=%)(sn=%))")
          .put("ldap_number_filter", "(telephoneNumber=%)")
          .put("ldap_name_attributes", "cn sn")
          .put("ldap_number_attributes", "telephoneNumber")
          .put("ldap_display_name", "%cn")
          .put("dkey_directory", "keyevent F_DIRECTORY_SEARCH");
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words.put("dkey_directory", "url " + phone.url() + "directory.xml");
    }
  }

  /** Keys are counted from 0. */
  private static void keys(Words words, PhoneProfile phone) {
    int n = 0;
    for (Key key : phone.keys()) {
      String name = "fkey[" + n++ + "]";
      SipAccount line = phone.lines().get(key.line() - 1);
      String address = "sip:" + key.value() + "@" + line.domain();
      String does =
          switch (key.kind()) {
            case NONE -> "none";
            case LINE -> "line";
            case LAMP -> "blf " + address + "|" + phone.settings().text(Setting.PICKUP);
            case PARK -> "orbit " + address;
            case SPEED_DIAL -> "speed " + key.value();
          };
      words
          .put(name, does)
          .put(name + ".context", key.kind() == Key.Kind.NONE ? "active" : "" + key.line())
          .put(name + ".label", key.label());
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder settings = new StringBuilder();
    StringBuilder keys = new StringBuilder();
    words.forEach((word, value) -> {
      int open = word.indexOf('[');
      String name = open < 0 ? word : word.substring(0, open);
      String number = open < 0 ? "" : word.substring(open + 1, word.indexOf(']'));
      if (name.equals("fkey")) {
        if (word.endsWith("]")) {
          keys.append("    <fkey idx=\"").append(number).append('"');
          keys.append(attribute(words, word, "context")).append(attribute(words, word, "label"));
          keys.append(" perm=\"\">").append(Xml.text(value)).append("</fkey>\n");
        }
      } else {
        String index = open < 0 ? "" : " idx=\"" + number + "\"";
        settings.append("    <").append(name).append(index).append(" perm=\"\">");
        settings.append(Xml.text(value)).append("</").append(name).append(">\n");
      }
    });
    String text =
        Xml.HEAD
            + "<settings>\n  <phone-settings e=\"2\">\n"
            + settings
            + "  </phone-settings>\n  <functionKeys e=\"2\">\n"
            + keys
            + "  </functionKeys>\n</settings>\n";
    String own = "snom" + phone.model().name() + "-" + digits(phone);
    return List.of(
        new ProfileFile(entry(phone.digits()), Xml.TYPE, text, true),
        new ProfileFile(own + ".xml", Xml.TYPE, text, true),
        new ProfileFile(own + ".htm", Xml.TYPE, text, true));
  }

  private static String digits(PhoneProfile phone) {
    return phone.mac() == null ? "" : phone.mac().upper();
  }

  private static String attribute(Map<String, String> words, String key, String name) {
    return " " + name + "=\"" + Xml.text(words.getOrDefault(key + "." + name, "")) + "\"";
  }

  @Override
  public String entry(String digits) {
    return "snom.xml";
  }
}
