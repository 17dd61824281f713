package org.belfry.provisioning.vendor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.ClockRule;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Fanvil: nested XML below {@code sysConf}, of firmware 2.2.10 and later. A word is the way to its
 * element, {@code sip.line[1].RegisterAddr}; what is in brackets becomes {@code index}. Words by
 * Fanvil's "Auto Provision" guides (fanvil.com) and configuration exports (fusionpbx, {@code
 * provision/fanvil}), and as used in wazo-provd-plugins (wazo_fanvil).
 */
final class FanvilFiles implements Vendor {

  /** Keys on a page of the screen. */
  private static int page(PhoneProfile phone) {
    return switch (phone.model().name()) {
      case "X5U" -> 8;
      case "X6U" -> 12;
      case "V64" -> 7;
      case "X7" -> 28;
      case "X210" -> 16;
      default -> 6;
    };
  }

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    words.put("Version", "2.0000000000");
    words.put("qos.EnableVLAN", settings.number(Setting.VLAN) > 0 ? 1 : 0);
    words.put("qos.VLANID", Math.max(1, settings.number(Setting.VLAN)));
    words.put("mm.SelectYourTone", tones(settings));
    words.put("sip.NotifyReboot", 0);
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n);
    }
    ring(words, 1, settings.text(Setting.RING_INTERNAL));
    ring(words, 2, settings.text(Setting.RING_EXTERNAL));
    words.put("phone.display.DefaultLanguage", settings.text(Setting.LANGUAGE));
    clock(words, settings);
    directory(words, phone);
    keys(words, phone);
    if (!settings.text(Setting.ADMIN_PASSWORD).isEmpty()) {
      words
          .put("web.account[1].Name", "admin")
          .put("web.account[1].Password", settings.text(Setting.ADMIN_PASSWORD))
          .put("web.account[1].Level", 10);
    }
    words
        .put("ap.FlashServerIP", phone.url().substring(0, phone.url().length() - 1))
        .put("ap.FlashFileName", entry(phone.digits()))
        .put("ap.FlashProtocol", phone.url().startsWith("https:") ? 5 : 4)
        .put("ap.FlashMode", settings.number(Setting.REFRESH) > 0 ? 2 : 1)
        .put("ap.FlashInterval", Math.max(1, settings.number(Setting.REFRESH) / 60))
        .put("ap.pnp.PNPEnable", settings.is(Setting.PNP, "on") ? 1 : 0);
    return words;
  }

  private static void account(Words words, PhoneProfile phone, int n) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    int transport =
        switch (line.transport()) {
          case UDP -> 0;
          case TCP -> 1;
          case TLS -> 3;
        };
    int srtp =
        switch (settings.text(Setting.SRTP)) {
          case "optional" -> 1;
          case "required" -> 2;
          default -> 0;
        };
    String at = "sip.line[" + n + "].";
    words
        .put(at + "PhoneNumber", line.user())
        .put(at + "DisplayName", line.displayName())
        .put(at + "RegisterAddr", line.host())
        .put(at + "RegisterPort", line.port())
        .put(at + "RegisterUser", line.user())
        .put(at + "RegisterPswd", line.password())
        .put(at + "RegisterTTL", settings.number(Setting.EXPIRES))
        .put(at + "EnableReg", 1)
        .put(at + "LocalDomain", line.host().equals(line.domain()) ? "" : line.domain())
        .put(at + "MediaCrypto", srtp)
        .put(at + "PickupNum", settings.text(Setting.PICKUP))
        .put(at + "NATUDPUpdate", settings.number(Setting.KEEP_ALIVE) > 0 ? 2 : 0)
        .put(at + "UDPUpdateTTL", Math.max(15, settings.number(Setting.KEEP_ALIVE)))
        .put(at + "DTMFMode", 1)
        .put(at + "EnableRport", 1)
        .put(at + "Subscribe", 1)
        .put(at + "Transport", transport)
        .put(at + "MWINum", settings.text(Setting.VOICEMAIL))
        .put(at + "VoiceCodecMap", String.join(",", settings.codecs()).toUpperCase(Locale.ROOT));
  }

  /** Places in the phone's list of countries, which has no Austria. */
  private static int tones(Settings settings) {
    return switch (settings.text(Setting.TONES)) {
      case "de", "at" -> 2;
      case "nl" -> 5;
      case "ch" -> 9;
      case "us" -> 11;
      case "it" -> 21;
      case "fr" -> 25;
      case "es" -> 33;
      default -> 13;
    };
  }

  /**
   * Zones are counted in quarters of an hour; Sunday is day 0, and the fifth week the last. Which
   * change of clocks holds (2: what stands here) and how its days are written (2: by their week)
   * has had other names in other firmware, which ignores those that it does not know.
   */
  private static void clock(Words words, Settings settings) {
    ClockRule clock = ClockRule.of(settings.zone());
    ClockRule.Summer summer = clock.summer();
    String at = "phone.date.";
    words
        .put(at + "EnableSNTP", 1)
        .put(at + "SNTPServer", settings.text(Setting.NTP))
        .put(at + "TimeZone", clock.standard().getTotalSeconds() / 900)
        .put(at + "Enable_DST", summer == null ? 0 : 2)
        .put(at + "EnableDST", summer == null ? 0 : 2)
        .put(at + "DSTType", summer == null ? 0 : 2);
    if (summer != null) {
      words
          .put(at + "DST_Fixed_Type", 2)
          .put(at + "DSTFixedType", 2)
          .put(at + "DSTRuleMode", 2)
          .put(at + "DSTMinOffset", Math.toIntExact(summer.saving().toMinutes()));
      change(words, at + "DSTStart", summer.begins());
      change(words, at + "DSTEnd", summer.ends());
    }
  }

  private static void change(Words words, String at, ClockRule.Change change) {
    words
        .put(at + "Mon", change.month().getValue())
        .put(at + "Week", change.week())
        .put(at + "Wday", change.day().getValue() % 7)
        .put(at + "Hour", change.hour());
  }

  private static void ring(Words words, int n, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      String at = "call.alertInfo[" + n + "].";
      words
          .put(at + "Text", wanted.substring(0, colon))
          .put(at + "Line", -1)
          .put(at + "RingType", "Type " + wanted.substring(colon + 1));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      String at = "phone.ldap[1].";
      words
          .put(at + "Title", "Belfry")
          .put(at + "Server", ldap.host())
          .put(at + "port", ldap.port())
          .put(at + "UseSSL", ldap.tls() ? 1 : 0)
          .put(at + "Version", 3)
          .put(at + "Base", ldap.base())
          .put(at + "Username", ldap.user())
          .put(at + "Password", ldap.password())
          .put(at + "TelAttr", "telephoneNumber")
          .put(at + "NameAttr", "cn")
          .put(at + "NumberFilter", "(telephoneNumber=%)")
          .put(at + "NameFilter", "(cn=%)")
          .put(at + "MaxHits", 50);
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words
          .put("phone.xmlContact[1].Name", "Belfry")
          .put("phone.xmlContact[1].Addr", phone.url() + "directory.xml");
    }
  }

  private static void keys(Words words, PhoneProfile phone) {
    int room = page(phone);
    int n = 0;
    for (Key key : phone.keys()) {
      String at = "dsskey.internal[%d].Fkey[%d].".formatted(n / room + 1, n % room + 1);
      n++;
      String address = key.value() + "@" + key.line();
      String value =
          switch (key.kind()) {
            case NONE -> "";
            case LINE -> "SIP" + key.line();
            case LAMP -> address + "/ba" + phone.settings().text(Setting.PICKUP) + key.value();
            case PARK -> address + "/c";
            case SPEED_DIAL -> address + "/f";
          };
      int type =
          switch (key.kind()) {
            case NONE -> 0;
            case LINE -> 2;
            case LAMP, PARK, SPEED_DIAL -> 1;
          };
      words.put(at + "Type", type).put(at + "Value", value).put(at + "Title", key.label());
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    Node root = new Node();
    words.forEach((word, value) -> root.at(word.split("\\.", -1), 0).value = value);
    StringBuilder text = new StringBuilder(Xml.HEAD);
    root.write("sysConf", "", text);
    return List.of(new ProfileFile(entry(phone.digits()), Xml.TYPE, text.toString(), true));
  }

  @Override
  public String entry(String digits) {
    return digits + ".cfg";
  }

  /** An element while its words are put together. */
  private static final class Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private String value = "";

    Node at(String[] way, int depth) {
      return depth == way.length
          ? this
          : children.computeIfAbsent(way[depth], name -> new Node()).at(way, depth + 1);
    }

    void write(String name, String indent, StringBuilder out) {
      int open = name.indexOf('[');
      String element = open < 0 ? name : name.substring(0, open);
      String index =
          open < 0 ? "" : " index=\"" + name.substring(open + 1, name.length() - 1) + "\"";
      out.append(indent).append('<').append(element).append(index).append('>');
      if (children.isEmpty()) {
        out.append(Xml.text(value));
      } else {
        out.append('\n');
        children.forEach((child, node) -> node.write(child, indent + "  ", out));
        out.append(indent);
      }
      out.append("</").append(element).append(">\n");
    }
  }
}
