package org.belfry.pbx.sim;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * A desk phone: registers, calls, is called. Speaks to the server over the virtual network only.
 */
public final class SimulatedPhone {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

  private final World world;
  private final String extension;
  private final String password;
  private final InetSocketAddress address;
  private final InetSocketAddress seenAs;
  private final String registrationCallId;
  private final Map<String, Exchange> exchanges = new HashMap<>();
  private final List<Exchange> allExchanges = new ArrayList<>();
  private final Map<String, SipResponse> answeredRequests = new HashMap<>();
  private final Set<String> invites = new HashSet<>();
  private final List<PhoneCall> calls = new ArrayList<>();
  private Reaction reaction = Reaction.RING;
  private String domain = World.DOMAIN;
  private String host;
  private String outboundProxy;
  private int counter;
  private int cseq;
  private boolean vanished;
  private String contactParams = "";
  private String forwardTo = "";
  private String pictures = "";

  /** What a phone does when a call comes in. */
  public enum Reaction {
    RING,
    BUSY,
    UNAVAILABLE,
    DECLINE,
    /** Sends the caller elsewhere with a 302; see {@link SimulatedPhone#forwardsTo}. */
    REDIRECT,
    /** Rings without saying so: not even a provisional. */
    SILENT
  }

  SimulatedPhone(
      World world,
      String extension,
      String password,
      InetSocketAddress address,
      InetSocketAddress seenAs) {
    this.world = world;
    this.extension = extension;
    this.password = password;
    this.address = address;
    this.seenAs = seenAs;
    this.registrationCallId = "reg-" + extension + "-" + address.getPort() + address.hashCode();
    net().attach(seenAs, this::received);
  }

  VirtualNetwork net() {
    return world.net();
  }

  World world() {
    return world;
  }

  public String extension() {
    return extension;
  }

  public SimulatedPhone reacts(Reaction next) {
    reaction = next;
    return this;
  }

  /** What it writes behind its Contact when it registers: {@code ;q=0.5}. */
  public SimulatedPhone contactParams(String params) {
    contactParams = params;
    return this;
  }

  /** Writes so many bytes more into its INVITEs, as phones that offer video do. */
  public SimulatedPhone offersMuch(int bytes) {
    pictures = "a=x:" + "v".repeat(bytes) + "\r\n";
    return this;
  }

  String pictures() {
    return pictures;
  }

  /** Redirects its calls to this number. */
  public SimulatedPhone forwardsTo(String number) {
    forwardTo = number;
    reaction = Reaction.REDIRECT;
    return this;
  }

  String forwardTo() {
    return "<sip:" + forwardTo + "@" + World.DOMAIN + ">";
  }

  /** It is of another domain: a server's stand-in rather than a phone of ours. */
  public SimulatedPhone ofDomain(String name) {
    domain = name;
    return this;
  }

  /** It has an outbound proxy: its calls carry a Route that names it. */
  public SimulatedPhone outboundProxy(String uri) {
    outboundProxy = uri;
    return this;
  }

  Edit<SipRequest> preloaded(Edit<SipRequest> request) {
    return outboundProxy == null
        ? request
        : request.add(HeaderName.ROUTE, "<" + outboundProxy + ">");
  }

  /** Its Contact names this host instead of its address. */
  public SimulatedPhone namedInContact(String name) {
    host = name;
    return this;
  }

  /** Sends a MESSAGE; the statuses that came back, in order. */
  public List<Integer> texts(String address) {
    List<Integer> statuses = new ArrayList<>();
    request(
        Method.MESSAGE,
        "sip:" + address,
        "<sip:" + address + ">",
        extension + "-text-" + ++counter,
        e -> e.body("text/plain", "Hi".getBytes(StandardCharsets.US_ASCII)),
        r -> statuses.add(r.status()),
        r -> statuses.add(r.status()));
    return statuses;
  }

  /** Registers and waits until it is done. */
  public SimulatedPhone registered() {
    register(3600);
    world.advanceUntil(() -> !world.server().bindings(extension).isEmpty(), 40);
    return this;
  }

