package org.belfry.pbx.sim;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** Whoever sends what no phone would: an address, a socket and text. Answers nothing by itself. */
public final class RawClient {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
  private final World world;
  private final InetSocketAddress address;
  private final List<SipRequest> requests = new ArrayList<>();
  private final List<SipResponse> responses = new ArrayList<>();
  private int number;
  private boolean acknowledges = true;

  /** At an address of its own. */
  public RawClient(World world, String host, int port) {
    this.world = world;
    this.address = new InetSocketAddress(host, port);
    world.net().attach(address, this::received);
  }

  /** Requests that came here. */
  public List<SipRequest> requests() {
    return requests;
  }

  /** Responses to the last request, repetitions too. */
  public List<SipResponse> responses() {
    return responses;
  }

  /** The same, but it sends no ACK for a refusal. */
  public RawClient thatNeverAcknowledges() {
    acknowledges = false;
    return this;
  }

  /** {@code 203.0.113.66:5060}. */
  public String shown() {
    return HostAddress.text(address);
  }

  /**
   * Sends a request without credentials.
   *
   * @param fields further lines, each with its line feed: From, To, Call-ID, CSeq and others
   * @return the first response that is not 100, or null after a second without one
   */
  public SipResponse asks(Method method, String uri, String fields) {
    responses.clear();
    send(
        method
            + (" " + uri + " SIP/2.0\n")
            + ("Via: SIP/2.0/UDP " + shown() + ";branch=z9hG4bKraw" + shown() + ++number + "\n")
            + "Max-Forwards: 70\n"
            + fields
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(1));
    return responses.stream().filter(r -> r.status() != 100).findFirst().orElse(null);
  }

  /** The same, answering a challenge as this user. */
  public SipResponse asksAs(String extension, Method method, String uri, String fields) {
    return asksAs(extension, method, uri, uri, fields);
  }

  /**
   * The same with credentials that were made for one URI in a request to another.
   *
   * @param signed the URI that is challenged, and signed
   */
  public SipResponse asksAs(
      String extension, Method method, String signed, String uri, String fields) {
    return asksAs(extension, method, signed, signed, uri, fields);
  }

  /**
   * The same when what is signed is another URI than what was challenged.
   *
   * @param asked the URI that is challenged
   * @param signed the one that is signed
   */
  public SipResponse asksAs(
      String extension, Method method, String asked, String signed, String uri, String fields) {
    SipResponse challenge = asks(method, asked, fields);
    if (challenge == null || (challenge.status() != 401 && challenge.status() != 407)) {
      return challenge;
    }
    return asks(method, uri, fields + signature(extension, method, signed, challenge));
  }

  /** The field that answers a challenge as this user. */
  public String signature(String extension, Method method, String uri, SipResponse challenge) {
    Matcher nonce = NONCE.matcher(challenge.toString());
    if (!nonce.find()) {
      throw world.failure("a challenge without a nonce");
    }
    String ha1 = World.hash("MD5", extension + ":belfry:pw-" + extension);
    String ha2 = World.hash("MD5", method + ":" + uri);
    String response = World.hash("MD5", ha1 + ":" + nonce.group(1) + ":00000001:c:auth:" + ha2);
    return "%s: Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, cnonce=\"c\", qop=auth, nc=00000001%n"
        .formatted(
            challenge.status() == 401 ? "Authorization" : "Proxy-Authorization",
            extension,
            nonce.group(1),
            uri,
            response);
  }

  /** Sends text as it is, with CRLF for each line feed. */
  public void send(String text) {
    world
        .net()
        .send(
            new Datagram(
                address,
                world.serverAddress(),
                text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void received(Datagram datagram) {
    switch (MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length)) {
      case SipRequest request -> requests.add(request);
      case SipResponse response -> {
        responses.add(response);
        if (acknowledges && response.status() >= 300 && response.method().equals(Method.INVITE)) {
          acknowledges(response);
        }
      }
      case null -> throw world.broken("was sent nonsense");
    }
  }

  private void acknowledges(SipResponse response) {
    send(
        "ACK sip:pbx.example SIP/2.0\n"
            + ("Via: " + response.header(HeaderName.VIA) + "\n")
            + ("From: " + response.header(HeaderName.FROM) + "\n")
            + ("To: " + response.header(HeaderName.TO) + "\n")
            + ("Call-ID: " + response.callId() + "\n")
            + ("CSeq: " + response.cseq().number() + " ACK\n")
            + "Max-Forwards: 70\nContent-Length: 0\n\n");
  }
}
