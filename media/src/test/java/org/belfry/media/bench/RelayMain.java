package org.belfry.media.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.server.LegOpening;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaCall;
import org.belfry.media.server.MediaEvents;
import org.belfry.media.server.MediaLeg;
import org.belfry.media.server.MediaServer;
import org.belfry.media.server.MediaServerSettings;
import org.belfry.media.server.socket.NioSockets;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.srtp.SrtpProtection;

/**
 * A media server that relays between two ports of 127.0.0.1 for each line {@code call A B} on
 * standard input; the answer is a line with the ports to which A and B send. {@code end} ends all
 * calls. Ends with the input.
 */
public final class RelayMain {
  private RelayMain() {}

  public static void main(String[] arguments) throws IOException {
    InetAddress host = InetAddress.getByName("127.0.0.1");
    boolean nio = List.of(arguments).contains("nio");
    MediaServerSettings settings =
        MediaServerSettings.on(List.of(new LocalAddress("lo", host)))
            .withNap(Duration.ofNanos(Long.getLong("nap", MediaServerSettings.NAP.toNanos())));
    Executor callbacks = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    try (MediaServer server =
            new MediaServer(
                settings, nio ? new NioSockets() : Sockets.best(), callbacks, new Random());
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      String line;
      int calls = 0;
      List<MediaCall> open = new ArrayList<>();
      while ((line = lines.readLine()) != null) {
        String[] words = line.split(" ");
        if (words[0].equals("end")) {
          open.forEach(MediaCall::close);
          open.clear();
          System.out.println("ok");
          continue;
        }
        MediaCall call = server.open("call " + calls++, new Deaf());
        open.add(call);
        MediaLeg a = leg(call, "a", host, Integer.parseInt(words[1]));
        MediaLeg b = leg(call, "b", host, Integer.parseInt(words[2]));
        a.hears(b, PayloadMap.SAME);
        b.hears(a, PayloadMap.SAME);
        String ports = a.rtp().port() + " " + b.rtp().port();
        System.out.println(words.length > 3 ? ports + " " + encrypt(b, words[3]) : ports);
      }
    }
  }

  private static MediaLeg leg(MediaCall call, String name, InetAddress host, int port) {
    LegSettings settings =
        LegSettings.of(MediaKind.AUDIO)
            .withRemote(TransportAddress.of(host, port))
            .withLatching(Latching.HOST, null)
            .withFlow(Flow.BOTH)
            .withPayloadTypes(PayloadTypes.of(Map.of(0, 8000)), Impairment.G711)
            .withMediaTimeout(LegSettings.MEDIA_TIMEOUT);
    return switch (call.open(name, "lo", true, settings)) {
      case LegOpening.Opened(MediaLeg leg) -> leg;
      case LegOpening.NoPort(String why) -> throw new IllegalStateException(why);
    };
  }

  private static String encrypt(MediaLeg leg, String theirs) {
    byte[] ours = new byte[30];
    new SecureRandom().nextBytes(ours);
    SrtpProtection both = new SrtpProtection(BenchKeys.of(ours), BenchKeys.of(theirs));
    leg.protect(both, both);
    return Base64.getEncoder().encodeToString(ours);
  }

  private static final class Deaf implements MediaEvents {
    @Override
    public void happened(MediaLeg leg, LegEvent event) {
      if (event instanceof LegEvent.MediaTimedOut timedOut) {
        System.err.println(leg + ": " + timedOut.words());
      }
    }

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {
      if (!totals.dropped().isEmpty()) {
        System.err.println(leg + ": " + totals);
      }
    }

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      System.err.println(leg + ": " + fault);
    }
  }
}