  public SimulatedPhone register(int expires) {
    request(
        Method.REGISTER,
        "sip:" + World.DOMAIN,
        "<sip:" + extension + "@" + World.DOMAIN + ">",
        registrationCallId,
        e ->
            e.add(HeaderName.CONTACT, "<" + contact() + ">" + contactParams)
                .add(HeaderName.EXPIRES, "" + expires),
        r -> {},
        r -> {});
    return this;
  }

  /** The phone loses its power: it says nothing any more and hears nothing. */
  public void vanishes() {
    vanished = true;
    net().detach(seenAs);
  }

  boolean isAt(InetSocketAddress there) {
    return seenAs.equals(there);
  }

  public boolean hasVanished() {
    return vanished;
  }

  public PhoneCall dials(String number) {
    PhoneCall call =
        PhoneCall.outgoing(
            this, extension + "-" + ++counter + "@" + seenAs.getAddress().getHostAddress(), number);
    calls.add(call);
    call.invite();
    return call;
  }

  /** The latest call that came in or went out. */
  public PhoneCall call() {
    if (calls.isEmpty()) {
      throw new AssertionError(extension + " has no call\n" + net().ladder());
    }
    return calls.getLast();
  }

  public List<PhoneCall> calls() {
    return calls;
  }

  List<Exchange> exchanges() {
    return allExchanges;
  }

  String contact() {
    return "sip:" + extension + "@" + (host == null ? HostAddress.text(address) : host);
  }

  String newBranch() {
    return "z9hG4bK" + extension + Integer.toHexString(seenAs.hashCode()) + "x" + ++counter;
  }

  String newTag() {
    return "t" + extension + Integer.toHexString(seenAs.hashCode()) + "x" + ++counter;
  }

  int nextCseq() {
    return ++cseq;
  }

  /** Sends a request of its own, answering a challenge when one comes. */
  void request(
      Method method,
      String uri,
      String to,
      String callId,
      Consumer<Edit<SipRequest>> fill,
      Consumer<SipResponse> onProvisional,
      Consumer<SipResponse> onFinal) {
    SipRequest first = build(method, uri, to, callId, newTag(), nextCseq(), fill);
    sendChallenged(first, onProvisional, onFinal, true);
  }

  void sendChallenged(
      SipRequest request,
      Consumer<SipResponse> onProvisional,
      Consumer<SipResponse> onFinal,
      boolean mayAnswer) {
    Exchange[] exchange = new Exchange[1];
    boolean[] again = new boolean[1];
    exchange[0] =
        new Exchange(
            this,
            request,
            onProvisional,
            r -> {
              if (request.method().equals(Method.INVITE) && !r.success()) {
                acknowledge(request, r);
              }
              boolean challenge = r.status() == 401 || r.status() == 407;
              if (challenge && mayAnswer && !again[0]) {
                again[0] = true;
                sendChallenged(withCredentials(request, r), onProvisional, onFinal, false);
              } else if (!challenge || !mayAnswer) {
                onFinal.accept(r);
              }
            });
    exchanges.put(exchange[0].branch(), exchange[0]);
    allExchanges.add(exchange[0]);
    exchange[0].start();
  }

  /** The exchange that the latest INVITE of this call belongs to. */
  Exchange latestInvite(String callId) {
    for (int i = allExchanges.size() - 1; i >= 0; i--) {
      SipRequest request = allExchanges.get(i).request();
      if (request.method().equals(Method.INVITE) && request.callId().equals(callId)) {
        return allExchanges.get(i);
      }
    }
    throw new AssertionError(extension + " sent no INVITE of " + callId);
  }

  SipRequest build(
      Method method,
      String uri,
      String to,
      String callId,
      String fromTag,
      int number,
      Consumer<Edit<SipRequest>> fill) {
    Edit<SipRequest> e = SipRequest.create(method, uri);
    e.add(
        HeaderName.VIA,
        "SIP/2.0/UDP " + HostAddress.text(address) + ";branch=" + newBranch() + ";rport");
    e.add(HeaderName.MAX_FORWARDS, "70");
    e.add(HeaderName.FROM, "\"Phone\" <sip:" + extension + "@" + domain + ">;tag=" + fromTag);
    e.add(HeaderName.TO, to);
    e.add(HeaderName.CALL_ID, callId);
    e.add(HeaderName.CSEQ, number + " " + method);
    e.add(HeaderName.USER_AGENT, "SimulatedPhone/" + extension);
    fill.accept(e);
    return e.done();
  }

