package org.belfry.appliance.firststart;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NetworkCheck;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Looks at our addresses, names and ports, and asks STUN servers how we look from outside. */
@Component
class NetworkLook implements NetworkCheck {
  private static final String SERVER = "([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+])(:([0-9]{1,5}))?";
  private static final int STUN_PORT = 3478;
  private static final int SERVERS_MAX = 2;
  private static final int TRIES = 3;
  private static final int TRY_MS = 600;
  private static final int PACKET = 1500;

  private final BelfryProperties properties;
  private final Bootstrap groundwork;
  private final SystemMonitor system;
  private final Names names;
  private final SecureRandom random = new SecureRandom();

  /** Where a server is; unresolved when nobody knows its name. */
  @FunctionalInterface
  interface Names {
    InetSocketAddress of(String host, int port);
  }

  @Autowired
  NetworkLook(BelfryProperties properties, Bootstrap groundwork, SystemMonitor system) {
    this(properties, groundwork, system, InetSocketAddress::new);
  }

  NetworkLook(
      BelfryProperties properties, Bootstrap groundwork, SystemMonitor system, Names names) {
    this.properties = properties;
    this.groundwork = groundwork;
    this.system = system;
    this.names = names;
  }

  @Override
  public List<FindingView> look() {
    List<FindingView> found = new ArrayList<>();
    InetAddress main = InetAddress.ofLiteral(groundwork.addresses().main());
    if (main.isLoopbackAddress()) {
      found.add(finding(Level.CHECK, "address_loopback"));
    } else if (ours(main)) {
      found.add(finding(Level.CHECK, "address_private", text(main)));
    } else {
      found.add(finding(Level.GOOD, "address_public", text(main)));
    }
    List<String> advertised = properties.sip().advertise();
    if (!advertised.isEmpty()) {
      found.add(finding(Level.GOOD, "advertised", String.join(", ", advertised)));
    } else if (ours(main)) {
      found.add(finding(Level.CHECK, "advertised_missing"));
    }
    found.add(domain(system.system().domain()));
    found.add(finding(Level.GOOD, "sip_ports", String.join(", ", system.system().sipAddresses())));
    found.add(finding(Level.GOOD, "media_ports", properties.media().ports()));
    return found;
  }

  private FindingView domain(String domain) {
    if (domain.matches("[0-9.]+|\\[?[0-9a-fA-F:]+]?")) {
      return finding(Level.CHECK, "domain_address", domain);
    }
    try {
      InetAddress at = InetAddress.getByName(domain);
      boolean here =
          groundwork.addresses().all().contains(at)
              || properties.sip().advertise().stream().anyMatch(a -> a.startsWith(text(at)));
      return here
          ? finding(Level.GOOD, "domain_found", domain)
          : finding(Level.CHECK, "domain_elsewhere", domain, text(at));
    } catch (UnknownHostException e) {
      return finding(Level.CHECK, "domain_unknown", domain);
    }
  }

