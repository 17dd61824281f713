package org.belfry.media.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * One UDP port for the legs of all browsers. A binding request names the leg that it is for, by our
 * half of its USERNAME (RFC 8445 §7.2.2); whatever else comes belongs to the leg for which ICE has
 * selected its source. What nobody claims is dropped and counted. On the loop's thread.
 */
final class SharedPort {
  private static final int NAMES_OF_A_LEG = 4; // ICE may restart
  private static final int SOURCES_OF_A_LEG = 8; // and a browser move
  private static final int STUN_HEADER = 20;
  private static final int BINDING_REQUEST = 0x0001;
  private static final int USERNAME = 0x0006;

  private final UdpSocket socket;
  private final Map<String, Claim> byName = new HashMap<>();
  private final Map<Sender, Claim> bySource = new HashMap<>();
  private final LongAdder unclaimed = new LongAdder();

  SharedPort(UdpSocket socket) {
    this.socket = socket;
  }

  UdpSocket socket() {
    return socket;
  }

  /** What came for no leg; for any thread. */
  long unclaimed() {
    return unclaimed.sum();
  }

  /** A new leg's part of it. */
  Claim claim() {
    return new Claim();
  }

  /** Whose a datagram is; null when nobody's. */
  @Nullable LegPort owner(Packet packet, Sender sender) {
    String name = packet.kind() == Packet.Kind.STUN ? name(packet) : null;
    Claim claim = name == null ? bySource.get(sender) : byName.get(name);
    if (claim == null) {
      unclaimed.increment();
      return null;
    }
    return claim.port;
  }

  /** Our half of a binding request's USERNAME; null when it is something else. */
  private static @Nullable String name(Packet packet) {
    byte[] bytes = packet.bytes();
    int end = packet.offset() + packet.length();
    int at = packet.offset() + STUN_HEADER;
    if (at > end || number(bytes, packet.offset()) != BINDING_REQUEST) {
      return null;
    }
    while (at + 4 <= end) {
      int length = number(bytes, at + 2);
      if (at + 4 + length > end) {
        return null;
      }
      if (number(bytes, at) == USERNAME) {
        String both = new String(bytes, at + 4, length, StandardCharsets.UTF_8);
        int colon = both.indexOf(':');
        return colon < 0 ? null : both.substring(0, colon);
      }
      at += 4 + (length + 3 & ~3);
    }
    return null;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /** A leg's part: it sends by the port, and gets what is its own. */
  final class Claim implements UdpSocket {
    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<Sender> sources = new ArrayDeque<>();
    private @Nullable LegPort port;
    private boolean closed;

    /** Who gets what is claimed. */
    void belongsTo(LegPort itsPort) {
      port = itsPort;
    }

    /** Our ICE name on this leg; the former ones stay good for a while. */
    void called(String name) {
      if (closed) {
        return;
      }
      names.add(name);
      byName.put(name, this);
      if (names.size() > NAMES_OF_A_LEG) {
        byName.remove(names.remove(), this);
      }
    }

    /**
     * ICE has selected the far end. A source has one leg: the last one whose checks, which carry a
     * password of ours (RFC 8445 §7.3), came from there; before that the first one that names it.
     *
     * @param checked false when it is only what a description says
     */
    void selected(TransportAddress remote, boolean checked) {
      Sender source = new Sender();
      source.set(remote);
      if (closed || !taken(source, checked)) {
        return;
      }
      sources.add(source);
      if (sources.size() > SOURCES_OF_A_LEG) {
        bySource.remove(sources.remove(), this);
      }
    }

    /** False when it is another's, or known to be this leg's. */
    private boolean taken(Sender source, boolean checked) {
      Claim before = checked ? bySource.put(source, this) : bySource.putIfAbsent(source, this);
      return checked ? before != this : before == null;
    }

    @Override
    public boolean send(Packet packet, TransportAddress to) {
      return socket.send(packet, to);
    }

    @Override
    public TransportAddress local() {
      return socket.local();
    }

    @Override
    public void narrow(@Nullable TransportAddress peer) {
      // others' packets come by the same port
    }

    @Override
    public boolean receive(Packet packet, Sender sender) {
      return false; // the port itself is read
    }

    @Override
    public void close() {
      closed = true;
      names.forEach(name -> byName.remove(name, this));
      sources.forEach(source -> bySource.remove(source, this));
    }
  }
}
