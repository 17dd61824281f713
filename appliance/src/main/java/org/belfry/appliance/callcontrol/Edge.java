package org.belfry.appliance.callcontrol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.Dscp;
import org.belfry.appliance.system.ExtraPorts;
import org.belfry.appliance.system.KeyAndChain;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.transport.ConnectionLimits;
import org.belfry.pbx.sip.transport.EdgeProperties;
import org.belfry.pbx.sip.transport.Listening;
import org.belfry.pbx.sip.transport.TlsIdentity;
import org.belfry.pbx.sip.transport.WebSocketPolicy;

/** What the settings say about TLS, WebSockets and public addresses, in the SIP server's words. */
final class Edge {
  private Edge() {}

  static EdgeProperties properties(BelfryProperties settings, Bootstrap groundwork) {
    ExtraPorts ports = groundwork.ports();
    List<Listening> more = new ArrayList<>();
    for (InetAddress address : groundwork.addresses().all()) {
      listen(more, Transport.TLS, address, ports.tls());
      if (address.isLoopbackAddress()) {
        listen(more, Transport.WS, address, ports.ws());
      }
      listen(more, Transport.WSS, address, ports.wss());
    }
    BelfryProperties.Connections limits = settings.sip().connections();
    return new EdgeProperties(
        more,
        settings.sip().advertised(),
        new WebSocketPolicy(settings.sip().webSocketOrigins()),
        new ConnectionLimits(
            limits.max(),
            limits.perSource(),
            limits.strangers(),
            limits.strangersPerSource(),
            limits.strangerIdle()),
        Dscp.of(settings.sip().dscp()).trafficClass());
  }

  private static void listen(
      List<Listening> into, Transport transport, InetAddress address, int port) {
    if (port >= 0) {
      into.add(new Listening(transport, new InetSocketAddress(address, port)));
    }
  }

  /** The certificate as its files are now. */
  static TlsIdentity identity(BelfryProperties settings, Bootstrap groundwork) {
    KeyAndChain own = groundwork.certificate().keyAndChain();
    return new TlsIdentity(
        own.key(),
        own.chain(),
        List.of(groundwork.certificate().authority()),
        !settings.sip().tlsVerify());
  }
}
