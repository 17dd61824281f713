package org.belfry.webui.fake;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/** The network of an image, or of a machine that sets it elsewhere. */
public final class FakeHostNetwork implements HostNetworkAdmin {
  private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");
  private static final HostNetworkCommand DHCP =
      new HostNetworkCommand("enp1s0", null, null, List.of(), null, List.of(), "telephones");

  private boolean changeable;
  private HostNetworkCommand settings = DHCP;
  private @Nullable HostNetworkCommand before;
  private TrialView trial = new TrialView(State.NONE, null, null, null);

  public FakeHostNetwork() {
    clear();
  }

  public void clear() {
    changeable = true;
    settings = DHCP;
    before = null;
    trial = new TrialView(State.NONE, null, null, null);
  }

  public void setsItElsewhere() {
    changeable = false;
  }

  /** Two minutes are over. */
  public void runsOut() {
    undo();
  }

  @Override
  public HostNetworkView network() {
    String address = settings.address() == null ? "192.168.1.20/24" : settings.address();
    return new HostNetworkView(
        changeable,
        "telephones",
        List.of(
            new InterfaceView("enp1s0", true, "52:54:00:12:34:56", List.of(address)),
            new InterfaceView("enp2s0", false, "52:54:00:12:34:57", List.of())),
        "192.168.1.1",
        List.of("192.168.1.1"),
        settings,
        trial,
        List.of(
            new PortView("udp", 5060, 5060, Purpose.SIP),
            new PortView("tcp", 443, 443, Purpose.PAGES),
            new PortView("udp", 30000, 39999, Purpose.MEDIA)));
  }

  @Override
  public HostNetworkView change(HostNetworkCommand command) {
    if (command.address() != null && command.gateway() == null) {
      throw new InvalidCommand("gateway", "required");
    }
    before = settings;
    settings = command;
    trial = new TrialView(State.TRYING, NOW, NOW.plusSeconds(120), null);
    return network();
  }

  @Override
  public HostNetworkView keep() {
    before = null;
    trial = new TrialView(State.KEPT, NOW, null, null);
    return network();
  }

  @Override
  public HostNetworkView undo() {
    if (before != null) {
      settings = before;
    }
    before = null;
    trial = new TrialView(State.UNDONE, NOW, null, null);
    return network();
  }
}
