package org.belfry.appliance.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.pbx.admin.InvalidCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Update;

/**
 * Sets and removes TXT records at a DNS server by dynamic updates (RFC 2136) over TCP, signed by
 * TSIG (RFC 8945).
 */
public final class DnsUpdate {
  /** Algorithms of TSIG that are offered; MD5 and SHA-1 are not. */
  public static final List<String> ALGORITHMS =
      List.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

  private static final Logger LOG = LoggerFactory.getLogger(DnsUpdate.class);
  private static final int PORT = 53;
  private static final int TTL_SECONDS = 60;
  private static final int WAIT_MAX = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LABEL = "_acme-challenge.";

  private final String host;
  private final int port;
  private final Name zone;
  private final TSIG key;
  private final Duration wait;

  /**
   * @param secret of the TSIG key, in Base64
   * @throws InvalidCommand with fields {@code dns.…} and {@code secret}
   */
  public DnsUpdate(DnsServer server, String secret) {
    String text = server.server().strip();
    int colon = text.startsWith("[") ? text.indexOf("]:") + 1 : text.lastIndexOf(':');
    boolean hasPort = colon > 0 && (text.startsWith("[") || text.indexOf(':') == colon);
    host = (hasPort ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
    port = hasPort ? port(text.substring(colon + 1)) : PORT;
    if (host.isEmpty()) {
      throw new InvalidCommand("dns.server", "required");
    }
    zone = name("dns.zone", server.zone());
    String algorithm = server.algorithm().strip().toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new InvalidCommand("dns.algorithm", "must be one of " + String.join(", ", ALGORITHMS));
    }
    if (server.waitSeconds() < 0 || server.waitSeconds() > WAIT_MAX) {
      throw new InvalidCommand("dns.waitSeconds", "must be between 0 and " + WAIT_MAX);
    }
    wait = Duration.ofSeconds(server.waitSeconds());
    Name keyName = name("dns.keyName", server.keyName());
    try {
      key =
          new TSIG(
              TSIG.algorithmToName(algorithm), keyName, Base64.getDecoder().decode(secret.strip()));
    } catch (IllegalArgumentException e) {
      throw new InvalidCommand("secret", "is not Base64");
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new InvalidCommand("dns.server", "must end in a port number");
    }
    throw new InvalidCommand("dns.server", "must end in a port number");
  }

  private static Name name(String field, String text) {
    if (text.isBlank()) {
      throw new InvalidCommand(field, "required");
    }
    try {
      return Name.fromString(text.strip(), Name.root);
    } catch (TextParseException e) {
      throw new InvalidCommand(field, "is not a domain name");
    }
  }

  /** Whether this zone has that host name. */
  public boolean covers(String host) {
    try {
      return Name.fromString(host, Name.root).subdomain(zone);
    } catch (TextParseException e) {
      return false;
    }
  }

  /** Sets the record of a host name, and waits as long as the owner said; removed by closing. */
  OpenChallenges.Open open(String host, String digest) throws AcmeFailure, InterruptedException {
    TXTRecord record;
    try {
      record =
          new TXTRecord(Name.fromString(LABEL + host, Name.root), DClass.IN, TTL_SECONDS, digest);
    } catch (TextParseException e) {
      throw new AcmeFailure(Reason.DNS_UPDATE, host, e.getMessage());
    }
    Update add = new Update(zone);
    add.add(record);
    send(add, host);
    Thread.sleep(wait);
    return () -> {
      Update delete = new Update(zone);
      delete.delete(record);
      try {
        send(delete, host);
      } catch (AcmeFailure e) {
        LOG.warn("the record {} could not be removed: {}", record.getName(), e.getMessage());
      }
    };
  }

  private void send(Update update, String host) throws AcmeFailure {
    try {
      SimpleResolver server =
          new SimpleResolver(new InetSocketAddress(InetAddress.getByName(this.host), port));
      server.setTCP(true);
      server.setTimeout(PATIENCE);
      server.setTSIGKey(key);
      Message answer = server.send(update);
      if (answer.getRcode() != Rcode.NOERROR) {
        throw new AcmeFailure(Reason.DNS_UPDATE, host, Rcode.string(answer.getRcode()));
      }
      if (!answer.getHeader().getFlag(Flags.QR) || !answer.isVerified()) {
        throw new AcmeFailure(Reason.DNS_UPDATE, host, "the answer is not signed by the key");
      }
    } catch (IOException e) {
      throw new AcmeFailure(
          Reason.DNS_UPDATE,
          host,
          e.getMessage() == null
              ? "no answer within " + PATIENCE.toSeconds() + " s"
              : e.getMessage());
    }
  }
}
