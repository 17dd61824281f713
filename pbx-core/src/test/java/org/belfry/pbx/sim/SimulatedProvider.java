package org.belfry.pbx.sim;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.auth.AuthVerdict;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** The registrar of a telephone provider on the virtual network, with one customer. */
public final class SimulatedProvider {
  private static final String REALM = "itsp.example";

  private final World world;
  private final InetSocketAddress address;
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator(
          REALM, true, new Nonces(new byte[16], Duration.ofMinutes(5), new NonceUses(1000)));
  private final Directory customers;
  private final Map<String, SipUri> bindings = new LinkedHashMap<>();
  private final List<SipRequest> received = new ArrayList<>();
  private final Map<String, SipResponse> answered = new HashMap<>();
  private int expires = 300;
  private int refusal;

  SimulatedProvider(World world, String address, String username, String password) {
    this.world = world;
    this.address = new InetSocketAddress(address, 5060);
    String secret = username + ":" + REALM + ":" + password;
    User customer =
        new User(
            1,
            username,
            "Customer",
            null,
            World.hash("MD5", secret),
            World.hash("SHA-256", secret));
    this.customers = Directory.of(1, REALM, Set.of(REALM), List.of(customer), List.of());
    comesBack();
  }

  /** Its power is gone, and all that it knew. */
  public void vanishes() {
    world.net().detach(address);
    bindings.clear();
  }

  public void comesBack() {
    world.net().attach(address, this::received);
  }

  /**
   * @param status of its answers to REGISTER from now on; 0 to be kind again
   */
  public void refuses(int status) {
    refusal = status;
  }

  public void grants(int seconds) {
    expires = seconds;
  }

  /** Contacts that are registered. */
  public List<SipUri> bindings() {
    return List.copyOf(bindings.values());
  }

  /** What it was sent, repetitions too. */
  public List<SipRequest> received() {
    return received;
  }

  public long received(Method method) {
    return received.stream().filter(r -> r.method().equals(method)).count();
  }

  private void received(Datagram datagram) {
    SipMessage message = MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length);
    if (!(message instanceof SipRequest request)) {
      return;
    }
    received.add(request);
    SipResponse response =
        answered.computeIfAbsent(request.topVia().branch(), b -> answer(request, datagram.from()));
    world.net().send(new Datagram(address, datagram.from(), response.encoded()));
  }

  private SipResponse answer(SipRequest request, InetSocketAddress from) {
    if (!request.method().equals(Method.REGISTER)) {
      return request.respond(200, "OK", "p").done();
    }
    if (refusal != 0) {
      return request.respond(refusal, "No", "p").done();
    }
    var now = world.net().clock().instant();
    var role = DigestAuthenticator.Role.REGISTRAR;
    return switch (authenticator.check(request, role, from.getAddress(), customers, now)) {
      case AuthVerdict.Accepted a -> registered(request);
      case AuthVerdict.ChallengeNeeded c ->
          authenticator.challenge(
              request, role, c.stale(), "p", Hop.to(Transport.UDP, from), customers, now);
      case AuthVerdict.Misdirected m -> request.respond(400, "Bad Request", "p").done();
      case AuthVerdict.Denied d -> request.respond(403, "Forbidden", "p").done();
    };
  }

  private SipResponse registered(SipRequest request) {
    var contact = Grammar.nameAddr(request.mandatory(HeaderName.CONTACT));
    boolean leaves = "0".equals(contact.params().get("expires"));
    if (leaves) {
      bindings.remove(contact.uri().user());
    } else {
      bindings.put(contact.uri().user(), contact.uri());
    }
    Edit<SipResponse> ok = request.respond(200, "OK", "p");
    bindings.forEach(
        (user, uri) -> ok.add(HeaderName.CONTACT, "<" + uri.text() + ">;expires=" + expires));
    return ok.done();
  }

  /** The way to it from a server of ours. */
  public Hop hop() {
    return Hop.to(Transport.UDP, address);
  }
}
