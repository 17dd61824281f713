package org.belfry.provisioning.vendor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.ClockRule;
import org.belfry.provisioning.settings.CountryTones;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Grandstream: XML below {@code gs_provision}. GRP phones, and GXP21xx with firmware 1.0.11 and
 * later, take items by name; GXP16xx take P-values, which are numbers. Words by Grandstream's "SIP
 * Device Provisioning Guide" (documentation.grandstream.com), its configuration templates for
 * GRP261x and GXP21xx (in fusionpbx, {@code provision/grandstream}), and as used in
 * wazo-provd-plugins (wazo_grandstream, base_v2).
 *
 * <p>Keys beside the screen are virtual (vpk); some models have further ones of plastic behind them
 * (mpk), which can be no lines. A gap in the virtual keys would take the rest out, so a free key is
 * written as one.
 */
final class GrandstreamFiles implements Vendor {
  /** How often the phonebook is fetched; more it does not take. */
  static final int PHONEBOOK_MINUTES = 720;

  private static boolean numbered(PhoneProfile phone) {
    return phone.model().name().startsWith("GXP16");
  }

  @Override
  public Words words(PhoneProfile phone) {
    return numbered(phone) ? new GrandstreamNumbers().words(phone) : items(phone);
  }

  private static Words items(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n);
    }
    ClockRule clock = ClockRule.of(settings.zone());
    words
        .put("dateTime.ntp.server.1", settings.text(Setting.NTP))
        .put("dateTime.timezone", "customize")
        .put("dateTime.timezone.custom", clock.posix())
        .put("language.gui", settings.text(Setting.LANGUAGE))
        .put("provisioning.config.protocol", phone.url().startsWith("https:") ? "HTTPS" : "HTTP")
        .put("provisioning.config.serverPath", bare(phone.url()))
        .put("provisioning.3cxAutoProvision", settings.is(Setting.PNP, "on") ? "Yes" : "No")
        .put(
            "provisioning.auto.mode", settings.number(Setting.REFRESH) > 0 ? "YesUpgradeMin" : "No")
        .put("provisioning.auto.minute", Math.max(60, settings.number(Setting.REFRESH)))
        .put("network.port.eth.1.vlan.enable", settings.number(Setting.VLAN) > 0 ? "Yes" : "No")
        .put("network.port.eth.1.vlan.tag", settings.number(Setting.VLAN))
        .put("sip.keepAliveInterval", interval(settings))
        .put("sip.notify.challenge", "No");
    if (!settings.text(Setting.ADMIN_PASSWORD).isEmpty()) {
      words.put("users.admin.password", settings.text(Setting.ADMIN_PASSWORD));
    }
    CountryTones tones = CountryTones.of(settings.text(Setting.TONES));
    words
        .put("audio.tone.dial", tone(tones.dial()))
        .put("audio.tone.ringBack", tone(tones.ringback()))
        .put("audio.tone.busy", tone(tones.busy()));
    directory(words, phone);
    keys(words, phone);
    return words;
  }

  /** {@code f1=400,f2=450,c=40/20-40/200;}: it counts in hundredths of a second. */
  static String tone(CountryTones.Tone tone) {
    StringBuilder text = new StringBuilder("f1=" + tone.hertz().getFirst());
    text.append(",f2=").append(tone.hertz().getLast());
    for (int i = 0; i < tone.millis().size(); i++) {
      text.append(i == 0 ? ",c=" : i % 2 == 0 ? "-" : "/").append(tone.millis().get(i) / 10);
    }
    return text.append(';').toString();
  }

  /** Keys beside the screen; what a model has more is of plastic. */
  private static int virtual(PhoneProfile phone) {
    return switch (phone.model().name()) {
      case "GXP2130" -> 12;
      case "GXP2160" -> 24;
      case "GRP2614" -> 16;
      default -> phone.model().keys();
    };
  }

  private static void keys(Words words, PhoneProfile phone) {
    int virtual = virtual(phone);
    int n = 0;
    for (Key key : phone.keys()) {
      n++;
      boolean plastic = n > virtual;
      String name = plastic ? "pks.mpk." + (n - virtual) + "." : "pks.vpk." + n + ".";
      String mode =
          switch (key.kind()) {
            case NONE -> "None";
            case LINE -> plastic ? "None" : "Line";
            case LAMP -> "BLF";
            case PARK -> "CallPark";
            case SPEED_DIAL -> "SpeedDial";
          };
      words
          .put(name + "keyMode", mode)
          .put(name + "account", plastic ? "Account" + key.line() : "" + (key.line() - 1))
          .put(name + "description", key.label())
          .put(name + "value", key.value());
    }
  }

  private static void account(Words words, PhoneProfile phone, int n) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    String account = "account." + n + ".";
    String transport =
        switch (line.transport()) {
          case UDP -> "UDP";
          case TCP -> "TCP";
          case TLS -> "Tls Or Tcp";
        };
    String srtp =
        switch (settings.text(Setting.SRTP)) {
          case "optional" -> "EnabledButNotForced";
          case "required" -> "EnabledAndForced";
          default -> "Disabled";
        };
    words
        .put(account + "enable", "Yes")
        .put(account + "name", line.user())
        .put(account + "sip.server.1.address", line.server())
        .put(account + "sip.userid", line.user())
        .put(account + "sip.subscriber.userid", line.user())
        .put(account + "sip.subscriber.password", line.password())
        .put(account + "sip.subscriber.name", line.displayName())
        .put(account + "sip.registration", "Yes")
        .put(account + "sip.transport", transport)
        .put(account + "sip.registerExpiration", minutes(settings))
        .put(account + "network.natTraversal", keepAlive(settings) ? "KeepAlive" : "No")
        .put(account + "sip.voicemail.number", settings.text(Setting.VOICEMAIL))
        .put(account + "sip.subscribe.forMwi", "Yes")
        .put(account + "sip.blf.callPickup.prefix", settings.text(Setting.PICKUP))
        .put(account + "sip.allowSipReset", "Yes")
        .put(account + "audio.srtpMode", srtp);
    int place = 0;
    for (String codec : settings.codecs()) {
      words.put(account + "codec.choice." + ++place, codec(codec));
    }
    ring(words, account, 1, settings.text(Setting.RING_INTERNAL));
    ring(words, account, 2, settings.text(Setting.RING_EXTERNAL));
  }

  private static String codec(String word) {
    return switch (word) {
      case "g722" -> "G.722";
      case "g729" -> "G.729A/B";
      default -> word.toUpperCase(Locale.ROOT);
    };
  }

  /** Seconds between packets that keep a NAT's memory awake; it takes 10 to 160. */
  static int interval(Settings settings) {
    return Math.clamp(settings.number(Setting.KEEP_ALIVE), 10, 160);
  }

  private static boolean keepAlive(Settings settings) {
    return settings.number(Setting.KEEP_ALIVE) > 0;
  }

  /** It counts registrations in minutes. */
  static int minutes(Settings settings) {
    return Math.max(1, settings.number(Setting.EXPIRES) / 60);
  }

  /** Without a scheme, which is a word of its own. */
  static String bare(String url) {
    return url.substring(url.indexOf("//") + 2, url.length() - 1);
  }

  private static void ring(Words words, String account, int n, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      String name = account + "ring.match." + n + ".";
      words
          .put(name + "callerId", wanted.substring(0, colon))
          .put(name + "ringtone", wanted.substring(colon + 1));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      words
          .put("ldap.protocol", ldap.tls() ? "LDAPS" : "LDAP")
          .put("ldap.server", ldap.host())
          .put("ldap.port", ldap.port())
          .put("ldap.base", ldap.base())
          .put("ldap.username", ldap.user())
          .put("ldap.password", ldap.password())
          .put("ldap.version", "version3")
          .put("ldap.ldapNumberFilter", "(telephoneNumber=%)")
          .put("ldap.ldapNameFilter", "(cn=%)")
          .put("ldap.ldapNumberAttributes", "telephoneNumber")
          .put("ldap.ldapNameAttributes", "cn sn")
          .put("ldap.ldapDisplayName", "cn");
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words
          .put(
              "phonebook.download.mode",
              phone.url().startsWith("https:") ? "EnabledUseHTTPS" : "EnabledUseHTTP")
          .put("phonebook.download.server", bare(phone.url()))
          .put("phonebook.download.interval", PHONEBOOK_MINUTES);
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    boolean numbered = numbered(phone);
    StringBuilder text = new StringBuilder(Xml.HEAD).append("<gs_provision version=\"1\">\n");
    text.append(Xml.element("  ", "mac", phone.digits()));
    text.append("  <config version=\"").append(numbered ? 1 : 2).append("\">\n");
    words.forEach((word, value) -> {
      if (numbered) {
        text.append(Xml.element("    ", word, value));
      } else {
        text.append("    <item name=\"").append(word).append("\">");
        text.append(Xml.text(value)).append("</item>\n");
      }
    });
    text.append("  </config>\n</gs_provision>\n");
    String name = "cfg" + phone.digits();
    return List.of(new ProfileFile(name + ".xml", Xml.TYPE, text.toString(), true));
  }

  @Override
  public String entry(String digits) {
    return "";
  }

  /** What it has fetched it takes over at once; a restart has a word of its own. */
  @Override
  public String checkSync(boolean restart) {
    return restart ? "check-sync;reboot=true" : "resync";
  }
}
