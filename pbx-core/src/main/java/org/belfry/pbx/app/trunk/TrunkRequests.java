package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.belfry.pbx.auth.DigestClient;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.Via;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.transport.Advertised;

/** The REGISTER and OPTIONS requests of one trunk (RFC 3261 §10.2, §11.1). */
final class TrunkRequests {
  private static final HexFormat HEX = HexFormat.of();

  private final Trunk trunk;
  private final String contactUser;
  private final String callId;
  private final String fromTag;
  private final Advertised advertised;
  private final RandomGenerator random;

  /**
   * @param callId one for all REGISTERs of a trunk until it is started again (§10.2.4)
   */
  TrunkRequests(
      Trunk trunk,
      String contactUser,
      String callId,
      Advertised advertised,
      RandomGenerator random) {
    this.trunk = trunk;
    this.contactUser = contactUser;
    this.callId = callId;
    this.advertised = advertised;
    this.random = random;
    this.fromTag = draw();
  }

  /**
   * @param expires zero to end the registration
   */
  DigestClient.Signed register(long cseq, Duration expires, DigestClient digest, Hop to) {
    String seconds = Long.toString(expires.toSeconds());
    Edit<SipRequest> edit =
        begun(Method.REGISTER, domain(trunk.server()), cseq, to)
            .add(HeaderName.CONTACT, "<" + contact(to) + ">;expires=" + seconds)
            .add(HeaderName.EXPIRES, seconds)
            .add(HeaderName.SUPPORTED, "path");
    return digest.sign(edit.add(HeaderName.CONTENT_LENGTH, "0").done(), draw());
  }

  /** Asks whether the server is there; any answer will do, so it carries no credentials. */
  SipRequest options(long cseq, Hop to) {
    return begun(Method.OPTIONS, domain(trunk.server()), cseq, to)
        .add(HeaderName.CONTACT, "<" + contact(to) + ">")
        .add(HeaderName.ACCEPT, "application/sdp")
        .add(HeaderName.CONTENT_LENGTH, "0")
        .done();
  }

  private Edit<SipRequest> begun(Method method, String uri, long cseq, Hop to) {
    Edit<SipRequest> edit =
        SipRequest.create(method, uri)
            .add(HeaderName.VIA, via(to))
            .add(HeaderName.MAX_FORWARDS, "70");
    SipUri proxy = trunk.proxy();
    if (proxy != null) {
      String text = proxy.text();
      edit.add(HeaderName.ROUTE, "<" + (proxy.looseRouter() ? text : text + ";lr") + ">");
    }
    return edit.add(HeaderName.FROM, "<" + aor() + ">;tag=" + fromTag)
        .add(HeaderName.TO, "<" + aor() + ">")
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, cseq + " " + method);
  }

  /** Random, so that no answer to another of our requests is taken for one to this. */
  private String via(Hop to) {
    return "SIP/2.0/"
        + to.transport().name()
        + " "
        + HostAddress.text(advertised.towards(to))
        + ";rport;branch="
        + Via.MAGIC_COOKIE
        + draw();
  }

  /** Where the provider sends our calls. */
  String contact(Hop to) {
    String host = HostAddress.text(advertised.towards(to));
    Transport transport = to.transport();
    String over = transport == Transport.UDP ? "" : ";transport=" + transport.lower();
    return "sip:" + contactUser + "@" + host + over;
  }

  /** The registrar's name: the server's URI without a user or parameters (§10.2). */
  private static String domain(SipUri server) {
    return server.scheme() + ":" + authority(server);
  }

  private String aor() {
    String user = trunk.username();
    SipUri server = trunk.server();
    return user == null
        ? domain(server)
        : server.scheme() + ":" + UserPart.escaped(user) + "@" + authority(server);
  }

  private static String authority(SipUri server) {
    return server.host() + (server.port() == 0 ? "" : ":" + server.port());
  }

  private String draw() {
    return HEX.toHexDigits(random.nextLong());
  }
}
