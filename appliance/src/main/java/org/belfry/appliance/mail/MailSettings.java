package org.belfry.appliance.mail;

import java.util.Base64;
import java.util.Locale;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.persistence.Settings;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.admin.MailAdmin.MailSecurity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Which mail server: the one that was set while running, else that of the configuration. */
@Component
class MailSettings {
  private static final String SETTING = "mail.server";
  private static final JsonMapper JSON = new JsonMapper();

  private final Settings settings;
  private final PasswordVault vault;
  private final AuditTrail audit;
  private final MailServer configured;
  private volatile @Nullable MailServer set;

  /**
   * As it is kept: the password is sealed (ADR 6).
   *
   * @param inside null for one that was kept before it was asked: it goes on
   */
  private record Kept(
      String host,
      int port,
      String from,
      String user,
      String sealedPassword,
      MailSecurity security,
      boolean tlsVerify,
      @Nullable Boolean inside) {}

  MailSettings(
      BelfryProperties properties, Settings settings, PasswordVault vault, AuditTrail audit) {
    this.settings = settings;
    this.vault = vault;
    this.audit = audit;
    this.configured = configured(properties.mail());
    this.set = settings.get(SETTING).map(this::read).orElse(null);
  }

  private static MailServer configured(BelfryProperties.Mail mail) {
    MailSecurity security = MailSecurity.valueOf(mail.security().toUpperCase(Locale.ROOT));
    return new MailServer(
        orEmpty(mail.host()),
        mail.port() == null ? MailServer.usualPort(security) : mail.port(),
        orEmpty(mail.from()),
        orEmpty(mail.user()),
        orEmpty(mail.password()),
        security,
        mail.tlsVerify(),
        true);
  }

  MailServer server() {
    MailServer here = set;
    return here == null ? configured : here;
  }

  boolean setHere() {
    return set != null;
  }

  void set(MailServer server) {
    Kept kept =
        new Kept(
            server.host(),
            server.port(),
            server.from(),
            server.user(),
            server.password().isEmpty()
                ? ""
                : Base64.getEncoder().encodeToString(vault.seal(server.password())),
            server.security(),
            server.tlsVerify(),
            server.inside());
    settings.set(SETTING, JSON.writeValueAsString(kept));
    audit.tell("mail_server", server.host(), server(), server);
    set = server;
  }

  void reset() {
    MailServer before = server();
    settings.remove(SETTING);
    set = null;
    audit.tell("mail_server", before.host(), before, server());
  }

  private MailServer read(String text) {
    Kept kept = JSON.readValue(text, Kept.class);
    return new MailServer(
        kept.host,
        kept.port,
        kept.from,
        kept.user,
        kept.sealedPassword.isEmpty()
            ? ""
            : vault.open(Base64.getDecoder().decode(kept.sealedPassword)),
        kept.security,
        kept.tlsVerify,
        !Boolean.FALSE.equals(kept.inside));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
