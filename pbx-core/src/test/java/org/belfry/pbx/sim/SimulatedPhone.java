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
import org.jspecify.annotations.Nullable;

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
  private final List<PhoneSubscription> subscriptions = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<SipRequest> notices = new ArrayList<>();
  private Reaction reaction = Reaction.RING;
  private String domain = World.DOMAIN;
  private String host;
  private String outboundProxy;
  private final Map<HeaderName, String> written = new HashMap<>();
  private int counter;
  private int cseq;
  private boolean anonymous;
  private boolean vanished;
  private String contactUser;
  private String contactParams = "";
  private String forwardTo = "";
  private String pictures = "";
  private byte[] parts = {};

  /** What a phone does when a call comes in. */
  public enum Reaction {
    RING,
    BUSY,
    UNAVAILABLE,
    DECLINE,
    /** Sends the caller elsewhere with a 302; see {@link SimulatedPhone#forwardsTo}. */
    REDIRECT,
    /** Asks for a password, takes any, and rings. */
    CHALLENGE,
    /** Asks for a password in the name of the server, to have what the caller signs. */
    PHISH,
    /** Rings without saying so: not even a provisional. */
    SILENT
  }

  private boolean deafToOptions;

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

  /** From now on it answers no OPTIONS, and all else. */
  public void deafToOptions() {
    deafToOptions = true;
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

  /** Sends this instead of an offer: a body of several parts, between lines of {@code --b}. */
  public SimulatedPhone sendsParts(String body) {
    parts = body.getBytes(StandardCharsets.US_ASCII);
    return this;
  }

  byte[] parts() {
    return parts;
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

  /** Its calls carry this header field besides. */
  public SimulatedPhone writes(String name, String value) {
    written.put(HeaderName.of(name), value);
    return this;
  }

  Edit<SipRequest> preloaded(Edit<SipRequest> request) {
    written.forEach(request::add);
    return outboundProxy == null
        ? request
        : request.add(HeaderName.ROUTE, "<" + outboundProxy + ">");
  }

  /** Its From says nothing of who it is (RFC 3323 §4.1.1.3); it signs in all the same. */
  public SimulatedPhone anonymous() {
    anonymous = true;
    return this;
  }

  /** Its Contact names this host instead of its address. */
  public SimulatedPhone namedInContact(String name) {
    host = name;
    return this;
  }

  /** Texts that came. */
  public List<String> texts() {
    return texts;
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

  /** Watches somebody of its domain, or one of its own names. */
  public PhoneSubscription watches(String name, String event, int expires, String... fields) {
    PhoneSubscription subscription =
        new PhoneSubscription(
            this, "sip:" + name + "@" + World.DOMAIN, event, extension + "-sub-" + ++counter);
    subscriptions.add(subscription);
    return subscription.begins(expires, fields);
  }

  /** Has a lamp for somebody, and waits until it is lit or dark. */
  public PhoneSubscription lampFor(String name) {
    PhoneSubscription lamp = watches(name, "dialog", 3600);
    world.advanceUntil(() -> !lamp.notifies().isEmpty(), 40);
    return lamp;
  }

  /** Publishes its presence; the answers come into the list. */
  public List<SipResponse> publishes(Consumer<Edit<SipRequest>> fill) {
    return publishes(extension, fill);
  }

  /** Publishes somebody else's presence. */
  public List<SipResponse> publishesFor(String name, String document) {
    return publishes(
        name, e -> e.body("application/pidf+xml", document.getBytes(StandardCharsets.UTF_8)));
  }

  private List<SipResponse> publishes(String name, Consumer<Edit<SipRequest>> fill) {
    List<SipResponse> answers = new ArrayList<>();
    String uri = "sip:" + name + "@" + World.DOMAIN;
    request(
        Method.PUBLISH,
        uri,
        "<" + uri + ">",
        extension + "-pub-" + ++counter,
        e -> fill.accept(e.add(HeaderName.EVENT, "presence")),
        r -> {},
        answers::add);
    return answers;
  }

  /** Notifications that it did not ask for. */
  public List<SipRequest> notices() {
    return notices;
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

  /**
   * Registers with a body; returned are the answers, as they come.
   *
   * @param disposition for Content-Disposition, or null
   */
  public List<SipResponse> uploads(String contentType, @Nullable String disposition, String body) {
    List<SipResponse> answers = new ArrayList<>();
    request(
        Method.REGISTER,
        "sip:" + World.DOMAIN,
        "<sip:" + extension + "@" + World.DOMAIN + ">",
        registrationCallId,
        e -> {
          e.add(HeaderName.CONTACT, "<" + contact() + ">").add(HeaderName.EXPIRES, "3600");
          if (disposition != null) {
            e.add(HeaderName.of("Content-Disposition"), disposition);
          }
          e.body(contentType, body.getBytes(StandardCharsets.UTF_8));
        },
        r -> {},
        answers::add);
    return answers;
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

  /** Calls a number to take the place of somebody in a dialog (RFC 3891). */
  public PhoneCall dialsReplacing(String number, String replaces) {
    PhoneCall call =
        PhoneCall.outgoing(
                this,
                extension + "-" + ++counter + "@" + seenAs.getAddress().getHostAddress(),
                number)
            .replacing(replaces);
    calls.add(call);
    call.invite();
    return call;
  }

  /** Dials with a Call-ID that it has from somewhere. */
  public PhoneCall dialsWith(String callId, String number) {
    return dialsWith(callId, newTag(), number);
  }

  /** The same with a From tag that it has from somewhere. */
  public PhoneCall dialsWith(String callId, String tag, String number) {
    PhoneCall call = PhoneCall.outgoing(this, callId, tag, number);
    calls.add(call);
    call.invite();
    return call;
  }

  /** It was sent elsewhere by whom it talks to (RFC 3515, 5589). */
  void follows(PhoneCall referred, SipRequest refer) {
    referred.tells("100 Trying", true);
    String to = refer.header(HeaderName.REFER_TO);
    to = to.substring(to.indexOf('<') + 1, to.lastIndexOf('>'));
    int headers = to.indexOf('?');
    String replaces = null;
    if (headers >= 0) {
      replaces =
          java.net.URLDecoder.decode(
              to.substring(headers + "?Replaces=".length()), StandardCharsets.UTF_8);
      to = to.substring(0, headers);
    }
    String number = to.substring(to.indexOf(':') + 1);
    number =
        number.endsWith("@" + World.DOMAIN) ? number.substring(0, number.indexOf('@')) : number;
    PhoneCall call =
        PhoneCall.outgoing(
                this,
                extension + "-" + ++counter + "@" + seenAs.getAddress().getHostAddress(),
                number)
            .replacing(replaces)
            .referredBy(refer.header(HeaderName.REFERRED_BY));
    calls.add(call);
    call.onAnswer(status -> {
      referred.tells(status == 200 ? "200 OK" : status + " No", false);
      if (status == 200) {
        net().later(java.time.Duration.ofSeconds(1), referred::hangsUp);
      }
    });
    call.invite();
  }

  /** Picks up the ringing call that its lamp shows, by INVITE with Replaces to the caller. */
  public PhoneCall picksUp(PhoneSubscription lamp) {
    String info = lamp.body();
    String caller = between(info, "<target uri=\"sip:", "@", info.indexOf("<remote>"));
    PhoneCall call =
        PhoneCall.outgoing(
                this,
                extension + "-" + ++counter + "@" + seenAs.getAddress().getHostAddress(),
                caller)
            .replacing(
                between(info, "call-id=\"", "\"", 0)
                    + ";to-tag="
                    + between(info, "remote-tag=\"", "\"", 0)
                    + ";from-tag="
                    + between(info, "local-tag=\"", "\"", 0)
                    + ";early-only");
    calls.add(call);
    call.invite();
    return call;
  }

  private static String between(String text, String before, String after, int from) {
    int start = text.indexOf(before, from) + before.length();
    return text.substring(start, text.indexOf(after, start));
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

  /** Its Contact has this user part instead of its extension. */
  public SimulatedPhone contactUser(String user) {
    contactUser = user;
    return this;
  }

  String contact() {
    return "sip:"
        + (contactUser == null ? extension : contactUser)
        + "@"
        + (host == null ? HostAddress.text(address) : host);
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
    e.add(
        HeaderName.FROM,
        (anonymous
                ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
                : "\"Phone\" <sip:" + extension + "@" + domain + ">")
            + ";tag="
            + fromTag);
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
      if (request.has(HeaderName.REPLACES)) {
        takesThePlace(incoming, request);
      } else {
        calls.add(incoming);
        incoming.comesIn(reaction);
      }
    } else if (subscriptionOf(request) != null) {
      subscriptionOf(request).received(request);
    } else if (request.method().equals(Method.NOTIFY) && request.toTag() == null) {
      notices.add(request);
      respond(request, request.respond(200, "OK", newTag()).done());
    } else if (request.method().equals(Method.MESSAGE) && request.toTag() == null) {
      texts.add(new String(request.body(), StandardCharsets.UTF_8));
      respond(request, request.respond(200, "OK", newTag()).done());
    } else if (request.method().equals(Method.OPTIONS) && request.toTag() == null) {
      if (!deafToOptions) {
        respond(request, request.respond(200, "OK", newTag()).done());
      }
    } else if (!request.method().equals(Method.ACK)) {
      respond(request, request.respond(481, "Gone", newTag()).done());
    }
  }

  private PhoneCall named(String replaces) {
    for (PhoneCall call : calls) {
      if (call.isNamed(replaces)) {
        return call;
      }
    }
    return null;
  }

  private PhoneCall callOf(SipRequest request) {
    for (PhoneCall call : calls) {
      if (call.owns(request)) {
        return call;
      }
    }
    return null;
  }

  /** RFC 3891 §3: the call that is named ends, and this one is answered at once; or 481. */
  private void takesThePlace(PhoneCall incoming, SipRequest invite) {
    for (PhoneCall call : List.copyOf(calls)) {
      if (call.isReplacedBy(invite)) {
        calls.add(incoming);
        incoming.answers();
        call.cancels();
        return;
      }
    }
    PhoneCall replaced = named(invite.header(HeaderName.REPLACES));
    if (replaced != null) {
      calls.add(incoming);
      incoming.takesThePlaceOf(replaced);
      return;
    }
    respond(invite, invite.respond(481, "No such dialog", newTag()).done());
  }

  private PhoneSubscription subscriptionOf(SipRequest request) {
    for (PhoneSubscription subscription : subscriptions) {
      if (subscription.owns(request)) {
        return subscription;
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
