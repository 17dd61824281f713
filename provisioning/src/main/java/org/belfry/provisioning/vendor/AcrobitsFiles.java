package org.belfry.provisioning.vendor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Acrobits Softphone and Groundwire: one {@code account} element, fetched by the app from a link
 * that begins with {@code provlinkbs:} instead of {@code https:} (as fusionpbx shows it as a QR
 * code). Words by Acrobits' "Account XML" and "External Provisioning" (doc.acrobits.net). Two
 * rewriting rules leave emergency calls to the mobile network.
 *
 * <p>Codecs are payload numbers, as in the account of Acrobits' own example for its SDK ({@code
 * 0,8,9,3,102}); a number for Opus is not public. No public source has a word for "encrypted or not
 * at all", so what is required is offered here, and refused by the appliance.
 */
final class AcrobitsFiles implements Vendor {

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    SipAccount line = phone.main();
    String srtp = settings.is(Setting.SRTP, "off") ? "disabled" : "enabled";
    Words words = new Words();
    String codecs =
        settings.codecs().stream()
            .map(AcrobitsFiles::payload)
            .filter(number -> !number.isEmpty())
            .collect(Collectors.joining(","));
    if (!codecs.isEmpty()) {
      words.put("codecOrder", codecs);
    }
    return words
        .put("title", line.displayName())
        .put("username", line.user())
        .put("authUsername", line.user())
        .put("password", line.password())
        .put("host", line.domain())
        .put("proxy", line.server())
        .put("transport", line.transport().parameter())
        .put("expires", settings.number(Setting.EXPIRES))
        .put("keepAlive", settings.number(Setting.KEEP_ALIVE) > 0 ? 1 : 0)
        .put("keepAlivePeriod", settings.number(Setting.KEEP_ALIVE))
        .put("sdesIncoming", srtp)
        .put("sdesOutgoing", srtp)
        .put("voiceMailNumber", settings.text(Setting.VOICEMAIL))
        .put("subscribeForVoicemail", 1)
        .put("extProvInterval", settings.number(Setting.REFRESH) * 60);
  }

  /** RFC 3551 §6; empty where it has none. */
  private static String payload(String codec) {
    return switch (codec) {
      case "pcmu" -> "0";
      case "pcma" -> "8";
      case "g722" -> "9";
      case "g729" -> "18";
      default -> "";
    };
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder text = new StringBuilder(Xml.HEAD).append("<account>\n");
    words.forEach((word, value) -> text.append(Xml.element("  ", word, value)));
    text.append("  <rewriting>\n");
    for (String help : List.of("112", "911")) {
      text.append("    <rule>\n      <conditions>\n        <condition type=\"equals\" param=\"")
          .append(help)
          .append("\"/>\n      </conditions>\n      <actions>\n")
          .append("        <action type=\"overrideDialOut\" param=\"gsmCall\"/>\n")
          .append("      </actions>\n    </rule>\n");
    }
    text.append("  </rewriting>\n</account>\n");
    return List.of(new ProfileFile(entry(phone.digits()), Xml.TYPE, text.toString(), true));
  }

  @Override
  public String entry(String digits) {
    return "acrobits.xml";
  }
}
