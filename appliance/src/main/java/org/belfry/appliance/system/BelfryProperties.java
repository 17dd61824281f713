package org.belfry.appliance.system;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.belfry.pbx.proxy.Advertised;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set before the first start. Each is an option of {@code ./belfry run}, a
 * property and an environment variable; unknown ones are refused.
 *
 * @param data directory of the database, keys, certificates and logs
 * @param bind addresses to listen on, with commas between them, or null for all; the web pages are
 *     on the first
 * @param sipPort UDP and TCP port for SIP, 0 to 65535; 0 takes any free one, like all ports
 * @param sipTlsPort SIP over TLS; -1 for none, null for 5061 when that is free; so the next two
 * @param sipWsPort SIP over WebSocket without TLS, on loopback addresses only; null for 8088
 * @param sipWssPort SIP over secure WebSocket on a port of its own; null for 8089
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
    @Nullable Integer sipTlsPort,
    @Nullable Integer sipWsPort,
    @Nullable Integer sipWssPort,
    @DefaultValue("8443") int httpsPort,
    @DefaultValue("8080") int httpPort,
    @DefaultValue("false") boolean demo,
    @Nullable String adminPassword,
    @DefaultValue Sip sip,
    @DefaultValue Dns dns,
    @DefaultValue Guard guard,
    @DefaultValue Media media,
    @DefaultValue Database database) {
  private static final int ADMIN_PASSWORD_MAX = 72; // bcrypt reads no further

  /**
   * @throws CannotStart when a value is out of its range
   */
  public BelfryProperties {
    bind = bind == null || bind.isBlank() ? null : bind.strip();
    checkPort("sip-port", sipPort);
    checkOptionalPort("sip-tls-port", sipTlsPort);
    checkOptionalPort("sip-ws-port", sipWsPort);
    checkOptionalPort("sip-wss-port", sipWssPort);
    checkPort("https-port", httpsPort);
    checkPort("http-port", httpPort);
    if (adminPassword != null
        && adminPassword.getBytes(StandardCharsets.UTF_8).length > ADMIN_PASSWORD_MAX) {
      throw new CannotStart("belfry.admin-password may have 72 bytes at most.");
    }
  }

  /**
   * @param domain SIP domain of this site, or several with commas between them, or null for the
   *     first address
   * @param realm digest realm, or null for {@code belfry}; kept from the first start on
   * @param sha256First offer SHA-256 before MD5 to phones
   * @param lanes threads that handle SIP, 0 to 64; 0 for half the processors
   * @param federation calls to other domains: {@code off}, {@code out} for our users' calls, {@code
   *     both} for calls from anywhere to our users too
   * @param advertise public addresses, {@code 203.0.113.7:5060} or {@code 10.8.0.1 for 10.8.0.0/16}
   * @param localNetworks networks that are told our real addresses; empty for the private ones
   * @param tlsVerify false to connect by TLS to neighbours whatever certificate they show
   * @param webSocketOrigins pages of other hosts that may open a WebSocket, {@code *} for all
   * @param traceMegabytes memory for the messages of calls (their ladders), 0 to 1024; 0 keeps none
   * @param keepAlive phones on UDP that are asked by OPTIONS whether they are still there: {@code
   *     nat} for those behind NAT, {@code all}, {@code off}
   * @param keepAliveInterval time between two questions, 1 s to 1 h
   * @param keepAliveMisses unanswered questions in a row after which a phone is unregistered, 1 to
   *     100
   */
  public record Sip(
      @Nullable String domain,
      @Nullable String realm,
      @DefaultValue("false") boolean sha256First,
      @DefaultValue("0") int lanes,
      @DefaultValue("out") String federation,
      @DefaultValue List<String> advertise,
      @DefaultValue List<String> localNetworks,
      @DefaultValue("true") boolean tlsVerify,
      @DefaultValue List<String> webSocketOrigins,
      @DefaultValue("16") int traceMegabytes,
      @DefaultValue("nat") String keepAlive,
      @DefaultValue("25s") Duration keepAliveInterval,
      @DefaultValue("3") int keepAliveMisses) {
    private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
    private static final Duration INTERVAL_MAX = Duration.ofHours(1);
    private static final int MISSES_MAX = 100;

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Sip {
      if (lanes < 0 || lanes > 64) {
        throw new CannotStart("belfry.sip.lanes must be 0 to 64.");
      }
      if (domain != null && !domain.strip().matches("[A-Za-z0-9.:\\[\\], -]{0,2000}")) {
        throw new CannotStart(
            "belfry.sip.domain must be a host name or an address, or several with commas between"
                + " them.");
      }
      federation = federation.strip().toLowerCase(Locale.ROOT);
      if (!federation.matches("off|out|both")) {
        throw new CannotStart("belfry.sip.federation must be off, out or both.");
      }
      if (traceMegabytes < 0 || traceMegabytes > 1024) {
        throw new CannotStart("belfry.sip.trace-megabytes must be 0 to 1024.");
      }
      keepAlive = keepAlive.strip().toLowerCase(Locale.ROOT);
      if (!keepAlive.matches("nat|all|off")) {
        throw new CannotStart("belfry.sip.keep-alive must be nat, all or off.");
      }
      if (keepAliveInterval.compareTo(INTERVAL_MIN) < 0
          || keepAliveInterval.compareTo(INTERVAL_MAX) > 0) {
        throw new CannotStart("belfry.sip.keep-alive-interval must be 1s to 1h.");
      }
      if (keepAliveMisses < 1 || keepAliveMisses > MISSES_MAX) {
        throw new CannotStart("belfry.sip.keep-alive-misses must be 1 to " + MISSES_MAX + ".");
      }
      if (realm != null && (realm.length() > 128 || !realm.matches("[ -~&&[^\"\\\\]]*"))) {
        throw new CannotStart(
            "belfry.sip.realm may have 128 printable ASCII characters but quotes and backslashes.");
      }
      advertise = List.copyOf(advertise);
      localNetworks = List.copyOf(localNetworks);
      webSocketOrigins = List.copyOf(webSocketOrigins);
      check("advertise", advertise, "an address, with a port or a network", Advertised.Address::of);
      check("local-networks", localNetworks, "a network like 192.168.0.0/16", IpNetwork::of);
    }

    /** What we call ourselves, and to whom. */
    public Advertised advertised() {
      if (advertise.isEmpty()) {
        return Advertised.NOTHING;
      }
      List<IpNetwork> local = localNetworks.stream().map(IpNetwork::of).toList();
      return new Advertised(
          advertise.stream().map(Advertised.Address::of).toList(),
          local.isEmpty() ? Advertised.PRIVATE : local);
    }
  }

  /**
   * @param anchor whether media of calls runs through us; else phones send to each other
   * @param ports UDP ports for media, {@code first-last}, 1024 to 65535; two for each leg of a call
   * @param timeout a call is ended when a side that should speak has sent nothing for so long; 0
   *     for never
   * @param encryption of phones' media: {@code allowed} takes what they offer, {@code required} and
   *     {@code forbidden} say so; browsers always encrypt
   * @param exclude addresses or networks of ours that no browser is told
   * @param musicOnHold {@code true} for a tune of ours, {@code false} for silence, or the path of a
   *     WAV or Ogg/Opus file of ten minutes at most
   */
  public record Media(
      @DefaultValue("true") boolean anchor,
      @DefaultValue("30000-39999") String ports,
      @DefaultValue("60s") Duration timeout,
      @DefaultValue("allowed") String encryption,
      @DefaultValue List<String> exclude,
      @DefaultValue("true") String musicOnHold) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Media {
      musicOnHold = musicOnHold.strip();
      encryption = encryption.strip().toLowerCase(Locale.ROOT);
      if (!encryption.matches("allowed|required|forbidden")) {
        throw new CannotStart("belfry.media.encryption must be allowed, required or forbidden.");
      }
      ports = ports.strip();
      if (!ports.matches("[0-9]{4,5} *- *[0-9]{4,5}")
          || port(ports, 0) < 1024
          || port(ports, 1) > 65535
          || port(ports, 1) <= port(ports, 0)) {
        throw new CannotStart("belfry.media.ports must be two ports like 30000-39999.");
      }
      if (timeout.isNegative() || timeout.compareTo(Duration.ofDays(1)) > 0) {
        throw new CannotStart("belfry.media.timeout must be 0 to 1d.");
      }
      exclude = List.copyOf(exclude);
      for (String each : exclude) {
        if (!each.strip().matches("[0-9A-Fa-f.:]+(/[0-9]{1,3})?")) {
          throw new CannotStart(
              "belfry.media.exclude must have addresses or networks, not \"" + each + "\".");
        }
      }
    }

    public int firstPort() {
      return port(ports, 0);
    }

    public int lastPort() {
      return port(ports, 1);
    }

    private static int port(String range, int index) {
      return Integer.parseInt(range.split("-", -1)[index].strip());
    }
  }

  /**
   * @param servers name servers to ask, each an address with an optional port; none for those of
   *     the operating system
   */
  public record Dns(@Nullable List<String> servers) {
    private static final int PORT = 53;

    /**
     * @throws CannotStart when a server is no address
     */
    public Dns {
      servers =
          servers == null
              ? List.of()
              : servers.stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
      servers.forEach(Dns::address);
    }

    /** The servers as addresses, in order. */
    public List<InetSocketAddress> addresses() {
      return servers == null ? List.of() : servers.stream().map(Dns::address).toList();
    }

    private static InetSocketAddress address(String text) {
      int colon = text.lastIndexOf(':');
      boolean ported =
          colon >= 0 && (text.indexOf(':') == colon || text.lastIndexOf(']') == colon - 1);
      String host = ported ? text.substring(0, colon) : text;
      try {
        return new InetSocketAddress(
            InetAddress.ofLiteral(
                host.startsWith("[") && host.endsWith("]")
                    ? host.substring(1, host.length() - 1)
                    : host),
            ported ? Integer.parseInt(text.substring(colon + 1)) : PORT);
      } catch (IllegalArgumentException e) {
        throw new CannotStart(
            "belfry.dns.servers must be addresses with an optional port, not \"" + text + "\".", e);
      }
    }
  }

  /**
   * Who is shut out of the SIP ports.
   *
   * @param enabled false to shut out nobody
   * @param attempts wrong passwords of a user from an address before that pair is blocked, 2 to 100
   * @param window how long wrong passwords are remembered
   * @param banTime how long a pair is blocked, and an address banned the first time
   * @param maxBanTime the longest ban of an address that comes back again and again
   * @param allow networks that are never banned, as {@code address/bits}
   */
  public record Guard(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("5") int attempts,
      @DefaultValue("10m") Duration window,
      @DefaultValue("10m") Duration banTime,
      @DefaultValue("1d") Duration maxBanTime,
      @DefaultValue({"127.0.0.0/8", "::1"}) List<String> allow) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Guard {
      allow = allow.stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (attempts < 2 || attempts > 100) {
        throw new CannotStart("belfry.guard.attempts must be 2 to 100.");
      }
      if (!window.isPositive() || !banTime.isPositive()) {
        throw new CannotStart("belfry.guard.window and belfry.guard.ban-time must be above 0.");
      }
      if (maxBanTime.compareTo(banTime) < 0) {
        throw new CannotStart("belfry.guard.max-ban-time must not be below belfry.guard.ban-time.");
      }
      for (String network : allow) {
        try {
          IpNetwork.of(network);
        } catch (IllegalArgumentException e) {
          throw new CannotStart(
              "belfry.guard.allow holds '"
                  + network
                  + "', which is no network like 192.168.0.0/16.");
        }
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

  private static void check(
      String setting, List<String> values, String form, Function<String, ?> reader) {
    for (String value : values) {
      try {
        var _ = reader.apply(value);
      } catch (IllegalArgumentException e) {
        throw new CannotStart(
            "belfry.sip." + setting + " must be " + form + ", not \"" + value + "\".", e);
      }
    }
  }

  private static void checkOptionalPort(String setting, @Nullable Integer port) {
    if (port != null && port != -1) {
      checkPort(setting, port);
    }
  }

  private static void checkPort(String setting, int port) {
    if (port < 0 || port > 65535) {
      throw new CannotStart("belfry." + setting + " must be 0 to 65535, not " + port + ".");
    }
  }
}
