package org.belfry.provisioning.vendor;

import java.time.DayOfWeek;
import java.util.List;
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
 * Poly (Polycom): a master file that names the phone's own, whose words are XML attributes. Words
 * by Poly's "UC Software Administrator Guide" and "Poly VVX/Edge Parameter Reference"
 * (docs.poly.com), by phone.manualsonline.com (SIP 2.2.2) and as used in wazo-provd-plugins
 * (wazo_polycom).
 *
 * <p>Lamps are an attendant's list: the phone lays it out behind its line keys. With firmware 5.4.1
 * and later each key is named (EFK line keys), so that free keys and parking slots stay where they
 * are.
 */
final class PolyFiles implements Vendor {

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n);
    }
    words
        .put("sec.srtp.enable", settings.is(Setting.SRTP, "off") ? 0 : 1)
        .put("sec.srtp.offer", settings.is(Setting.SRTP, "off") ? 0 : 1)
        .put("sec.srtp.require", settings.is(Setting.SRTP, "required") ? 1 : 0)
        .put("voice.codecPref.Opus", place(settings, "opus"))
        .put("voice.codecPref.G722", place(settings, "g722"))
        .put("voice.codecPref.G711_A", place(settings, "pcma"))
        .put("voice.codecPref.G711_Mu", place(settings, "pcmu"))
        .put("voice.codecPref.G729_AB", place(settings, "g729"))
        .put("nat.keepalive.interval", settings.number(Setting.KEEP_ALIVE))
        .put("voIpProt.SIP.specialEvent.checkSync.alwaysReboot", 0)
        .put("call.directedCallPickupMethod", "legacy")
        .put("call.directedCallPickupString", settings.text(Setting.PICKUP))
        .put(
            "lcl.ml.lang",
            settings.is(Setting.LANGUAGE, "de") ? "German_Germany" : "English_United_Kingdom")
        .put("prov.polling.enabled", settings.number(Setting.REFRESH) > 0 ? 1 : 0)
        .put("prov.polling.mode", "rel")
        .put("prov.polling.period", Math.max(3600, settings.number(Setting.REFRESH) * 60));
    device(words, settings, phone.url());
    clock(words, settings);
    ring(words, 1, settings.text(Setting.RING_INTERNAL));
    ring(words, 2, settings.text(Setting.RING_EXTERNAL));
    directory(words, phone);
    if (phone.olderThan(5, 4, 1)) {
      lamps(words, phone);
    } else {
      keys(words, phone);
    }
    return words;
  }

  private static void account(Words words, PhoneProfile phone, int n) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    String reg = "reg." + n + ".";
    String transport =
        switch (line.transport()) {
          case UDP -> "UDPOnly";
          case TCP -> "TCPOnly";
          case TLS -> "TLS";
        };
    long keys =
        phone.keys().stream().filter(k -> k.kind() == Key.Kind.LINE && k.line() == n).count();
    words
        .put(reg + "address", line.user() + "@" + line.domain())
        .put(reg + "auth.userId", line.user())
        .put(reg + "auth.password", line.password())
        .put(reg + "displayName", line.displayName())
        .put(reg + "label", line.user())
        .put(reg + "type", "private")
        .put(reg + "lineKeys", Math.toIntExact(Math.max(1, keys)))
        .put(reg + "server.1.address", line.host())
        .put(reg + "server.1.port", line.port())
        .put(reg + "server.1.transport", transport)
        .put(reg + "server.1.expires", settings.number(Setting.EXPIRES))
        .put("msg.mwi." + n + ".subscribe", line.user())
        .put("msg.mwi." + n + ".callBackMode", "contact")
        .put("msg.mwi." + n + ".callBack", settings.text(Setting.VOICEMAIL));
  }

  private static int place(Settings settings, String codec) {
    return settings.codecs().indexOf(codec) + 1;
  }

  /**
   * Words that begin with {@code device.} only count with their {@code .set}. The server is what
   * the phone keeps in its memory, and asks when DHCP names none (Administrator's Guide, "Boot
   * Server").
   */
  private static void device(Words words, Settings settings, String url) {
    String password = settings.text(Setting.ADMIN_PASSWORD);
    int vlan = settings.number(Setting.VLAN);
    String name = url.substring(url.indexOf("://") + 3, url.length() - 1);
    words
        .put("device.set", 1)
        .put("device.prov.serverType.set", 1)
        .put("device.prov.serverType", url.startsWith("https:") ? "HTTPS" : "HTTP")
        .put("device.prov.serverName.set", 1)
        .put("device.prov.serverName", name);
    if (!password.isEmpty()) {
      words
          .put("device.auth.localAdminPassword.set", 1)
          .put("device.auth.localAdminPassword", password);
    }
    words
        .put("device.net.vlanId.set", 1)
        .put("device.net.vlanId", vlan == 0 ? "" : Integer.toString(vlan));
  }

  private static void clock(Words words, Settings settings) {
    ClockRule clock = ClockRule.of(settings.zone());
    ClockRule.Summer summer = clock.summer();
    words
        .put("tcpIpApp.sntp.address", settings.text(Setting.NTP))
        .put("tcpIpApp.sntp.gmtOffset", clock.standard().getTotalSeconds())
        .put("tcpIpApp.sntp.gmtOffset.overrideDHCP", 1)
        .put("tcpIpApp.sntp.daylightSavings.enable", summer == null ? 0 : 1);
    if (summer != null) {
      words.put("tcpIpApp.sntp.daylightSavings.fixedDayEnable", 0);
      change(words, "start", summer.begins());
      change(words, "stop", summer.ends());
    }
  }

  /** The week by its first day: 1, 8, 15, 22; Sunday is the first day of a week. */
  private static void change(Words words, String which, ClockRule.Change change) {
    String name = "tcpIpApp.sntp.daylightSavings." + which + ".";
    boolean last = change.week() == 5;
    words
        .put(name + "month", change.month().getValue())
        .put(name + "dayOfWeek", change.day() == DayOfWeek.SUNDAY ? 1 : change.day().getValue() + 1)
        .put(name + "dayOfWeek.lastInMonth", last ? 1 : 0)
        .put(name + "date", last ? 1 : change.week())
        .put(name + "time", change.hour());
  }

  private static void ring(Words words, int n, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      words
          .put("voIpProt.SIP.alertInfo." + n + ".value", wanted.substring(0, colon))
          .put("voIpProt.SIP.alertInfo." + n + ".class", "custom" + wanted.substring(colon + 1));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    boolean used = phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null;
    words.put("feature.corporateDirectory.enabled", used ? 1 : 0);
    if (used && ldap != null) {
      words
          .put("dir.corp.address", ldap.host())
          .put("dir.corp.port", ldap.port())
          .put("dir.corp.transport", ldap.tls() ? "TLS" : "TCP")
          .put("dir.corp.baseDN", ldap.base())
          .put("dir.corp.user", ldap.user())
          .put("dir.corp.password", ldap.password())
          .put("dir.corp.filterPrefix", "(objectclass=person)")
          .put("dir.corp.attribute.1.name", "cn")
          .put("dir.corp.attribute.1.type", "last_name")
          .put("dir.corp.attribute.1.filter", "")
          .put("dir.corp.attribute.2.name", "telephoneNumber")
          .put("dir.corp.attribute.2.type", "phone_number");
    }
  }

  /** The list of an attendant, which older firmware lays out itself. */
  private static void lamps(Words words, PhoneProfile phone) {
    words.put("attendant.reg", 1);
    int n = 0;
    for (Key key : phone.keys()) {
      if (key.kind() == Key.Kind.LAMP || key.kind() == Key.Kind.PARK) {
        lamp(words, phone, key, ++n);
      }
    }
  }

  private static void lamp(Words words, PhoneProfile phone, Key key, int n) {
    String name = "attendant.resourceList." + n + ".";
    words
        .put(name + "address", key.value() + "@" + phone.lines().get(key.line() - 1).domain())
        .put(name + "label", key.label())
        .put(name + "type", key.kind() == Key.Kind.PARK ? "automata" : "normal");
  }

  private static void keys(Words words, PhoneProfile phone) {
    words.put("lineKey.reassignment.enabled", 1).put("attendant.reg", 1);
    int n = 0;
    int lamp = 0;
    int speed = 0;
    for (Key key : phone.keys()) {
      String name = "lineKey." + ++n + ".";
      switch (key.kind()) {
        case NONE -> words.put(name + "category", "Unassigned");
        case LINE -> words.put(name + "category", "Line").put(name + "index", key.line());
        case LAMP, PARK -> {
          // Index 0: lamps take the places of their category in the order of the list.
          lamp(words, phone, key, ++lamp);
          words.put(name + "category", "BLF").put(name + "index", 0);
        }
        case SPEED_DIAL -> {
          speed++;
          words
              .put(name + "category", "EFK")
              .put(name + "index", speed)
              .put("efk.efklist." + speed + ".status", 1)
              .put("efk.efklist." + speed + ".mname", "speed" + speed)
              .put("efk.efklist." + speed + ".label", key.label())
              .put("efk.efklist." + speed + ".action.string", key.value() + "$Tinvite$");
        }
      }
    }
    words.put("feature.enhancedFeatureKeys.enabled", speed > 0 ? 1 : 0);
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    String own = "belfry-" + phone.digits() + ".cfg";
    String master =
        Xml.HEAD
            + "<APPLICATION APP_FILE_PATH=\"\" CONFIG_FILES=\""
            + own
            + "\" MISC_FILES=\"\" LOG_FILE_DIRECTORY=\"\" OVERRIDES_DIRECTORY=\"\""
            + " CONTACTS_DIRECTORY=\"\" LICENSE_DIRECTORY=\"\"/>\n";
    StringBuilder text = new StringBuilder(Xml.HEAD).append("<PHONE_CONFIG>\n  <ALL");
    words.forEach((word, value) ->
        text.append("\n    ").append(word).append("=\"").append(Xml.text(value)).append('"'));
    text.append("/>\n</PHONE_CONFIG>\n");
    return List.of(
        new ProfileFile(own, Xml.TYPE, text.toString(), true),
        new ProfileFile(phone.digits() + ".cfg", Xml.TYPE, master, false),
        new ProfileFile("000000000000.cfg", Xml.TYPE, master, false));
  }

  @Override
  public String entry(String digits) {
    return "";
  }

  /** Whether it restarts is decided by the phone: it does where a change needs it. */
  @Override
  public String checkSync(boolean restart) {
    return "check-sync";
  }
}
