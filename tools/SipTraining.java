import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two phones that register and call each other again and again, so that the JVM's start-up cache
 * learns which code matters (JEP 514, JEP 515): without it a server that has just started spends
 * its first minutes in slow code.
 *
 * <pre>java tools/SipTraining.java SIP-PORT LOG ROUNDS SECONDS</pre>
 *
 * As many rounds as given, unless the seconds are over before. SIP-PORT of a Belfry started with --belfry.demo on 127.0.0.1, whose output is the file LOG. Ends
 * with exit code 1 when a phone was not answered as it should be.
 */
public final class SipTraining {
  private static final Pattern USER =
      Pattern.compile("Demo user (\\d+) .*SIP password (\\S+), domain (\\S+)");
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
  private static final Pattern REALM = Pattern.compile("realm=\"([^\"]+)\"");
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

  private final InetSocketAddress server;
  private int counter;

  private SipTraining(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public static void main(String[] args) throws Exception {
    SipTraining training = new SipTraining(Integer.parseInt(args[0]));
    List<Phone> phones = new ArrayList<>();
    Matcher user = USER.matcher(Files.readString(Path.of(args[1])));
    while (user.find()) {
      phones.add(training.new Phone(user.group(1), user.group(2), user.group(3)));
    }
    int wanted = Integer.parseInt(args[2]);
    long end = System.nanoTime() + Duration.ofSeconds(Integer.parseInt(args[3])).toNanos();
    int rounds = 0;
    while (rounds < wanted && System.nanoTime() < end) {
      phones.get(0).register();
      phones.get(1).register();
      phones.get(0).call(phones.get(1));
      phones.get(1).call(phones.get(0));
      rounds++;
    }
    System.out.println("SIP training: " + rounds + " rounds");
  }

  /** A message, taken apart as far as a phone needs it. */
  private record Message(String text, String start, Map<String, List<String>> fields) {
    static Message of(String text) {
      String[] lines = text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n");
      Map<String, List<String>> fields = new HashMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        fields
            .computeIfAbsent(lines[i].substring(0, colon), k -> new ArrayList<>())
            .add(lines[i].substring(colon + 1).strip());
      }
      return new Message(text, lines[0], fields);
    }

    String field(String name) {
      return fields.get(name).getFirst();
    }

    String all(String name, String as) {
      StringBuilder lines = new StringBuilder();
      for (String value : fields.getOrDefault(name, List.of())) {
        lines.append(as).append(": ").append(value).append("\r\n");
      }
      return lines.toString();
    }
  }

  private final class Phone {
    private final String extension;
    private final String password;
    private final String domain;
    private final DatagramSocket socket;
    private final String contact;

    Phone(String extension, String password, String domain) throws IOException {
      this.extension = extension;
      this.password = password;
      this.domain = domain;
      this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(5000);
      contact = "sip:" + extension + "@127.0.0.1:" + socket.getLocalPort();
    }

    void register() throws Exception {
      String uri = "sip:" + domain;
      String callId = "training-" + ++counter;
      String head = head(callId, "<sip:" + extension + "@" + domain + ">");
      String tail = "Contact: <" + contact + ">\r\nExpires: 3600\r\n";
      send("REGISTER", uri, head + "CSeq: 1 REGISTER\r\n" + tail, "");
      Message challenge = await("SIP/2.0 401");
      String credentials = credentials("Authorization", "WWW-Authenticate", challenge, "REGISTER", uri);
      send("REGISTER", uri, head + "CSeq: 2 REGISTER\r\n" + tail + credentials, "");
      await("SIP/2.0 200");
    }

    void call(Phone callee) throws Exception {
      String uri = "sip:" + callee.extension + "@" + domain;
      String head = head("training-" + ++counter, "<" + uri + ">");
      String mine = "Contact: <" + contact + ">\r\n";
      String via = send("INVITE", uri, head + "CSeq: 1 INVITE\r\n" + mine, SDP);
      Message challenge = await("SIP/2.0 407");
      transmit("ACK " + uri + " SIP/2.0\r\n" + via + head + "CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
      String credentials =
          credentials("Proxy-Authorization", "Proxy-Authenticate", challenge, "INVITE", uri);
      send("INVITE", uri, head + "CSeq: 2 INVITE\r\n" + mine + credentials, SDP);
      Message invite = callee.await("INVITE");
      callee.answer(invite, "180 Ringing", "");
      await("SIP/2.0 180");
      callee.answer(invite, "200 OK", SDP);
      Message ok = await("SIP/2.0 200");
      List<String> routes = new ArrayList<>(ok.fields().getOrDefault("Record-Route", List.of()));
      StringBuilder inDialog = new StringBuilder();
      routes.reversed().forEach(r -> inDialog.append("Route: ").append(r).append("\r\n"));
      inDialog.append(ok.all("From", "From")).append(ok.all("To", "To"));
      inDialog.append(ok.all("Call-ID", "Call-ID")).append("Max-Forwards: 70\r\n");
      send("ACK", callee.contact, inDialog + "CSeq: 2 ACK\r\n", "");
      callee.await("ACK");
      send("BYE", callee.contact, inDialog + "CSeq: 3 BYE\r\n", "");
      callee.answer(callee.await("BYE"), "200 OK", "");
      await("SIP/2.0 200");
    }

    private String head(String callId, String to) {
      return "From: <sip:" + extension + "@" + domain + ">;tag=t" + callId + "\r\nTo: " + to
          + "\r\nCall-ID: " + callId + "\r\nMax-Forwards: 70\r\nUser-Agent: training\r\n";
    }

    private String credentials(
        String name, String challengedBy, Message challenge, String method, String uri)
        throws Exception {
      String text = challenge.field(challengedBy);
      String nonce = group(NONCE, text);
      String realm = group(REALM, text);
      String ha1 = md5(extension + ":" + realm + ":" + password);
      String hashed = ha1 + ":" + nonce + ":00000001:c:auth:" + md5(method + ":" + uri);
      return name + ": Digest username=\"" + extension + "\", realm=\"" + realm + "\", nonce=\""
          + nonce + "\", uri=\"" + uri + "\", response=\"" + md5(hashed)
          + "\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c\"\r\n";
    }

    private String send(String method, String uri, String fields, String body) throws IOException {
      String via =
          "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bKt" + ++counter
              + ";rport\r\n";
      transmit(method + " " + uri + " SIP/2.0\r\n" + via + fields + withBody(body));
      return via;
    }

    private void answer(Message request, String status, String body) throws IOException {
      String to = request.field("To");
      transmit(
          "SIP/2.0 " + status + "\r\n" + request.all("Via", "Via")
              + request.all("Record-Route", "Record-Route") + request.all("From", "From")
              + "To: " + (to.contains(";tag=") ? to : to + ";tag=a" + extension) + "\r\n"
              + request.all("Call-ID", "Call-ID") + request.all("CSeq", "CSeq")
              + "Contact: <" + contact + ">\r\n" + withBody(body));
    }

    private static String withBody(String body) {
      String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
      return type + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void transmit(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /** The next message that begins so; others, such as 100 Trying, are passed over. */
    private Message await(String start) throws IOException {
      byte[] buffer = new byte[65_535];
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message message =
            Message.of(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
        if (message.start().startsWith(start)) {
          return message;
        }
        if (message.start().matches("SIP/2.0 [3-6].*")) {
          throw new IOException("instead of " + start + ":\n" + message.text());
        }
      }
    }
  }

  private static String group(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static String md5(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}
