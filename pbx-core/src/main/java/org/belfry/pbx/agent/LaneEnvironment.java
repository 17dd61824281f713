package org.belfry.pbx.agent;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.transport.SipNetwork;

/** What calls of our applications need of the lane that they run on. */
final class LaneEnvironment implements Application.Environment {
  private final AgentPorts ports;
  private final SipNetwork network;
  private final RandomGenerator random;

  LaneEnvironment(AgentPorts ports, SipNetwork network, RandomGenerator random) {
    this.ports = ports;
    this.network = network;
    this.random = random;
  }

  @Override
  public String contact(String application) {
    return ApplicationUris.of(application, ports.directory().get());
  }

  @Override
  public String contact(String user, Hop out) {
    Hop routed = network.route(out);
    Hop at = routed == null ? out : routed;
    InetSocketAddress us = at.local() == null ? ports.address() : ports.advertised().towards(at);
    return "sip:"
        + user
        + "@"
        + HostAddress.text(us)
        + (at.transport() == Transport.UDP ? "" : ";transport=" + at.transport().inUri());
  }

  @Override
  public String token() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
