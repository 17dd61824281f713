package org.belfry.provisioning.vendor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
 * Cisco SPA and phones with multiplatform firmware (MPP): one flat profile, an element a word.
 * Words by Cisco's "IP Phone 8800 Series Multiplatform Phones Provisioning Guide" and "SPA500
 * Series Provisioning Guide" (cisco.com), manualshive.com (8800 series) and as used in
 * wazo-provd-plugins (wazo_cisco_spa, wazo_cisco_sip) and fusionpbx (provision/cisco). Enterprise
 * firmware (SEP files, SCCP) is another thing.
 *
 * <p>An SPA has no TLS directory and takes keys by extension; MPP names its codecs differently.
 */
final class CiscoFiles implements Vendor {
  /** The sounds of the first nine rings, as the phones come: files, or a wave and its cadence. */
  private static final List<String> MPP_FILES =
      List.of(
          "Sunrise.rwb",
          "chirp1.raw",
          "chirp2.raw",
          "Delight.rwb",
          "Evolve.rwb",
          "Mellow.rwb",
          "Mischief.rwb",
          "Reflections.rwb",
          "Ringer.rwb");

  private static final List<String> SPA525_FILES =
      List.of(
          "Cisco_synth_ring1.mp3",
          "ringin.726",
          "thx-short.726",
          "Analog1.raw",
          "AreYouThereF.raw",
          "Chime.raw",
          "ClockShop.raw",
          "FilmScore.raw",
          "KotoEffect.raw");

  private static final List<String> SPA_SOUNDS =
      List.of(
          "w=3;c=1", "w=3;c=2", "w=3;c=3", "w=3;c=4", "w=2;c=1", "w=2;c=2", "w=2;c=3", "w=2;c=4",
          "w=2;c=5");

