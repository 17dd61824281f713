package org.belfry.media.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.UdpSocket;

/** A socket that clients send datagrams to: all share it, so many are read and sent at once. */
final class UdpListener implements TurnSockets.SocketReader {
  private static final int BATCH = 32;

  private final UdpSocket socket;
  private final TurnServer server;
  private final Supplier<Instant> now;
  private final Map<Sender, Link> links = new HashMap<>();
  private final Packet[] packets = new Packet[BATCH];
  private final ByteBuffer[] messages = new ByteBuffer[BATCH];
  private final Sender[] senders = new Sender[BATCH];
  private final Packet outgoing = new Packet();

  UdpListener(UdpSocket socket, TurnServer server, Supplier<Instant> now) {
    this.socket = socket;
    this.server = server;
    this.now = now;
    for (int i = 0; i < BATCH; i++) {
      packets[i] = new Packet();
      messages[i] = ByteBuffer.wrap(packets[i].bytes());
      senders[i] = new Sender();
    }
  }

  UdpSocket socket() {
    return socket;
  }

  InetSocketAddress address() {
    return socket.local().socketAddress();
  }

  @Override
  public void read() {
    int count = socket.receive(packets, senders);
    for (int i = 0; i < count; i++) {
      try {
        serve(packets[i], messages[i], senders[i]);
      } catch (RuntimeException e) { // the others' come next, and are not to blame
        TurnSockets.tellFault(e);
      }
    }
  }

  private void serve(Packet packet, ByteBuffer message, Sender sender) {
    Link link = links.get(sender);
    // One that was too long comes as an empty one, which its reader counts as malformed.
    message.limit(packet.offset() + packet.length()).position(packet.offset());
    server.fromClient(link == null ? new Link(sender.toAddress()) : link, message, now.get());
  }

  /** Sends what this turn had for clients. */
  void flush() {
    int lost = socket.flush();
    if (lost > 0) {
      server.counters().add(TurnCounter.NOT_SENT, lost);
    }
  }

  /** Remembered only while it has an allocation: anybody can send a datagram. */
  private final class Link extends ClientLink {
    private final TransportAddress remote;
    private final Sender key = new Sender();

    Link(TransportAddress remote) {
      this.remote = remote;
      key.set(remote);
    }

    @Override
    public InetSocketAddress remote() {
      return remote.socketAddress();
    }

    @Override
    public boolean stream() {
      return false;
    }

    @Override
    public boolean send(ByteBuffer message) {
      if (!TurnSockets.copy(message, outgoing)) {
        return false;
      }
      if (socket.put(outgoing, remote)) {
        return true;
      }
      flush(); // there are many already
      return socket.put(outgoing, remote);
    }

    @Override
    protected void allocationChanged(boolean has) {
      if (has) {
        links.put(key, this);
      } else {
        links.remove(key);
      }
    }
  }
}
