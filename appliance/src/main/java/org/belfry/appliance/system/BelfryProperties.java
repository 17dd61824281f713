package org.belfry.appliance.system;

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
 * @param sipPort UDP and TCP port for SIP
 * @param httpsPort port of pages and API
 * @param httpPort port that only leads to the HTTPS port
 * @param demo true to have the users 1001 (Alice) and 1002 (Bob)
 * @param adminPassword sets the password of {@code admin} at each start, or null
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

  /**
   * @param domain SIP domain of this site, or null for the first address
   * @param realm digest realm, or null for {@code belfry}; kept from the first start on
   * @param sha256First offer SHA-256 before MD5 to phones
   * @param lanes threads that handle SIP; 0 for half the processors
   */
  public record Sip(
      @Nullable String domain,
      @Nullable String realm,
      @DefaultValue("false") boolean sha256First,
      @DefaultValue("0") int lanes) {}

  /**
   * @param url JDBC URL of an external MariaDB, or null for the private one
   * @param username for the external one
   * @param password for the external one
   */
  public record Database(
      @Nullable String url, @Nullable String username, @Nullable String password) {}

  /** The database's password and the admin's stay out of logs. */
  @Override
  public String toString() {
    return "BelfryProperties[data="
        + data
        + ", sipPort="
        + sipPort
        + ", httpsPort="
        + httpsPort
        + "]";
  }
}
