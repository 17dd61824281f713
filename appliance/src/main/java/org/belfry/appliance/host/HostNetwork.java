package org.belfry.appliance.host;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkCommand;
import org.belfry.pbx.admin.HostNetworkAdmin.InterfaceView;
import org.belfry.pbx.admin.HostNetworkAdmin.PortView;
import org.belfry.pbx.admin.HostNetworkAdmin.Purpose;
import org.belfry.pbx.admin.HostNetworkAdmin.State;
import org.belfry.pbx.admin.HostNetworkAdmin.TrialView;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of this machine as its kernel and its root tell it, and the file by which root is
 * asked for other settings (installer/root/usr/lib/belfry/network).
 *
 * @param root the machine's root directory
 * @param told root's directory; null where the network is not ours to set
 * @param asked directory of ours in which root looks for requests
 */
record HostNetwork(Path root, @Nullable Path told, Path asked) {
  private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);
  private static final TrialView NONE = new TrialView(State.NONE, null, null, null);

  /** Columns of {@code /proc/net/route}: destination and gateway, little-endian hexadecimal. */
  private static final int DESTINATION = 1;

  private static final int GATEWAY = 2;

  /** As the unit of the package says. */
  static HostNetwork of(Map<String, String> environment, Path data) {
    String told = environment.get("BELFRY_HOST_NETWORK");
    return new HostNetwork(
        Path.of("/"), told == null ? null : Path.of(told), data.resolve("network"));
  }

  /** Root has said once what is set. */
  boolean isChangeable() {
    return told != null && Files.exists(told.resolve("settings"));
  }

  // ---- what the kernel tells
  // ---------------------------------------------------------------------

  String hostname() {
    return lines(root.resolve("etc/hostname")).stream().findFirst().orElse("").strip();
  }

  /** Interfaces with a plug, and what runs over them as a VLAN. */
  List<InterfaceView> interfaces() {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.filter(each -> hasPlug(each.getName()) || each.getName().startsWith("belfry-"))
          .map(HostNetwork::view)
          .sorted(Comparator.comparing(InterfaceView::name))
          .toList();
    } catch (SocketException e) {
      LOG.warn("the interfaces of this machine cannot be listed: {}", e.toString());
      return List.of();
    }
  }

  boolean hasPlug(String name) {
    return Files.exists(root.resolve("sys/class/net").resolve(name).resolve("device"));
  }

  private static InterfaceView view(NetworkInterface it) {
    String mac = null;
    boolean up = false;
    try {
      byte[] bytes = it.getHardwareAddress();
      mac = bytes == null ? null : HexFormat.ofDelimiter(":").formatHex(bytes);
      up = it.isUp();
    } catch (SocketException e) {
      LOG.debug("{} has just gone", it.getName(), e);
    }
    List<String> addresses =
        it.getInterfaceAddresses().stream()
            .filter(each -> !each.getAddress().isLinkLocalAddress())
            .map(HostNetwork::text)
            .toList();
    return new InterfaceView(it.getName(), up, mac, addresses);
  }

  private static String text(InterfaceAddress address) {
    return AddressText.of(address.getAddress()) + "/" + address.getNetworkPrefixLength();
  }

  /** That is in use; null for none. */
  @Nullable String gateway() {
    for (String line : lines(root.resolve("proc/net/route"))) {
      String[] words = line.split("\\s+");
      if (words.length > GATEWAY && words[DESTINATION].equals("00000000")) {
        return address(words[GATEWAY]);
      }
    }
    return null;
  }

  private static @Nullable String address(String littleEndian) {
    try {
      byte[] bytes = HexFormat.of().parseHex(littleEndian);
      byte[] turned = {bytes[3], bytes[2], bytes[1], bytes[0]};
      return AddressText.of(InetAddress.getByAddress(turned));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException e) {
      return null; // no address
    }
  }

  /** That are in use. */
  List<String> nameServers() {
    List<String> found = nameServers(root.resolve("run/systemd/resolve/resolv.conf"));
    return found.isEmpty() ? nameServers(root.resolve("etc/resolv.conf")) : found;
  }

  private static List<String> nameServers(Path file) {
    return lines(file).stream()
        .filter(line -> line.startsWith("nameserver "))
        .map(line -> line.substring("nameserver ".length()).strip())
        .toList();
  }

  /** That the owner keeps open, beside ours. */
  List<PortView> keptOpen() {
    List<PortView> ports = new ArrayList<>();
    for (String line : lines(root.resolve("etc/belfry/open-ports"))) {
      if (line.matches("(tcp|udp) \\d{1,5}(-\\d{1,5})?\\s*")) {
        String[] words = line.strip().split("[ -]");
        int first = Integer.parseInt(words[1]);
        ports.add(
            new PortView(words[0], first, Integer.parseInt(words[words.length - 1]), Purpose.KEPT));
      }
    }
    return ports;
  }

  // ---- what root tells
  // ---------------------------------------------------------------------------

  /** That were set last, by the page or at the console. */
  HostNetworkCommand settings() {
    Map<String, String> set =
        (told == null ? List.<String>of() : lines(told.resolve("settings")))
            .stream()
                .filter(line -> line.indexOf('=') > 0)
                .collect(
                    Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1).strip(),
                        (first, second) -> second));
    String name = set.getOrDefault("interface", "");
    return new HostNetworkCommand(
        hasPlug(name.isEmpty() ? "-" : name) ? name : null,
        orNull(set.get("address")),
        orNull(set.get("gateway")),
        words(set.get("dns")),
        number(set.get("vlan")),
        words(set.get("ntp")),
        orNull(set.get("hostname")));
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static List<String> words(@Nullable String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text != null && text.matches("\\d{1,4}") ? Integer.valueOf(text) : null;
  }

  /** How far the last change is. */
  TrialView trial() {
    String[] words =
        told == null
            ? new String[0]
            : lines(told.resolve("report")).stream().findFirst().orElse("").strip().split(" ");
    if (words.length < 2) {
      return NONE;
    }
    Instant at = instant(words[0]);
    String more = words.length > 2 ? words[2] : null;
    State state = state(words[1]);
    if (at == null || state == null) {
      return NONE;
    }
    return new TrialView(
        state,
        at,
        state == State.TRYING && more != null ? instant(more) : null,
        state == State.REFUSED ? more : null);
  }

  private static @Nullable State state(String word) {
    try {
      return State.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return null; // of a newer host
    }
  }

  private static @Nullable Instant instant(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  // ---- what root is asked
  // ------------------------------------------------------------------------

  void askFor(HostNetworkCommand wanted) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("change");
    line(lines, "interface", wanted.networkInterface());
    line(lines, "address", wanted.address() == null ? "dhcp" : wanted.address());
    line(lines, "gateway", wanted.gateway());
    line(lines, "dns", String.join(" ", wanted.dns()));
    line(lines, "vlan", wanted.vlan() == null ? null : wanted.vlan().toString());
    line(lines, "ntp", String.join(" ", wanted.ntp()));
    line(lines, "hostname", wanted.hostname());
    ask(String.join("\n", lines));
  }

  private static void line(List<String> lines, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      lines.add(name + "=" + value);
    }
  }

  /**
   * @param request {@code keep}, {@code undo} or a change
   */
  void ask(String request) throws IOException {
    Files.createDirectories(asked);
    DataDirectory.writePrivate(
        asked.resolve("request"), (request + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
      return List.of();
    }
  }

  /** Whether that is an IPv4 address, written as four numbers. */
  static boolean isIpv4(String text) {
    try {
      return text.matches("\\d{1,3}(\\.\\d{1,3}){3}")
          && InetAddress.ofLiteral(text) instanceof Inet4Address;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