  void transmit(SipMessage message) {
    if (!vanished) {
      net().send(new Datagram(seenAs, world.serverAddress(), message.encoded()));
    }
  }

  /** Answers a request and remembers the answer for its retransmissions. */
  void respond(SipRequest request, SipResponse response) {
    answeredRequests.put(key(request), response);
    transmit(response);
  }

  private SipRequest withCredentials(SipRequest request, SipResponse challenge) {
    boolean proxy = challenge.status() == 407;
    String text =
        challenge.header(proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE);
    var nonce = NONCE.matcher(text);
    if (!nonce.find()) {
      throw world.broken("a challenge without a nonce: " + text);
    }
    String ha1 = md5(extension + ":belfry:" + password);
    String ha2 = md5(request.method() + ":" + request.uriText());
    String response = md5(ha1 + ":" + nonce.group(1) + ":00000001:c:auth:" + ha2);
    String value =
        "Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, cnonce=\"c\", qop=auth, nc=00000001"
            .formatted(extension, nonce.group(1), request.uriText(), response);
    return request
        .edit()
        .set(
            HeaderName.VIA,
            "SIP/2.0/UDP " + HostAddress.text(address) + ";branch=" + newBranch() + ";rport")
        .set(HeaderName.CSEQ, nextCseq() + " " + request.method())
        .set(proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION, value)
        .done();
  }

  private void acknowledge(SipRequest invite, SipResponse response) {
    SipRequest ack =
        SipRequest.create(Method.ACK, invite.uriText())
            .add(HeaderName.VIA, invite.header(HeaderName.VIA))
            .add(HeaderName.MAX_FORWARDS, "70")
            .add(HeaderName.FROM, invite.header(HeaderName.FROM))
            .add(HeaderName.TO, response.header(HeaderName.TO))
            .add(HeaderName.CALL_ID, invite.callId())
            .add(HeaderName.CSEQ, invite.cseq().number() + " ACK")
            .done();
    transmit(ack);
  }

  private void received(Datagram datagram) {
    SipMessage message = MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length);
    if (message == null || message.problem() != null) {
      throw world.broken(
          extension
              + " was sent nonsense: "
              + new String(datagram.bytes(), StandardCharsets.UTF_8));
    }
    switch (message) {
      case SipResponse response -> {
        if (response.method().equals(Method.CANCEL)) {
          return; // a CANCEL's own answers interest nobody
        }
        Exchange exchange = exchanges.get(response.topVia().branch());
        if (exchange == null || response.values(HeaderName.VIA).size() != 1) {
          throw world.broken(extension + " was sent a response that is not its own:\n" + response);
        }
        exchange.received(response);
      }
      case SipRequest request -> received(request);
    }
  }

  private void received(SipRequest request) {
    SipResponse before = answeredRequests.get(key(request));
    if (before != null && !request.method().equals(Method.ACK)) {
      transmit(before);
      return;
    }
    if (request.method().equals(Method.INVITE) && !invites.add(key(request))) {
      return; // a retransmission of what it has not answered yet
    }
    PhoneCall call = callOf(request);
    if (call != null) {
      call.received(request);
    } else if (request.method().equals(Method.INVITE) && request.toTag() == null) {
      PhoneCall incoming = PhoneCall.incoming(this, request);
      calls.add(incoming);
      incoming.comesIn(reaction);
    } else if (request.method().equals(Method.OPTIONS) && request.toTag() == null) {
      respond(request, request.respond(200, "OK", newTag()).done());
    } else if (!request.method().equals(Method.ACK)) {
      respond(request, request.respond(481, "Gone", newTag()).done());
    }
  }

  private PhoneCall callOf(SipRequest request) {
    for (PhoneCall call : calls) {
      if (call.owns(request)) {
        return call;
      }
    }
    return null;
  }

  private static String key(SipRequest request) {
    return request.topVia().branch() + " " + request.method();
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
