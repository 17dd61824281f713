package org.belfry.appliance.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** The network of the machine as the page and the API see it; the clock is passed in. */
final class LiveHostNetwork implements HostNetworkAdmin {
  /** A host that has not reported within this time does not set its network. */
  private static final Duration HOST = Duration.ofSeconds(30);

  private static final int VLAN_MAX = 4094;
  private static final int SERVERS_MAX = 4;
  private static final int PREFIX_MIN = 8;
  private static final int PREFIX_MAX = 30;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final String SERVER = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

  private final HostNetwork host;
  private final Supplier<List<PortView>> ports;
  private final BooleanSupplier owns;
  private final BiConsumer<@Nullable Object, @Nullable Object> audit;
  private final InstantSource clock;
  private volatile @Nullable Instant askedAt;

  /**
   * @param ports of ours that are open
   * @param owns whether an owner asks
   * @param audit hears of what was there before and after a change
   */
  LiveHostNetwork(
      HostNetwork host,
      Supplier<List<PortView>> ports,
      BooleanSupplier owns,
      BiConsumer<@Nullable Object, @Nullable Object> audit,
      InstantSource clock) {
    this.host = host;
    this.ports = ports;
    this.owns = owns;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public HostNetworkView network() {
    List<PortView> open = new ArrayList<>(ports.get());
    open.addAll(host.keptOpen());
    return new HostNetworkView(
        host.isChangeable(),
        host.hostname(),
        host.interfaces(),
        host.gateway(),
        host.nameServers(),
        host.settings(),
        trial(),
        open);
  }

  private TrialView trial() {
    TrialView told = host.trial();
    Instant asked = askedAt;
    // The host's clock counts whole seconds.
    if (asked == null || (told.at() != null && !told.at().isBefore(asked.minusSeconds(1)))) {
      return told;
    }
    boolean silent = clock.instant().isAfter(asked.plus(HOST));
    return new TrialView(silent ? State.NO_ANSWER : State.ASKED, asked, null, null);
  }

  @Override
  public HostNetworkView change(HostNetworkCommand command) {
    if (!host.isChangeable()) {
      throw new InvalidCommand(
          "address", "can be set here only on the Belfry image; this machine's own tools set it");
    }
    ownersOnly("networkInterface");
    HostNetworkCommand wanted = whole(command);
    check(wanted);
    HostNetworkCommand before = host.settings();
    ask(() -> host.askFor(wanted));
    audit.accept(before, wanted);
    return network();
  }

  /** With the only interface, where none is named. */
  private HostNetworkCommand whole(HostNetworkCommand it) {
    List<String> plugs =
        host.interfaces().stream().map(InterfaceView::name).filter(host::hasPlug).toList();
    String name = it.networkInterface();
    return new HostNetworkCommand(
        name == null && plugs.size() == 1 ? plugs.getFirst() : name,
        it.address() == null || it.address().isBlank() ? null : it.address().strip(),
        it.gateway() == null || it.gateway().isBlank() ? null : it.gateway().strip(),
        it.dns(),
        it.vlan(),
        it.ntp(),
        it.hostname() == null || it.hostname().isBlank() ? null : it.hostname().strip());
  }

  private void check(HostNetworkCommand it) {
    List<FieldProblem> problems = new ArrayList<>();
    if (it.networkInterface() == null || !host.hasPlug(it.networkInterface())) {
      problems.add(new FieldProblem("networkInterface", "must be an interface of this machine"));
    }
    if (it.address() != null && !isWithPrefix(it.address())) {
      problems.add(
          new FieldProblem(
              "address", "must be an IPv4 address with its prefix, such as 192.168.1.5/24"));
    }
    if (it.gateway() != null && !HostNetwork.isIpv4(it.gateway())) {
      problems.add(new FieldProblem("gateway", "must be an IPv4 address"));
    } else if (it.address() != null && it.gateway() == null) {
      problems.add(new FieldProblem("gateway", "required"));
    }
    servers(problems, "dns", it.dns(), HostNetwork::isIpv4, "must be IPv4 addresses");
    servers(problems, "ntp", it.ntp(), name -> name.matches(SERVER), "must be host names");
    if (it.vlan() != null && (it.vlan() < 1 || it.vlan() > VLAN_MAX)) {
      problems.add(new FieldProblem("vlan", "must be 1 to 4094"));
    }
    if (it.hostname() != null && !it.hostname().matches(LABEL)) {
      problems.add(new FieldProblem("hostname", "must be lower-case letters, digits and hyphens"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  private static boolean isWithPrefix(String text) {
    String[] parts = text.split("/", -1);
    return parts.length == 2
        && HostNetwork.isIpv4(parts[0])
        && parts[1].matches("\\d{1,2}")
        && Integer.parseInt(parts[1]) >= PREFIX_MIN
        && Integer.parseInt(parts[1]) <= PREFIX_MAX;
  }

  private static void servers(
      List<FieldProblem> problems,
      String field,
      List<String> servers,
      Predicate<String> good,
      String sentence) {
    if (servers.size() > SERVERS_MAX) {
      problems.add(new FieldProblem(field, "must be four at most"));
    } else if (!servers.stream().allMatch(good)) {
      problems.add(new FieldProblem(field, sentence));
    }
  }

  /** Router, DNS and NTP servers decide where all traffic of this machine goes. */
  private void ownersOnly(String field) {
    if (!owns.getAsBoolean()) {
      throw new InvalidCommand(field, "only an owner can change the network");
    }
  }

  @Override
  public HostNetworkView keep() {
    ownersOnly("trial");
    return end("keep");
  }

  @Override
  public HostNetworkView undo() {
    return end("undo");
  }

  private HostNetworkView end(String how) {
    if (trial().state() != State.TRYING) {
      throw new InvalidCommand("trial", "no settings are on trial");
    }
    ask(() -> host.ask(how));
    audit.accept(null, new Ended(how));
    return network();
  }

  /** As the audit log tells it. */
  private record Ended(String trial) {}

  /** Writes a request. */
  private interface Request {
    void write() throws IOException;
  }

  private void ask(Request request) {
    try {
      askedAt = clock.instant();
      request.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