  @Override
  public List<FindingView> ask(String servers) {
    List<String> named = List.of(servers.strip().split("\\s*,\\s*", -1));
    if (named.size() > SERVERS_MAX) {
      throw new InvalidCommand("server", "enter at most two");
    }
    // All are read before the first is looked up: a list that is refused asks nobody.
    List<Server> wanted = named.stream().map(NetworkLook::server).toList();
    List<InetSocketAddress> asked =
        wanted.stream().map(each -> names.of(each.host(), each.port())).toList();
    List<FindingView> found = new ArrayList<>();
    List<InetSocketAddress> seen = new ArrayList<>();
    // One socket for both: whether the router keeps its port is what we want to know.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(TRY_MS);
      for (InetSocketAddress each : asked) {
        InetSocketAddress mapped = mapped(socket, each);
        if (mapped == null) {
          found.add(finding(Level.BAD, "silent", each.getHostString()));
        } else {
          seen.add(mapped);
        }
      }
    } catch (IOException e) {
      found.add(finding(Level.BAD, "silent", servers));
    }
    if (!seen.isEmpty()) {
      found.add(finding(Level.GOOD, "outside", text(seen.getFirst().getAddress())));
      found.add(nat(seen));
    }
    return found;
  }

  private FindingView nat(List<InetSocketAddress> seen) {
    if (groundwork.addresses().all().contains(seen.getFirst().getAddress())) {
      return finding(Level.GOOD, "nat_none");
    }
    if (seen.size() < SERVERS_MAX) {
      return finding(Level.CHECK, "nat_unknown");
    }
    return seen.getFirst().equals(seen.getLast())
        ? finding(Level.GOOD, "nat_cone")
        : finding(Level.CHECK, "nat_symmetric");
  }

  private record Server(String host, int port) {}

  private static Server server(String text) {
    java.util.regex.Matcher server = java.util.regex.Pattern.compile(SERVER).matcher(text);
    if (!server.matches()) {
      throw new InvalidCommand("server", "must be a server, such as stun.example.com:3478");
    }
    int port = server.group(3) == null ? STUN_PORT : Integer.parseInt(server.group(3));
    if (port < 1 || port > 65_535) {
      throw new InvalidCommand("server", "enter a port for " + port);
    }
    return new Server(server.group(1), port);
  }

  /** How the server sees the socket; null when it does not answer. */
  private @Nullable InetSocketAddress mapped(DatagramSocket socket, InetSocketAddress server)
      throws IOException {
    if (server.isUnresolved()) {
      return null;
    }
    TransactionId id = TransactionId.next(random);
    byte[] request = StunCodec.write(StunMessage.request(Method.BINDING, id), null);
    for (int tries = 0; tries < TRIES; tries++) {
      socket.send(new DatagramPacket(request, request.length, server));
      DatagramPacket packet = new DatagramPacket(new byte[PACKET], PACKET);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        continue; // lost, or nobody is there: the next try tells
      }
      if (StunCodec.read(packet.getData(), 0, packet.getLength()) instanceof ReceivedStun answer
          && answer.message().id().equals(id)) {
        InetSocketAddress xor = answer.message().address(AttributeType.XOR_MAPPED_ADDRESS);
        return xor == null ? answer.message().address(AttributeType.MAPPED_ADDRESS) : xor;
      }
    }
    return null;
  }

  private static boolean ours(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isSiteLocalAddress() || uniqueLocal || shared;
  }

  private static String text(InetAddress address) {
    return AddressText.of(address);
  }

  private static FindingView finding(Level level, String code, String... words) {
    return new FindingView(level, code, List.of(words), sentence(code, List.of(words)));
  }

  private static String sentence(String code, List<String> words) {
    return switch (code) {
      case "address_public" -> "the appliance has the public address " + words.getFirst();
      case "address_private" ->
          "the appliance has the private address " + words.getFirst() + ", behind a router";
      case "address_loopback" -> "the appliance can be reached on this machine only";
      case "advertised" -> "phones outside are told the address " + words.getFirst();
      case "advertised_missing" -> "no public address is set (belfry.sip.advertise)";
      case "domain_address" -> "the SIP domain is the address " + words.getFirst();
      case "domain_found" -> "the SIP domain " + words.getFirst() + " leads here";
      case "domain_elsewhere" ->
          "the SIP domain " + words.getFirst() + " leads to " + words.getLast() + ", not here";
      case "domain_unknown" -> "the SIP domain " + words.getFirst() + " is not known to the DNS";
      case "sip_ports" -> "SIP is heard on " + words.getFirst();
      case "media_ports" -> "sound needs the UDP ports " + words.getFirst();
      case "outside" -> "from outside we are seen as " + words.getFirst();
      case "nat_none" -> "there is no NAT";
      case "nat_cone" -> "the router keeps one port for all";
      case "nat_symmetric" -> "the router takes another port for each other side";
      case "nat_unknown" -> "there is a NAT; its kind is known when two servers are asked";
      case "silent" -> words.getFirst() + " did not answer";
      default -> throw new IllegalArgumentException(code);
    };
  }
}
