package org.belfry.provisioning.vendor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Linphone: remote provisioning, XML with sections and entries as in its own configuration file. A
 * word is {@code section.entry}. By the schema lpconfig.xsd and "Remote Provisioning" at
 * wiki.linphone.org, and by what liblinphone writes into its own file. The password does not
 * travel: the HA1 does.
 */
final class LinphoneFiles implements Vendor {

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    SipAccount line = phone.main();
    Words words = new Words();
    String server = "<sip:" + line.server() + ";transport=" + line.transport().parameter() + ">";
    words
        .put("misc.transient_provisioning", 1)
        .put("sip.media_encryption", settings.is(Setting.SRTP, "off") ? "none" : "srtp")
        .put("sip.media_encryption_mandatory", settings.is(Setting.SRTP, "required") ? 1 : 0)
        .put("sip.default_proxy", 0)
        .put("sip.keepalive_period", settings.number(Setting.KEEP_ALIVE) * 1000)
        .put("auth_info_0.username", line.user())
        .put("auth_info_0.userid", line.user())
        .put("auth_info_0.ha1", ha1(line, phone.realm()))
        .put("auth_info_0.realm", phone.realm())
        .put("auth_info_0.domain", line.domain())
        .put("auth_info_0.algorithm", "MD5")
        .put("proxy_0.reg_proxy", server)
        .put("proxy_0.reg_route", server)
        .put("proxy_0.reg_identity", identity(line))
        .put("proxy_0.reg_expires", settings.number(Setting.EXPIRES))
        .put("proxy_0.reg_sendregister", 1)
        .put("proxy_0.publish", 0)
        .put("proxy_0.avpf", 0)
        .put("proxy_0.voice_mail", settings.text(Setting.VOICEMAIL));
    int n = 0;
    for (String codec : settings.codecs()) {
      String at = "audio_codec_" + n++ + ".";
      words
          .put(at + "mime", mime(codec))
          .put(at + "rate", codec.equals("opus") ? 48_000 : 8000)
          .put(at + "channels", codec.equals("opus") ? 2 : 1)
          .put(at + "enabled", 1);
    }
    return words;
  }

  private static String mime(String codec) {
    return codec.equals("opus") ? codec : codec.toUpperCase(Locale.ROOT);
  }

  private static String identity(SipAccount line) {
    return "\"" + line.displayName().replaceAll("[\"\\\\]", "") + "\" <" + line.address() + ">";
  }

  /** RFC 7616 §3.4.2. */
  private static String ha1(SipAccount line, String realm) {
    try {
      String text = line.user() + ":" + realm + ":" + line.password();
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder text =
        new StringBuilder(Xml.HEAD)
            .append("<config xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\">\n");
    String open = "";
    for (Map.Entry<String, String> word : words.entrySet()) {
      int dot = word.getKey().indexOf('.');
      String section = word.getKey().substring(0, Math.max(0, dot));
      if (!section.equals(open)) {
        text.append(open.isEmpty() ? "" : "  </section>\n");
        text.append("  <section name=\"").append(section).append("\">\n");
        open = section;
      }
      text.append("    <entry name=\"").append(word.getKey().substring(dot + 1));
      text.append("\" overwrite=\"true\">").append(Xml.text(word.getValue())).append("</entry>\n");
    }
    text.append(open.isEmpty() ? "" : "  </section>\n").append("</config>\n");
    return List.of(new ProfileFile(entry(phone.digits()), Xml.TYPE, text.toString(), true));
  }

  @Override
  public String entry(String digits) {
    return "linphone.xml";
  }
}
