package org.belfry.pbx.inbound.gate;

import java.net.InetAddress;
import org.belfry.pbx.auth.AuthVerdict;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.DigestAuthenticator.Role;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.TransactionTable;

/**
 * Credentials of one of our users (RFC 3261 §16.3 step 6, §22; RFC 7616): asked for by senders that
 * are not trusted for their address.
 */
public final class Authenticated implements RequestGate {
  private final AuthenticationPorts ports;
  private final DigestAuthenticator authenticator;
  private final AdmissionControl admission;
  private final TransactionTable transactions;
  private final Responder responder;

  Authenticated(AuthenticationPorts ports, GateParts parts) {
    this.ports = ports;
    this.authenticator = ports.authenticator();
    this.admission = parts.admission();
    this.transactions = parts.transactions();
    this.responder = parts.responder();
  }

  /** Passes with the user whose credentials the request carries. */
  @Override
  public GateVerdict on(Arrival arrival) {
    SipRequest request = arrival.request();
    Role role = request.method().equals(Method.REGISTER) ? Role.REGISTRAR : Role.PROXY;
    InetAddress address = arrival.from().remote().getAddress();
    AuthVerdict verdict =
        authenticator.check(request, role, address, ports.directory().get(), arrival.now());
    if (!(verdict instanceof AuthVerdict.ChallengeNeeded)) {
      transactions.prove(arrival.entry()); // our nonce for this address has been read there
    }
    return switch (verdict) {
      case AuthVerdict.Accepted accepted -> welcomed(arrival, accepted.user());
      case AuthVerdict.ChallengeNeeded needed -> challenge(arrival, role, needed.stale());
      case AuthVerdict.Misdirected misdirected -> {
        failed(arrival, misdirected.user(), "the credentials are for another request");
        yield answer(arrival, 400, "Digest uri is not the Request-URI"); // RFC 7616 §3.4.6
      }
      case AuthVerdict.Denied denied -> {
        failed(arrival, denied.user(), denied.reason());
        admission.failed(denied.user(), arrival.from(), arrival.now());
        // The same words for an unknown user and a wrong password, so that nobody can search for
        // extensions.
        yield answer(arrival, 403, "Forbidden");
      }
    };
  }

  /**
   * Challenges without keeping a transaction (RFC 3261 §8.2.7): nothing is remembered of somebody
   * who has not shown who he is, and a request that comes again is challenged again.
   */
  private GateVerdict challenge(Arrival arrival, Role role, boolean stale) {
    return new GateVerdict.Answer(
        authenticator.challenge(
            arrival.request(),
            role,
            stale,
            Responder.sameTag(arrival.request()),
            arrival.from(),
            ports.directory().get(),
            arrival.now()),
        arrival.entry().hop(),
        stale ? "the nonce is too old" : "it has no credentials for this server");
  }

  /** The right password is not enough just after many wrong ones, or for too many requests. */
  private GateVerdict welcomed(Arrival arrival, User user) {
    SipRequest request = arrival.request();
    if (admission.refuses(user, request, arrival.from(), arrival.now())) {
      return answer(arrival, 403, "Forbidden"); // as for a wrong password
    }
    admission.succeeded(user, arrival.from());
    if (!admission.mayAsk(user, request, arrival.from(), arrival.now())) {
      return new GateVerdict.Answer(
          admission.later(request, responder.tag()), null, "the user sends too many requests");
    }
    return new GateVerdict.Pass(user);
  }

  private void failed(Arrival arrival, String user, String why) {
    ports.failures().increment();
    ports
        .securityLog()
        .authenticationFailed(arrival.from().shown(), user, arrival.request().method().name(), why);
  }

  private GateVerdict answer(Arrival arrival, int status, String reason) {
    return new GateVerdict.Answer(
        responder.response(arrival.entry(), arrival.request(), status, reason),
        null,
        "the credentials are not accepted");
  }
}
