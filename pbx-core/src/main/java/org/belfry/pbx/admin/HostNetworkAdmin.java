package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of the machine Belfry runs on: interfaces, addresses, name servers, time servers,
 * host name and open ports. Where the whole machine is Belfry's (the image), they can be set; a
 * change that nobody keeps within two minutes undoes itself.
 */
public interface HostNetworkAdmin {

  HostNetworkView network();

  /**
   * Has the host try other settings; {@link #network} tells until when.
   *
   * @throws InvalidCommand when they cannot work, or nothing here can set them
   */
  HostNetworkView change(HostNetworkCommand command);

  /**
   * Keeps the settings that are on trial.
   *
   * @throws InvalidCommand when none are
   */
  HostNetworkView keep();

  /**
   * Returns to the settings of before the trial.
   *
   * @throws InvalidCommand when none are on trial
   */
  HostNetworkView undo();

  /** How the last change ended, or how far it is. */
  enum State {
    /** There was none. */
    NONE,
    /** The host has been asked. */
    ASKED,
    /** In use, but not kept yet. */
    TRYING,
    KEPT,
    /** The settings of before are in use again. */
    UNDONE,
    /** Nothing was changed. */
    REFUSED,
    /** The host does not react. */
    NO_ANSWER
  }

  /** What a port is open for. */
  enum Purpose {
    SIP,
    SIP_TLS,
    SIP_WSS,
    PAGES,
    REDIRECT,
    MEDIA,
    WEBRTC,
    TURN,
    TURN_TLS,
    TURN_RELAY,
    LDAP,
    LDAPS,
    DHCP,
    DNS,
    TFTP,
    /** Kept open by the owner in {@code /etc/belfry/open-ports}. */
    KEPT
  }

  /**
   * Settings.
   *
   * @param networkInterface that has the address; null for the only one
   * @param address IPv4 address with its prefix, such as {@code 192.168.1.5/24}; null for DHCP
   * @param gateway IPv4 address; required with an address
   * @param dns IPv4 addresses of at most four name servers; empty for those of DHCP, or the gateway
   * @param vlan 1 to 4094; null for untagged
   * @param ntp host names or addresses of at most four time servers; empty for Debian's
   * @param hostname lower-case letters, digits and hyphens; null to leave it
   */
  record HostNetworkCommand(
      @Nullable String networkInterface,
      @Nullable String address,
      @Nullable String gateway,
      List<String> dns,
      @Nullable Integer vlan,
      List<String> ntp,
      @Nullable String hostname) {

    public HostNetworkCommand {
      dns = dns == null ? List.of() : List.copyOf(dns);
      ntp = ntp == null ? List.of() : List.copyOf(ntp);
    }
  }

  /**
   * @param changeable whether this host lets its network be set: only the image does
   * @param interfaces with a plug
   * @param gateway that is in use; null for none
   * @param nameServers that are in use
   * @param settings that the host has
   * @param ports that the firewall lets through
   */
  record HostNetworkView(
      boolean changeable,
      String hostname,
      List<InterfaceView> interfaces,
      @Nullable String gateway,
      List<String> nameServers,
      HostNetworkCommand settings,
      TrialView trial,
      List<PortView> ports) {}

  /**
   * @param up whether a cable is in it
   * @param mac colon-separated; null for none
   * @param addresses with their prefixes
   */
  record InterfaceView(String name, boolean up, @Nullable String mac, List<String> addresses) {}

  /**
   * @param at since when; null when there was none
   * @param until when it undoes itself; null unless {@link State#TRYING}
   * @param refused the setting that the host refused; null for none
   */
  record TrialView(
      State state, @Nullable Instant at, @Nullable Instant until, @Nullable String refused) {}

  /**
   * @param protocol {@code udp} or {@code tcp}
   * @param first 1 to 65535
   * @param last as first, or the end of a range
   */
  record PortView(String protocol, int first, int last, Purpose purpose) {}
}