  private static boolean spa(PhoneProfile phone) {
    return phone.model().name().startsWith("SPA");
  }

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone, n);
    }
    words
        .put("Profile_Rule", phone.url() + entry(phone.digits()))
        .put("Resync_On_Reset", "Yes")
        .put("Resync_From_SIP", "Yes")
        .put("Resync_Periodic", settings.number(Setting.REFRESH) * 60)
        .put("Voice_Mail_Number", settings.text(Setting.VOICEMAIL))
        .put("Call_Pickup_Code", settings.text(Setting.PICKUP))
        .put("Attendant_Console_Call_Pickup_Code", settings.text(Setting.PICKUP) + "#")
        .put("Primary_NTP_Server", settings.text(Setting.NTP))
        .put("Time_Zone", "GMT" + ClockRule.of(settings.zone()).offset())
        .put("Language_Selection", settings.is(Setting.LANGUAGE, "de") ? "German" : "English-UK")
        .put("Enable_VLAN", settings.number(Setting.VLAN) > 0 ? "Yes" : "No")
        .put("VLAN_ID", Math.max(1, settings.number(Setting.VLAN)));
    ClockRule.Summer summer = ClockRule.of(settings.zone()).summer();
    words.put("Daylight_Saving_Time_Enable", summer == null ? "No" : "Yes");
    if (summer != null) {
      words.put(
          "Daylight_Saving_Time_Rule",
          "start=%s;end=%s;save=%d"
              .formatted(
                  change(summer.begins()), change(summer.ends()), summer.saving().toHours()));
    }
    if (!settings.text(Setting.ADMIN_PASSWORD).isEmpty()) {
      words.put(
          spa(phone) ? "Admin_Passwd" : "Admin_Password", settings.text(Setting.ADMIN_PASSWORD));
    }
    if (spa(phone)) {
      words.put("Secure_Call_Setting", settings.is(Setting.SRTP, "off") ? "No" : "Yes");
    }
    CountryTones tones = CountryTones.of(settings.text(Setting.TONES));
    words
        .put("Dial_Tone", tone(tones.dial(), "10"))
        .put("Busy_Tone", tone(tones.busy(), "10"))
        .put("Ring_Back_Tone", tone(tones.ringback(), "*"));
    ring(words, phone, 9, settings.text(Setting.RING_INTERNAL));
    ring(words, phone, 10, settings.text(Setting.RING_EXTERNAL));
    directory(words, phone);
    keys(words, phone);
    return words;
  }

  private static void account(Words words, PhoneProfile phone, int n) {
    Settings settings = phone.settings();
    SipAccount line = phone.lines().get(n - 1);
    String at = "_" + n + "_";
    String transport = line.transport().name();
    words
        .put("Line_Enable" + at, "Yes")
        .put("Proxy" + at, line.server())
        .put("Use_DNS_SRV" + at, "No")
        .put("SIP_Transport" + at, transport)
        .put("Register" + at, "Yes")
        .put("Register_Expires" + at, settings.number(Setting.EXPIRES))
        .put("Display_Name" + at, line.displayName())
        .put("User_ID" + at, line.user())
        .put("Auth_ID" + at, line.user())
        .put("Use_Auth_ID" + at, "Yes")
        .put("Password" + at, line.password())
        .put("NAT_Keep_Alive_Enable" + at, settings.number(Setting.KEEP_ALIVE) > 0 ? "Yes" : "No")
        .put("DTMF_Tx_Method" + at, "AVT")
        .put("Message_Waiting" + at, "Yes")
        .put("Auth_Resync-Reboot" + at, "No")
        .put("Preferred_Codec" + at, codec(settings.codecs(), 0))
        .put("Second_Preferred_Codec" + at, codec(settings.codecs(), 1))
        .put("Third_Preferred_Codec" + at, codec(settings.codecs(), 2))
        .put("Use_Pref_Codec_Only" + at, "No");
    if (!spa(phone)) {
      words.put(
          "Secure_Call_Option" + at, settings.is(Setting.SRTP, "required") ? "Strict" : "Optional");
    }
  }

  private static String codec(List<String> wanted, int place) {
    if (place >= wanted.size()) {
      return "Unspecified";
    }
    return switch (wanted.get(place)) {
      case "g722" -> "G722";
      case "pcmu" -> "G711u";
      case "g729" -> "G729a";
      case "opus" -> "OPUS";
      default -> "G711a";
    };
  }

  /** Month, -1 for the last or the first day of the week, day of the week; Sunday is 7. */
  private static String change(ClockRule.Change change) {
    int day = change.week() == 5 ? -1 : (change.week() - 1) * 7 + 1;
    return "%d/%d/%d/%d:0:0"
        .formatted(change.month().getValue(), day, change.day().getValue(), change.hour());
  }

  /**
   * {@code 400@-19,450@-19;*(.4/.2/1+2,.4/2/1+2)}: frequencies with their level; for how many
   * seconds; how long it sounds and is silent, and which of the frequencies sound.
   */
  private static String tone(CountryTones.Tone tone, String seconds) {
    String levels =
        tone.hertz().stream().map(hertz -> hertz + "@-19").collect(Collectors.joining(","));
    String which = tone.hertz().size() == 1 ? "1" : "1+2";
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < tone.millis().size(); i += 2) {
      parts.add(
          seconds(tone.millis().get(i)) + "/" + seconds(tone.millis().get(i + 1)) + "/" + which);
    }
    return "%s;%s(%s)"
        .formatted(levels, seconds, parts.isEmpty() ? "*/0/" + which : String.join(",", parts));
  }

  /** {@code .4}, {@code 2}. */
  private static String seconds(int millis) {
    String text = BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    return text.startsWith("0.") ? text.substring(1) : text;
  }

  /**
   * One of the rings of the phone gets the word of Alert-Info as its name, and the sound of the one
   * that is wanted: {@code n=internal;w=file://chirp1.raw;c=1}.
   */
  private static void ring(Words words, PhoneProfile phone, int place, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      int sound = Integer.parseInt(wanted.substring(colon + 1)) - 1;
      words.put(
          "Ring" + place,
          "n=" + wanted.substring(0, colon) + ";" + sounds(phone.model().name()).get(sound));
    }
  }

  private static List<String> sounds(String model) {
    if (model.startsWith("SPA5") && !model.equals("SPA525G2")) {
      return SPA_SOUNDS;
    }
    return (model.startsWith("SPA") ? SPA525_FILES : MPP_FILES)
        .stream().map(file -> "w=file://" + file + ";c=1").toList();
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      words
          .put("LDAP_Dir_Enable", "Yes")
          .put("LDAP_Corp_Dir_Name", "Belfry")
          .put(
              "LDAP_Server",
              (ldap.tls() && !spa(phone) ? "ldaps://" : "") + ldap.host() + ":" + ldap.port())
          .put("LDAP_Auth_Method", "Simple")
          .put("LDAP_Client_DN", ldap.user())
          .put("LDAP_Password", ldap.password())
          .put("LDAP_Search_Base", ldap.base())
          .put("LDAP_Last_Name_Filter", "sn:(sn=*$VALUE*)")
          .put("LDAP_First_Name_Filter", "cn:(cn=*$VALUE*)")
          .put("LDAP_Display_Attrs", "a=cn,n=Name;a=telephoneNumber,n=Phone,t=p");
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words
          .put("XML_Directory_Service_Name", "Belfry")
          .put("XML_Directory_Service_URL", phone.url() + "directory.xml");
    }
  }

  private static void keys(Words words, PhoneProfile phone) {
    int n = 0;
    for (Key key : phone.keys()) {
      n++;
      if (key.kind() == Key.Kind.LINE) {
        words.put("Extension_" + n + "_", key.line()).put("Short_Name_" + n + "_", key.label());
        continue;
      }
      String address = key.value() + "@$PROXY";
      // A semicolon would begin another parameter: another number, or another function.
      String name = key.label().replace(';', ' ');
      String does =
          switch (key.kind()) {
            case LAMP -> "fnc=sd+blf+cp;sub=" + address + ";nme=" + name;
            case PARK -> "fnc=prk;sub=" + address + ";nme=" + name;
            case SPEED_DIAL -> "fnc=sd;ext=" + address + ";nme=" + name;
            case NONE, LINE -> "";
          };
      words
          .put("Extension_" + n + "_", "Disabled")
          .put("Short_Name_" + n + "_", key.label())
          .put("Extended_Function_" + n + "_", does);
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder text = new StringBuilder(Xml.HEAD).append("<flat-profile>\n");
    words.forEach((word, value) -> {
      text.append("  <").append(word).append(" ua=\"na\">");
      text.append(Xml.text(value)).append("</").append(word).append(">\n");
    });
    text.append("</flat-profile>\n");
    String first =
        Xml.HEAD
            + "<flat-profile>\n"
            + Xml.element("  ", "Profile_Rule", phone.url() + entry(phone.digits()))
            + Xml.element("  ", "Resync_On_Reset", "Yes")
            + "</flat-profile>\n";
    String name = phone.model().name().toLowerCase(Locale.ROOT);
    return List.of(
        new ProfileFile(entry(phone.digits()), Xml.TYPE, text.toString(), true),
        new ProfileFile("init.cfg", Xml.TYPE, first, false),
        new ProfileFile(name + ".cfg", Xml.TYPE, first, false));
  }

  @Override
  public String entry(String digits) {
    return digits + ".xml";
  }

  @Override
  public String checkSync(boolean restart) {
    return restart ? "reboot_now" : "resync";
  }
}
