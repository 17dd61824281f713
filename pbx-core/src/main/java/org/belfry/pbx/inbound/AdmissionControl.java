package org.belfry.pbx.inbound;

import java.net.InetAddress;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.Guard.Standing;
import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.guard.Overload;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.routing.EmergencyCall;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * Asks the {@link Guard} about the requests of one lane and tells it what came of them; knows for
 * it who is no stranger, and when the lane has too much to do.
 */
public final class AdmissionControl {
  private static final int RETRY_AFTER_MIN_S = 5;
  private static final int RETRY_AFTER_SPREAD_S = 10;

  private final AdmissionPorts ports;
  private final Guard guard;
  private final Overload overload;
  private final RandomGenerator random;

  public AdmissionControl(AdmissionPorts ports, RandomGenerator random) {
    this.ports = ports;
    this.guard = ports.guard();
    this.overload = new Overload(ports.transactionsMax());
    this.random = random;
  }

  /**
   * Whether a request of no dialog of ours is sent away because there is too much to do; never an
   * emergency call.
   *
   * @param queued share of the lane's queue that is taken
   * @param transactions open in the lane
   */
  public boolean sheds(SipRequest request, double queued, int transactions) {
    boolean shed = overload.sheds(queued, transactions) && !isEmergency(request);
    if (shed) {
      ports.shed().increment();
    }
    return shed;
  }

  /** Whether a request is an emergency call (RFC 5031): by the site's own numbers too. */
  public boolean isEmergency(SipRequest request) {
    return EmergencyCall.is(request, ports.index().get());
  }

  /** What the sender of a request that is of no dialog of ours is met with. */
  public Welcome stranger(SipRequest request, Hop from, Instant now) {
    return guard.welcome(request, from, standing(from), now);
  }

  /** Whether a dialog of ours may say more just now without being counted like others. */
  public boolean mayGoOn(SipRequest request, Hop from, Instant now) {
    return guard.mayGoOn(request.callId(), from.remote().getAddress(), now);
  }

  /** Asked when the user is known, for a request outside of any dialog. */
  public boolean mayAsk(User user, SipRequest request, Hop from, Instant now) {
    return guard.mayAsk(user.extension(), from.remote().getAddress(), now) || isEmergency(request);
  }

  /**
   * True when right credentials are refused because too many wrong ones came from there. A phone
   * that is registered as this user is not locked out by others behind its NAT, nor is an emergency
   * call.
   */
  public boolean refuses(User user, SipRequest request, Hop from, Instant now) {
    return guard.blocks(from.remote().getAddress(), user.extension(), now)
        && !isAtHome(user, from, now)
        && !isEmergency(request);
  }

  public void failed(String user, Hop from, Instant now) {
    guard.failed(from.remote().getAddress(), user, standing(from), now);
  }

  public void succeeded(User user, Hop from) {
    guard.succeeded(from.remote().getAddress(), user.extension());
  }

  /** The 503 for {@link Welcome#LATER}; spread, so that refused callers do not return together. */
  public SipResponse later(SipRequest request, String tag) {
    int seconds = RETRY_AFTER_MIN_S + random.nextInt(RETRY_AFTER_SPREAD_S);
    return request
        .respond(503, "Service Unavailable", tag)
        .add(HeaderName.RETRY_AFTER, Integer.toString(seconds))
        .done();
  }

  private Standing standing(Hop from) {
    InetAddress address = from.remote().getAddress();
    Directory directory = ports.directory().get();
    return ports.location().holdsPhoneAt(SourceAddress.of(address))
            || directory.peerAt(address, from.remote().getPort()) != null
            || isTrunk(address, directory)
        ? Standing.KNOWN
        : Standing.STRANGER;
  }

  private boolean isTrunk(InetAddress address, Directory directory) {
    for (Trunk trunk : directory.dialPlan().trunks().values()) {
      Hop inUse = ports.trunks().server(trunk.name());
      if (trunk.addresses().contains(address)
          || ports.trunks().isServer(trunk.name(), address)
          || (inUse != null && address.equals(inUse.remote().getAddress()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isAtHome(User user, Hop from, Instant now) {
    Aor aor = new Aor(user.extension(), ports.directory().get().domain());
    for (Binding binding : ports.location().live(aor, now)) {
      Hop hop = binding.hop();
      if (hop.transport() == from.transport() && hop.remote().equals(from.remote())) {
        return true;
      }
    }
    return false;
  }
}
