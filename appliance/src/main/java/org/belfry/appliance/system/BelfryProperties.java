package org.belfry.appliance.system;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.belfry.media.ice.Subnet;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.transport.Advertised;
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
 * @param adminPort port of the administration's pages and the API, which answer at no other then;
 *     null for {@code httpsPort}
 * @param adminAddress IP address of that port; null for that of the pages
 * @param httpPort port that only leads to the HTTPS port
 * @param demo true to have the users 1001 (Alice) and 1002 (Bob)
 * @param adminPassword sets the password of {@code admin} at each start, at most 72 bytes, or null
 * @param zone time zone of the site, as {@code Europe/Berlin}; null for the system's
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
    @Nullable Integer adminPort,
    @Nullable String adminAddress,
    @DefaultValue("8080") int httpPort,
    @DefaultValue("false") boolean demo,
    @Nullable String adminPassword,
    @Nullable String zone,
    @DefaultValue Sip sip,
    @DefaultValue Dns dns,
    @DefaultValue Guard guard,
    @DefaultValue Media media,
    @DefaultValue Turn turn,
    @DefaultValue Presence presence,
    @DefaultValue Mail mail,
    @DefaultValue Voicemail voicemail,
    @DefaultValue Recording recording,
    @DefaultValue History history,
    @DefaultValue Audit audit,
    @DefaultValue Update update,
    @DefaultValue Attendant attendant,
    @DefaultValue Trunk trunk,
    @DefaultValue Park park,
    @DefaultValue Provisioning provisioning,
    @DefaultValue Backup backup,
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
    checkOptionalPort("admin-port", adminPort);
    adminAddress = adminAddress == null || adminAddress.isBlank() ? null : adminAddress.strip();
    checkAdminAddress(adminAddress);
    zone = zone == null || zone.isBlank() ? null : zone.strip();
    if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
      throw new CannotStart("belfry.zone must be a time zone such as Europe/Berlin.");
    }
    if (adminPassword != null
        && adminPassword.getBytes(StandardCharsets.UTF_8).length > ADMIN_PASSWORD_MAX) {
      throw new CannotStart("belfry.admin-password may have 72 bytes at most.");
    }
  }

  /**
   * @param privateWebServers whether attendants may ask web servers on this host and in private
   *     networks
   */
  public record Attendant(@DefaultValue("false") boolean privateWebServers) {}

  /**
   * @param probe how often the server of a trunk is asked whether it is still there, 1 s to 1 h
   * @param retry the shortest wait before a trunk that failed is tried again, 1 s to 30 min; it
   *     doubles with each failure
   */
  public record Trunk(@DefaultValue("25s") Duration probe, @DefaultValue("15s") Duration retry) {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration PROBE_MAX = Duration.ofHours(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(30);

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Trunk {
      if (probe.compareTo(LEAST) < 0 || probe.compareTo(PROBE_MAX) > 0) {
        throw new CannotStart("belfry.trunk.probe must be 1s to 1h.");
      }
      if (retry.compareTo(LEAST) < 0 || retry.compareTo(RETRY_MAX) > 0) {
        throw new CannotStart("belfry.trunk.retry must be 1s to 30m.");
      }
    }
  }

  /**
   * Phones that configure themselves.
   *
   * @param url by which phones reach our pages, {@code https://pbx.example:8443}; null for our
   *     address
   * @param pnp whether phones that ask by multicast are answered
   * @param ldapPort of the directory without encryption; -1 for none, 0 for any
   * @param ldapsPort of the directory over TLS; null for 10636 when that is free, -1 for none, 0
   *     for any
   * @param dhcp whether our dnsmasq gives phones their addresses: {@code off}, {@code server}, or
   *     {@code proxy} beside another server, which goes on giving addresses
   * @param dhcpInterface network interface of the phones; needed with dhcp
   * @param dhcpRange {@code 192.168.1.100-192.168.1.200}; needed with {@code server}
   * @param dns whether our dnsmasq answers for the SIP domain (NAPTR, SRV) and asks others for the
   *     rest
   * @param tftp whether our dnsmasq offers files to phones that can do no better
   */
  public record Provisioning(
      @Nullable String url,
      @DefaultValue("true") boolean pnp,
      @DefaultValue("-1") int ldapPort,
      @Nullable Integer ldapsPort,
      @DefaultValue("off") String dhcp,
      @Nullable String dhcpInterface,
      @Nullable String dhcpRange,
      @DefaultValue("false") boolean dns,
      @DefaultValue("false") boolean tftp) {
    private static final int LDAPS_PORT = 10_636;

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Provisioning {
      url = url == null || url.isBlank() ? null : url.strip().replaceAll("/+$", "");
      if (url != null && !url.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,200}")) {
        throw new CannotStart("belfry.provisioning.url must be like https://pbx.example:8443.");
      }
      checkOptionalPort("provisioning.ldap-port", ldapPort);
      checkOptionalPort("provisioning.ldaps-port", ldapsPort);
      dhcp = dhcp.strip().toLowerCase(Locale.ROOT);
      if (!dhcp.matches("off|server|proxy")) {
        throw new CannotStart("belfry.provisioning.dhcp must be off, server or proxy.");
      }
      dhcpInterface =
          dhcpInterface == null || dhcpInterface.isBlank() ? null : dhcpInterface.strip();
      if (dhcpInterface != null && !dhcpInterface.matches("[A-Za-z0-9._-]{1,15}")) {
        throw new CannotStart("belfry.provisioning.dhcp-interface must be a network interface.");
      }
      if (!dhcp.equals("off") && dhcpInterface == null) {
        throw new CannotStart("belfry.provisioning.dhcp needs belfry.provisioning.dhcp-interface.");
      }
      dhcpRange = dhcpRange == null || dhcpRange.isBlank() ? null : dhcpRange.strip();
      if (dhcpRange != null && !dhcpRange.matches("[0-9.]{7,15}-[0-9.]{7,15}")) {
        throw new CannotStart(
            "belfry.provisioning.dhcp-range must be like 192.168.1.100-192.168.1.200.");
      }
      if (dhcp.equals("server") && dhcpRange == null) {
        throw new CannotStart("belfry.provisioning.dhcp=server needs dhcp-range.");
      }
    }

    /** -1 for none. */
    public int listenLdapsPort() {
      return ldapsPort == null ? LDAPS_PORT : ldapsPort;
    }

    /** Whether there is anything for dnsmasq to do. */
    public boolean dnsmasq() {
      return !dhcp.equals("off") || dns || tftp;
    }
  }

  /**
   * Calls that wait in slots.
   *
   * @param returnAfter when nobody has fetched a call for so long, who parked it is rung; 10 s to 1
   *     h
   * @param again how long after that did not take it; 10 s to 1 h
   * @param longest when nobody has come for so long, the call is ended; up to 12 h
   */
  public record Park(
      @DefaultValue("2m") Duration returnAfter,
      @DefaultValue("1m") Duration again,
      @DefaultValue("30m") Duration longest) {
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration LONGEST_MAX = Duration.ofHours(12);

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Park {
      if (returnAfter.compareTo(LEAST) < 0 || returnAfter.compareTo(MOST) > 0) {
        throw new CannotStart("belfry.park.return-after must be 10s to 1h.");
      }
      if (again.compareTo(LEAST) < 0 || again.compareTo(MOST) > 0) {
        throw new CannotStart("belfry.park.again must be 10s to 1h.");
      }
      if (longest.compareTo(returnAfter) < 0 || longest.compareTo(LONGEST_MAX) > 0) {
        throw new CannotStart("belfry.park.longest must be belfry.park.return-after to 12h.");
      }
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
   * @param dscp the mark of signalling for routers (RFC 2474): {@code cs3}, or another name or
   *     number
   * @param connections how many there may be, and whose
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
      @DefaultValue("3") int keepAliveMisses,
      @DefaultValue("cs3") String dscp,
      @DefaultValue Connections connections) {
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
      dscp = checkDscp("sip.dscp", dscp);
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
   * Connections by TCP, TLS and WebSocket. A stranger is an address (of IPv6: a /64) from which no
   * phone is registered and that is no peer's or trunk's.
   *
   * @param max of all kinds, 16 to 1,000,000
   * @param perSource from one known address
   * @param strangers from all strangers together
   * @param strangersPerSource from one stranger
   * @param strangerIdle one of a stranger's is closed after so long without a message, 5 s to 1 h
   */
  public record Connections(
      @DefaultValue("4096") int max,
      @DefaultValue("1024") int perSource,
      @DefaultValue("1024") int strangers,
      @DefaultValue("64") int strangersPerSource,
      @DefaultValue("3m") Duration strangerIdle) {
    private static final int LEAST = 16;
    private static final int MOST = 1_000_000;
    private static final Duration IDLE_MIN = Duration.ofSeconds(5);
    private static final Duration IDLE_MAX = Duration.ofHours(1);

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Connections {
      if (max < LEAST || max > MOST) {
        throw new CannotStart("belfry.sip.connections.max must be 16 to 1000000.");
      }
      if (perSource < 1 || strangers < 1 || strangersPerSource < 1) {
        throw new CannotStart("the limits of belfry.sip.connections must be 1 or more.");
      }
      if (strangerIdle.compareTo(IDLE_MIN) < 0 || strangerIdle.compareTo(IDLE_MAX) > 0) {
        throw new CannotStart("belfry.sip.connections.stranger-idle must be 5s to 1h.");
      }
    }
  }

  /**
   * @param anchor whether media of calls runs through us; else phones send to each other
   * @param ports UDP ports for media, {@code first-last}, 1024 to 65535; two for each leg of a call
   * @param webrtcPort one UDP port for the media of all browsers; 0 for ports of their own
   * @param timeout a call is ended when a side that should speak has sent nothing for so long; 0
   *     for never
   * @param encryption of phones' media: {@code allowed} takes what they offer, {@code required} and
   *     {@code forbidden} say so; browsers always encrypt
   * @param exclude addresses or networks of ours that no browser is told
   * @param musicOnHold {@code true} for a tune of ours, {@code false} for silence, or the path of a
   *     WAV or Ogg/Opus file of ten minutes at most
   * @param dscp the mark of media for routers (RFC 2474): {@code ef}, or another name or number
   */
  public record Media(
      @DefaultValue("true") boolean anchor,
      @DefaultValue("30000-39999") String ports,
      @DefaultValue("0") int webrtcPort,
      @DefaultValue("60s") Duration timeout,
      @DefaultValue("allowed") String encryption,
      @DefaultValue List<String> exclude,
      @DefaultValue("true") String musicOnHold,
      @DefaultValue("ef") String dscp) {

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
      checkRange("media.ports", ports, "30000-39999");
      checkPort("media.webrtc-port", webrtcPort);
      if (timeout.isNegative() || timeout.compareTo(Duration.ofDays(1)) > 0) {
        throw new CannotStart("belfry.media.timeout must be 0 to 1d.");
      }
      exclude = networks("media.exclude", exclude);
      dscp = checkDscp("media.dscp", dscp);
    }

    public int firstPort() {
      return BelfryProperties.port(ports, 0);
    }

    public int lastPort() {
      return BelfryProperties.port(ports, 1);
    }
  }

  /**
   * The STUN and TURN server, for browsers and phones behind firewalls.
   *
   * @param port of UDP and TCP; null for 3478 when that is free, 0 for any, -1 for none
   * @param tlsPort of TLS; null for 5349 when that is free, 0 for any, -1 for none
   * @param ports UDP ports that are lent to clients, {@code first-last}, 1024 to 65535
   * @param allocations how many are lent at once, in all
   * @param allocationsPerUser how many to one user
   * @param kilobytesPerSecond what each may carry each way; 0 for no limit
   * @param connections of TCP and TLS at once
   * @param deny networks that nobody is relayed to but for our own media
   */
  public record Turn(
      @DefaultValue("true") boolean enabled,
      @Nullable Integer port,
      @Nullable Integer tlsPort,
      @DefaultValue("40000-40999") String ports,
      @DefaultValue("1000") int allocations,
      @DefaultValue("16") int allocationsPerUser,
      @DefaultValue("500") int kilobytesPerSecond,
      @DefaultValue("500") int connections,
      @DefaultValue({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"})
          List<String> deny) {
    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;
    private static final int MOST = 10_000;

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Turn {
      checkOptionalPort("turn.port", port);
      checkOptionalPort("turn.tls-port", tlsPort);
      ports = ports.strip();
      checkRange("turn.ports", ports, "40000-40999");
      checkNumber("turn.allocations", allocations, 1, MOST);
      checkNumber("turn.allocations-per-user", allocationsPerUser, 1, MOST);
      checkNumber("turn.kilobytes-per-second", kilobytesPerSecond, 0, 1_000_000);
      checkNumber("turn.connections", connections, 1, MOST);
      deny = networks("turn.deny", deny);
    }

    /** -1 for none. */
    public int listenPort() {
      return port == null ? PORT : port;
    }

    /** -1 for none. */
    public int listenTlsPort() {
      return tlsPort == null ? TLS_PORT : tlsPort;
    }

    public int firstPort() {
      return BelfryProperties.port(ports, 0);
    }

    public int lastPort() {
      return BelfryProperties.port(ports, 1);
    }
  }

  /**
   * @param watch whose lamps and presence a user may watch: {@code all}, or {@code own} alone
   * @param subscriptionsPerUser what one user may watch at a time, 1 to 100,000
   * @param subscriptions in all, 1 to 1,000,000
   * @param partialDialogs true to tell watchers of lamps only what has changed
   * @param unsolicitedMailbox true to tell registered phones of their mailbox unasked
   */
  public record Presence(
      @DefaultValue("all") String watch,
      @DefaultValue("500") int subscriptionsPerUser,
      @DefaultValue("20000") int subscriptions,
      @DefaultValue("false") boolean partialDialogs,
      @DefaultValue("true") boolean unsolicitedMailbox) {
    private static final int PER_USER_MAX = 100_000;
    private static final int ALL_MAX = 1_000_000;

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Presence {
      watch = watch.strip().toLowerCase(Locale.ROOT);
      if (!watch.matches("all|own")) {
        throw new CannotStart("belfry.presence.watch must be all or own.");
      }
      if (subscriptionsPerUser < 1 || subscriptionsPerUser > PER_USER_MAX) {
        throw new CannotStart(
            "belfry.presence.subscriptions-per-user must be 1 to " + PER_USER_MAX + ".");
      }
      if (subscriptions < 1 || subscriptions > ALL_MAX) {
        throw new CannotStart("belfry.presence.subscriptions must be 1 to " + ALL_MAX + ".");
      }
    }
  }

  /**
   * @param longest message, 10 s to 1 h
   * @param shortest what is shorter, without silence, is no message; 0 to 1 min
   * @param messages a mailbox may have, 1 to 100,000
   * @param megabytes a mailbox may have, 1 to 1,000,000
   * @param keep older messages are deleted; 0 for never
   * @param freeMegabytes of the disk that are left free: with less no message is taken
   */
  public record Voicemail(
      @DefaultValue("5m") Duration longest,
      @DefaultValue("2s") Duration shortest,
      @DefaultValue("1000") int messages,
      @DefaultValue("1000") int megabytes,
      @DefaultValue("0d") Duration keep,
      @DefaultValue("200") int freeMegabytes) {
    private static final int MOST = 1_000_000;

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Voicemail {
      if (longest.compareTo(Duration.ofSeconds(10)) < 0
          || longest.compareTo(Duration.ofHours(1)) > 0) {
        throw new CannotStart("belfry.voicemail.longest must be 10s to 1h.");
      }
      if (shortest.isNegative() || shortest.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new CannotStart("belfry.voicemail.shortest must be 0s to 1m.");
      }
      checkKeep("voicemail.keep", keep);
      checkNumber("voicemail.messages", messages, 1, 100_000);
      checkNumber("voicemail.megabytes", megabytes, 1, MOST);
      checkNumber("voicemail.free-megabytes", freeMegabytes, 0, MOST);
    }
  }

  /**
   * Recordings of calls and conferences.
   *
   * @param format {@code opus} or {@code wav}
   * @param longest recording, 1 min to 24 h; the call goes on
   * @param keep older recordings are deleted; 0 for never
   * @param freeMegabytes of the disk that are left free: with less the oldest recordings are
   *     deleted, and when there are none left, nothing is recorded
   */
  public record Recording(
      @DefaultValue("opus") String format,
      @DefaultValue("4h") Duration longest,
      @DefaultValue("0d") Duration keep,
      @DefaultValue("1000") int freeMegabytes) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Recording {
      format = format.strip().toLowerCase(Locale.ROOT);
      if (!format.matches("opus|wav")) {
        throw new CannotStart("belfry.recording.format must be opus or wav.");
      }
      if (longest.compareTo(Duration.ofMinutes(1)) < 0
          || longest.compareTo(Duration.ofHours(24)) > 0) {
        throw new CannotStart("belfry.recording.longest must be 1m to 24h.");
      }
      checkKeep("recording.keep", keep);
      checkNumber("recording.free-megabytes", freeMegabytes, 0, 1_000_000);
    }
  }

  /**
   * Calls and calls of queues that have ended.
   *
   * @param keep older ones are deleted; 0 for never
   */
  public record History(@DefaultValue("0d") Duration keep) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public History {
      checkKeep("history.keep", keep);
    }
  }

  /**
   * Where newer versions come from.
   *
   * @param url of the update server's directory; null for none
   * @param automatic what is done about a newer version without being asked: {@code check}, {@code
   *     download} or {@code install}
   */
  public record Update(@Nullable String url, @DefaultValue("check") String automatic) {

    /**
     * @throws CannotStart when it is no address, or automatic no such word
     */
    public Update {
      url = url == null || url.isBlank() ? null : url.strip().replaceAll("/+$", "");
      if (url != null
          && !url.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,200}(/[A-Za-z0-9._~-]{1,100}){0,10}")) {
        throw new CannotStart("belfry.update.url must be like https://updates.example/belfry.");
      }
      if (!automatic.matches("check|download|install")) {
        throw new CannotStart("belfry.update.automatic must be check, download or install.");
      }
    }
  }

  /**
   * The log of changes.
   *
   * @param keep older entries are deleted; 0 for never
   */
  public record Audit(@DefaultValue("0d") Duration keep) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Audit {
      checkKeep("audit.keep", keep);
    }
  }

  /**
   * The server that takes our mail; another one can be set over REST.
   *
   * @param host none: mail waits in the outbox
   * @param port null for the usual one of {@code security}: 25, 587 or 465
   * @param from the sender's address, needed with a host
   * @param user null for a server that asks for none
   * @param security {@code starttls} (RFC 3207), {@code tls} from the first byte, {@code none}
   * @param tlsVerify false takes any certificate of the server
   * @param keep mail that failed longer ago is deleted; 0 for never
   */
  public record Mail(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String from,
      @Nullable String user,
      @Nullable String password,
      @DefaultValue("starttls") String security,
      @DefaultValue("true") boolean tlsVerify,
      @DefaultValue("0d") Duration keep) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Mail {
      security = security.strip().toLowerCase(Locale.ROOT);
      if (!security.matches("starttls|tls|none")) {
        throw new CannotStart("belfry.mail.security must be starttls, tls or none.");
      }
      if (port != null && port == 0) {
        throw new CannotStart("belfry.mail.port must be 1 to 65535.");
      }
      checkKeep("mail.keep", keep);
      if (port != null) {
        checkPort("mail.port", port);
      }
      if (host != null && !host.isBlank() && (from == null || !from.strip().matches("\\S+@\\S+"))) {
        throw new CannotStart("belfry.mail.from must be the sender's address of our mail.");
      }
    }

    /** The password stays out of logs. */
    @Override
    public String toString() {
      return host + " " + security;
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
   * @param proofMegabytes so much is taken out of a backup again each night to prove it, 10 to
   *     10,000,000; of more messages and recordings than that, some by chance
   */
  public record Backup(@DefaultValue("2000") int proofMegabytes) {

    /**
     * @throws CannotStart when a value is out of its range
     */
    public Backup {
      checkNumber("backup.proof-megabytes", proofMegabytes, 10, 10_000_000);
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

  private static void checkAdminAddress(@Nullable String address) {
    try {
      var _ = address == null ? null : InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new CannotStart("belfry.admin-address must be an IP address of this machine.", e);
    }
  }

  /** The port of administration: {@code httpsPort} when it has none of its own. */
  public int portOfAdministration() {
    return hasAdminPort() ? Objects.requireNonNull(adminPort) : httpsPort;
  }

  /** Whether administration answers at a port of its own only. */
  public boolean hasAdminPort() {
    return adminPort != null && adminPort > 0;
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

  private static String checkDscp(String setting, String value) {
    try {
      var _ = Dscp.of(value);
      return value.strip().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          "belfry."
              + setting
              + " must be a DSCP like cs3, af31, ef or 0 to 63, not \""
              + value
              + "\".",
          e);
    }
  }

  private static void checkRange(String setting, String range, String example) {
    if (!range.matches("[0-9]{4,5} *- *[0-9]{4,5}")
        || port(range, 0) < 1024
        || port(range, 1) > 65535
        || port(range, 1) <= port(range, 0)) {
      throw new CannotStart("belfry." + setting + " must be two ports like " + example + ".");
    }
  }

  private static int port(String range, int index) {
    return Integer.parseInt(range.split("-", -1)[index].strip());
  }

  private static void checkKeep(String name, Duration keep) {
    if (keep.isNegative()) {
      throw new CannotStart("belfry." + name + " must not be below 0.");
    }
  }

  private static void checkNumber(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new CannotStart("belfry." + setting + " must be " + least + " to " + most + ".");
    }
  }

  /** Empty ones are left out, so that an empty list can be written. */
  private static List<String> networks(String setting, List<String> texts) {
    List<String> all = texts.stream().map(String::strip).filter(t -> !t.isEmpty()).toList();
    for (String each : all) {
      try {
        Subnet.of(each);
      } catch (IllegalArgumentException e) {
        throw new CannotStart(
            "belfry." + setting + " must have addresses or networks, not \"" + each + "\".", e);
      }
    }
    return all;
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
