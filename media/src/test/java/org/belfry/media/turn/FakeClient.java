package org.belfry.media.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.ice4j.StunCodec.Signature;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.turn.RelayPorts.RelayPort;

/** A client in memory that knows the password. */
final class FakeClient extends ClientLink {
  private final TurnServer server;
  private final InetSocketAddress remote;
  private final boolean stream;
  final Deque<byte[]> got = new ArrayDeque<>();
  String user = "alice";
  String password = "secret of alice";
  String nonce = "";
  Signature signature = Signature.SHA1;
  private int ids;
  boolean full;
  boolean keeps = true;

  FakeClient(TurnServer server, String address, int port, boolean stream) {
    this.server = server;
    this.remote = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    this.stream = stream;
  }

  StunMessage request(Method method) {
    return StunMessage.request(method, new TransactionId(remote.getPort(), ++ids));
  }

  StunMessage allocate() {
    return request(Method.ALLOCATE).with(AttributeType.REQUESTED_TRANSPORT, 17);
  }

  /** Sends a request with credentials, the challenge first if need be; the last answer. */
  StunMessage ask(StunMessage request, Instant now) {
    StunMessage answer = askOnce(request, now);
    if (answer.errorCode() == 401 || answer.errorCode() == 438) {
      nonce = answer.text(AttributeType.NONCE);
      answer =
          askOnce(
              new StunMessage(
                  request.method(),
                  request.stunClass(),
                  new TransactionId(7, ++ids),
                  request.attributes()),
              now);
    }
    return answer;
  }

  StunMessage askOnce(StunMessage request, Instant now) {
    return received(signed(request), now).message();
  }

  byte[] signed(StunMessage request) {
    if (nonce.isEmpty()) {
      return StunCodec.write(request, null, signature, false);
    }
    StunMessage whole =
        request
            .with(AttributeType.USERNAME, user)
            .with(AttributeType.REALM, "belfry.test")
            .with(AttributeType.NONCE, nonce);
    return StunCodec.write(
        whole, IntegrityKey.longTerm(user, "belfry.test", password), signature, false);
  }

  ReceivedStun received(byte[] bytes, Instant now) {
    got.clear();
    send(bytes, now);
    return got.isEmpty() ? null : (ReceivedStun) StunCodec.read(got.getLast());
  }

  void send(byte[] bytes, Instant now) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 64);
    buffer.position(3).put(bytes).flip().position(3);
    server.fromClient(this, buffer, now);
  }

  /** A channel's packet. */
  void send(int channel, String text, Instant now) {
    ByteBuffer packet = ByteBuffer.allocate(4 + text.length());
    packet.putShort((short) channel).putShort((short) text.length()).put(text.getBytes());
    send(packet.array(), now);
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean stream() {
    return stream;
  }

  @Override
  public boolean send(ByteBuffer message) {
    if (!keeps) {
      return !full;
    }
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    got.add(bytes);
    return !full;
  }

  /** Relayed ports in memory, from 50000 on. */
  static final class Ports implements RelayPorts {
    final Map<Integer, Port> open = new HashMap<>();
    final List<String> sent = new ArrayList<>();
    int next = 50001;
    int max = 60000;

    final class Port implements RelayPort {
      final int number;
      final int family;
      Allocation owner;

      Port(int number, int family) {
        this.number = number;
        this.family = family;
      }

      @Override
      public InetSocketAddress advertised() {
        return at(family == IPV4 ? "203.0.113.5" : "2001:db8::5", number);
      }

      @Override
      public int family() {
        return family;
      }

      @Override
      public void serve(Allocation of) {
        owner = of;
      }

      @Override
      public boolean send(ByteBuffer packet, TransportAddress peer) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        sent.add(new String(bytes) + " to " + peer.socketAddress());
        return true;
      }

      @Override
      public void close() {
        open.remove(number);
      }
    }

    @Override
    public boolean has(int family) {
      return family == IPV4 || family == IPV6;
    }

    @Override
    public RelayPort open(int family, boolean even) {
      next += even ? next & 1 : 0;
      return open(next++, family);
    }

    private RelayPort open(int number, int family) {
      if (number > max || open.containsKey(number)) {
        return null;
      }
      Port port = new Port(number, family);
      open.put(number, port);
      return port;
    }

    @Override
    public RelayPort openNext(RelayPort before) {
      return open(before.advertised().getPort() + 1, before.family());
    }
  }

  static Sender from(InetSocketAddress address) {
    Sender sender = new Sender();
    sender.set(TransportAddress.of(address));
    return sender;
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
