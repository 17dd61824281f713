package org.belfry.media.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.mix.MixerSettings;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.relay.Latching;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServerSettings;
import org.belfry.media.session.Device;
import org.belfry.media.session.Endpoint;
import org.belfry.media.session.EndpointEvents;
import org.belfry.media.session.MediaSessions;
import org.belfry.media.session.Room;
import org.belfry.media.session.SessionSettings;

/**
 * One room in which phones talk G.711: for each line {@code join P} on standard input the phone at
 * port P of 127.0.0.1 enters it, and the answer is the port that it sends to. {@code late} tells
 * how late the latest tick was since the last such line, in microseconds; {@code end} empties the
 * room. Ends with the input.
 */
public final class RoomMain {
  private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");

  private RoomMain() {}

  public static void main(String[] arguments) throws Exception {
    InetAddress host = InetAddress.getByName("127.0.0.1");
    Device phone = new Device(false, false, Encryption.ALLOWED, host, host);
    try (MediaSessions sessions =
            new MediaSessions(
                MediaServerSettings.on(List.of(new LocalAddress("lo", host))),
                new SessionSettings(
                    CodecPolicy.DEFAULT,
                    IceSettings.DEFAULT,
                    List.of(),
                    Latching.HOST,
                    Duration.ofMinutes(1),
                    null),
                (local, remote) -> local,
                new SoundLibraries(
                    new Codecs(List.of(G711Codec.PCMA, G711Codec.PCMU)),
                    Optional.empty(),
                    List.of()));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      Room room = sessions.room(MixerSettings.DEFAULT);
      List<Endpoint> all = new ArrayList<>();
      String line;
      while ((line = lines.readLine()) != null) {
        String[] words = line.split(" ");
        System.out.println(
            switch (words[0]) {
              case "join" -> {
                Endpoint made = sessions.endpoint("phone " + all.size(), phone, new Silent());
                all.add(made);
                String answer = new String(made.answer(offer(words[1])), StandardCharsets.US_ASCII);
                room.join(made.sound(), made.toString(), false).join();
                yield port(answer);
              }
              case "late" -> sessions.latestTick().toNanos() / 1000;
              case "end" -> {
                all.forEach(each -> each.close(reports -> {}));
                all.clear();
                yield "ok";
              }
              default -> "unknown: " + line;
            });
      }
    }
  }

  private static byte[] offer(String port) {
    return ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
            + port
            + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String port(String answer) {
    Matcher matcher = PORT.matcher(answer);
    if (!matcher.find()) {
      throw new IllegalStateException(answer);
    }
    return matcher.group(1);
  }

  private static final class Silent implements EndpointEvents {
    @Override
    public void dialled(String endpointId, Digit digit, Duration held) {
      System.err.println(endpointId + " dials " + digit);
    }

    @Override
    public void played(String endpointId, long order, boolean whole) {
      System.err.println(endpointId + " heard " + order);
    }

    @Override
    public void silent(String endpointId) {
      System.err.println(endpointId + " is silent");
    }

    @Override
    public void mediaLost(String sessionId, String why) {
      System.err.println(sessionId + ": " + why);
    }

    @Override
    public void noted(String sessionId, String what) {
      System.err.println(sessionId + ": " + what);
    }
  }
}
