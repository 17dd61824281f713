package org.belfry.media.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.server.socket.UdpSocket;
import org.belfry.media.srtp.SrtpProtection;

/**
 * Phones that speak G.711, 50 packets a second each, at moments spread evenly. It never sleeps, so
 * that who sends to it does not pay for waking it, and so that it sees each packet when it comes;
 * it needs a core of its own.
 *
 * <p>Commands on standard input, each answered by a line: {@code open N} opens N ports of 127.0.0.1
 * and tells them; {@code targets P…} says whither each of them sends; {@code keys I OURS THEIRS}
 * has phone number I encrypt; {@code voices N} gives the first N of them voices and has the others
 * be silent, for a room that hears what they say; {@code run S} speaks for so many seconds and
 * tells packets sent, packets received and the median and 99th percentile of the microseconds from
 * sending to receiving.
 */
public final class RtpLoad {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long PACKET_NANOS = 20_000_000;
  private static final int PAYLOAD = 160;
  private static final int RATE = 8000;
  private static final int PACKETS = RATE / PAYLOAD; // a second
  private static final int FIRST_PORT = 61000;

  private final InetAddress host;
  private final Sockets sockets = Sockets.best();
  private final Poller poller;
  private final List<UdpSocket> phones = new ArrayList<>();
  private TransportAddress[] targets = {};
  private int[] sequences = {};
  private Protection[] protections = {};
  private byte[][] voices = {}; // a second of sound of each phone, or none
  private final int[] delays = new int[100_000]; // by microseconds; the last one is for all above
  private final Packet packet = new Packet();
  private final Sender sender = new Sender();
  private long received;

  private RtpLoad() throws IOException {
    host = InetAddress.getByName("127.0.0.1");
    poller = sockets.poller();
  }

  public static void main(String[] arguments) throws IOException {
    RtpLoad load = new RtpLoad();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      String line;
      while ((line = lines.readLine()) != null) {
        String[] words = line.split(" ");
        System.out.println(
            switch (words[0]) {
              case "open" -> load.open(Integer.parseInt(words[1]));
              case "targets" -> load.aim(Arrays.copyOfRange(words, 1, words.length));
              case "keys" -> load.encrypt(Integer.parseInt(words[1]), words[2], words[3]);
              case "voices" -> load.speak(Integer.parseInt(words[1]));
              case "run" -> load.run(Double.parseDouble(words[1]));
              default -> "unknown: " + line;
            });
      }
    }
  }

  private String open(int count) throws IOException {
    StringBuilder ports = new StringBuilder();
    for (int port = FIRST_PORT; phones.size() < count; port += 2) {
      try {
        UdpSocket socket = sockets.open(TransportAddress.of(host, port), 0);
        phones.add(socket);
        poller.add(socket, phones.size() - 1);
        ports.append(port).append(' ');
      } catch (BindException e) {
        continue; // somebody else's
      }
    }
    return ports.toString().trim();
  }

  private String aim(String[] ports) {
    targets = new TransportAddress[ports.length];
    sequences = new int[ports.length];
    protections = new Protection[ports.length];
    Arrays.fill(protections, Protection.NONE);
    for (int i = 0; i < ports.length; i++) {
      targets[i] = TransportAddress.of(host, Integer.parseInt(ports[i]));
    }
    return "ok";
  }

  private String encrypt(int phone, String ours, String theirs) {
    protections[phone] = new SrtpProtection(BenchKeys.of(ours), BenchKeys.of(theirs));
    return "ok";
  }

  /** Two tones a voice, none like another's, at -20 dBFS. */
  private String speak(int talkers) {
    Encoder encoder = G711Codec.PCMU.encoder(FormatParameters.NONE, RATE);
    short[] pcm = new short[RATE];
    voices = new byte[targets.length][RATE];
    for (int phone = 0; phone < targets.length; phone++) {
      for (int i = 0; i < RATE; i++) {
        double low = Math.sin(2 * Math.PI * (200 + 7 * phone) * i / RATE);
        double high = Math.sin(2 * Math.PI * (900 + 11 * phone) * i / RATE);
        pcm[i] = (short) (phone < talkers ? 1638 * (low + high) : 0);
      }
      encoder.encode(pcm, 0, RATE, voices[phone], 0);
    }
    encoder.close();
    return "ok";
  }

  private String run(double seconds) {
    Arrays.fill(delays, 0);
    received = 0;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(7));
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    long step = PACKET_NANOS / targets.length;
    long sent = 0;
    long now;
    while ((now = System.nanoTime()) < end) {
      if (now >= begin + sent * step) {
        send(order.get((int) (sent % targets.length)));
        sent++;
      }
      listen();
    }
    long late = end + 50_000_000;
    while (System.nanoTime() < late) {
      listen();
    }
    return String.format(
        Locale.ROOT, "%d %d %d %d", sent, received, percentile(0.5), percentile(0.99));
  }

  private void send(int phone) {
    packet.beginRtp(0, sequences[phone] & 0xffff, sequences[phone] * PAYLOAD, phone + 1, PAYLOAD);
    sequences[phone]++;
    if (voices.length == 0) {
      LONG.set(packet.bytes(), packet.payloadOffset(), System.nanoTime());
    } else {
      int at = sequences[phone] % PACKETS * PAYLOAD;
      System.arraycopy(voices[phone], at, packet.bytes(), packet.payloadOffset(), PAYLOAD);
    }
    protections[phone].protect(packet);
    phones.get(phone).send(packet, targets[phone]);
  }

  private void listen() {
    int ready = poller.await(0);
    for (int i = 0; i < ready; i++) {
      int phone = (int) poller.owner(i);
      if (phones.get(phone).receive(packet, sender)
          && packet.kind() == Packet.Kind.RTP
          && phone < protections.length
          && protections[phone].unprotect(packet) == Verdict.PASS) {
        received++;
        if (voices.length == 0) {
          long stamp = (long) LONG.get(packet.bytes(), packet.payloadOffset());
          long micros = (System.nanoTime() - stamp) / 1000;
          delays[(int) Math.clamp(micros, 0, delays.length - 1)]++;
        }
      }
    }
  }

  private int percentile(double share) {
    long below = 0;
    for (int i = 0; i < delays.length; i++) {
      below += delays[i];
      if (below > share * received) {
        return i;
      }
    }
    return -1;
  }
}
