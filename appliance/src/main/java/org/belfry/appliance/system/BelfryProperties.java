package org.belfry.appliance.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set before the first start. Each is an option of {@code ./belfry run}, a
 * property and an environment variable; unknown ones are refused.
 *
 * @param data directory of the database, keys, certificates and logs
 * @param bind address to listen on for everything, or null for all addresses
 * @param sipPort UDP and TCP port for SIP, 0 to 65535; 0 takes any free one, like the next two
 * @param httpsPort port of pages and API
 * @param httpPort port that only leads to the HTTPS port
 * @param demo true to have the users 1001 (Alice) and 1002 (Bob)
 * @param adminPassword sets the password of {@code admin} at each start, at most 72 bytes, or null
 */
@ConfigurationProperties(prefix = "belfry", ignoreUnknownFields = false)
public record BelfryProperties(
    @DefaultValue(".belfry") Path data,
    @Nullable String bind,
    @DefaultValue("5060") int sipPort,
    @DefaultValue("8443") int httpsPort,
    @DefaultValue("8080") int httpPort,
    @DefaultValue("false") boolean demo,
    @Nullable String adminPassword,
    @DefaultValue Sip sip,
    @DefaultValue Database database) {
  private static final int ADMIN_PASSWORD_MAX = 72; // bcrypt reads no further

  /**
   * @throws CannotStart when a value is out of its range
   */
  public BelfryProperties {
    bind = bind == null || bind.isBlank() ? null : bind.strip();
    checkPort("sip-port", sipPort);
    checkPort("https-port", httpsPort);
    checkPort("http-port", httpPort);
    if (adminPassword != null
        && adminPassword.getBytes(StandardCharsets.UTF_8).length > ADMIN_PASSWORD_MAX) {
      throw new CannotStart("belfry.admin-password may have 72 bytes at most.");
    }
  }

  /**
   * @param domain SIP domain of this site, or null for the first address
   * @param realm digest realm, or null for {@code belfry}; kept from the first start on
   * @param sha256First offer SHA-256 before MD5 to phones
   * @param lanes threads that handle SIP, 0 to 64; 0 for half the processors
   */
  public record Sip(
      @Nullable String domain,
      @Nullable String realm,
      @DefaultValue("false") boolean sha256First,
      @DefaultValue("0") int lanes) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Sip {
      if (lanes < 0 || lanes > 64) {
        throw new CannotStart("belfry.sip.lanes must be 0 to 64.");
      }
      if (domain != null && !domain.strip().matches("[A-Za-z0-9.:\\[\\]-]{0,253}")) {
        throw new CannotStart("belfry.sip.domain must be a host name or an address.");
      }
      if (realm != null && (realm.length() > 128 || !realm.matches("[ -~&&[^\"\\\\]]*"))) {
        throw new CannotStart(
            "belfry.sip.realm may have 128 printable ASCII characters but quotes and backslashes.");
      }
    }
  }

  /**
   * @param url JDBC URL of an external MariaDB, or null for the private one
   * @param username for the external one
   * @param password for the external one
   */
  public record Database(
      @Nullable String url, @Nullable String username, @Nullable String password) {

    /**
     * @throws CannotStart when the URL is not one of MariaDB's
     */
    public Database {
      url = url == null || url.isBlank() ? null : url.strip();
      if (url != null && !url.startsWith("jdbc:mariadb:")) {
        throw new CannotStart("belfry.database.url must begin with jdbc:mariadb:.");
      }
    }

    /** The password stays out of logs, and so does the URL, which may hold one. */
    @Override
    public String toString() {
      return url == null ? "private" : "external";
    }
  }

  /** The admin's password stays out of logs. */
  @Override
  public String toString() {
    return "BelfryProperties[data="
        + data
        + ", sipPort="
        + sipPort
        + ", httpsPort="
        + httpsPort
        + ", database="
        + database
        + "]";
  }

  private static void checkPort(String setting, int port) {
    if (port < 0 || port > 65535) {
      throw new CannotStart("belfry." + setting + " must be 0 to 65535, not " + port + ".");
    }
  }
}
