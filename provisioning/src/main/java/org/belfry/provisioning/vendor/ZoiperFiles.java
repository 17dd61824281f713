package org.belfry.provisioning.vendor;

import java.util.List;
import java.util.Map;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * Zoiper 5: {@code options} with one account. Words as Zoiper 5 itself writes them into its {@code
 * Config.xml}, of which fusionpbx has one ({@code zoiper/5.x/config.xml}), and by "Token based
 * provisioning" (oem.zoiper.com/docs). Zoiper fetches it only where its maker's service, or an
 * administrator's script, tells it to; its codecs have numbers that are not public.
 */
final class ZoiperFiles implements Vendor {

  @Override
  public Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    SipAccount line = phone.main();
    String transport =
        switch (line.transport()) {
          case UDP -> "udp";
          case TCP -> "tcp";
          case TLS -> "tls";
        };
    String srtp =
        switch (settings.text(Setting.SRTP)) {
          case "off" -> "none";
          default -> "sdes";
        };
    int keepAlive = settings.number(Setting.KEEP_ALIVE);
    return new Words()
        .put("ident", line.user())
        .put("name", line.displayName())
        .put("protocol", "sip")
        .put("save_username", "true")
        .put("username", line.user())
        .put("save_password", "true")
        .put("password", line.password())
        .put("register_on_startup", "true")
        .put("SIP_use_auth_username", "true")
        .put("SIP_auth_username", line.user())
        .put("SIP_domain", line.domain())
        .put("SIP_use_outbound_proxy", "true")
        .put("SIP_outbound_proxy", line.server())
        .put("SIP_transport_type", transport)
        .put("SIP_srtp_mode", srtp)
        .put("SIP_use_rport", "true")
        .put("SIP_dtmf_style", "outband")
        .put("SIP_keep_alive_mode", keepAlive > 0 ? "custom" : "disabled")
        .put("SIP_keep_alive_timeout", Math.max(1, keepAlive))
        .put("reregistration_mode", "custom")
        .put("reregistration_time", settings.number(Setting.EXPIRES))
        .put("voicemail_check_extension", settings.text(Setting.VOICEMAIL))
        .put("mwi_subscribe_usage", "both");
  }

  @Override
  public List<ProfileFile> files(PhoneProfile phone, Map<String, String> words) {
    StringBuilder text = new StringBuilder(Xml.HEAD).append("<options>\n  <accounts>\n");
    text.append("    <account>\n");
    words.forEach((word, value) -> text.append(Xml.element("      ", word, value)));
    text.append("    </account>\n  </accounts>\n</options>\n");
    return List.of(new ProfileFile(entry(phone.digits()), Xml.TYPE, text.toString(), true));
  }

  @Override
  public String entry(String digits) {
    return "config.xml";
  }
}
