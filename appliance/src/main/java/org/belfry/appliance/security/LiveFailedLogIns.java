package org.belfry.appliance.security;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.appliance.guard.FailedLogIns.FailedLogIn;
import org.belfry.pbx.admin.FailedLogInAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What has failed, with what guard and brake make of it. */
@Component
class LiveFailedLogIns implements FailedLogInAdmin {
  private static final int SHOWN = 500;

  private final FailedLogIns failures;
  private final Guard guard;
  private final GuessBrake brake;
  private final AuditTrail audit;

  LiveFailedLogIns(FailedLogIns failures, Guard guard, GuessBrake brake, AuditTrail audit) {
    this.failures = failures;
    this.guard = guard;
    this.brake = brake;
    this.audit = audit;
  }

  @Override
  public List<FailedLogInView> failedLogIns() {
    Instant now = Instant.now();
    return failures.newest(SHOWN).stream().map(each -> view(each, now)).toList();
  }

  private FailedLogInView view(FailedLogIn each, Instant now) {
    return new FailedLogInView(
        each.door(),
        each.address(),
        each.name(),
        each.count(),
        each.first(),
        each.last(),
        blockedUntil(each, now));
  }

  private @Nullable Instant blockedUntil(FailedLogIn each, Instant now) {
    return switch (each.door()) {
      case PAGES, API -> brake.waitsUntil(each.address(), each.name(), now);
      case SIP, PHONE_FILES -> {
        InetAddress source = HostAddress.address(each.address());
        yield source == null ? null : guard.blockedUntil(source, each.name(), now);
      }
      case API_TOKEN -> null;
    };
  }

  @Override
  public void unblock(String address) {
    InetAddress source = HostAddress.address(address);
    if (source == null) {
      throw new InvalidCommand("address", "must be an IP address");
    }
    boolean unbanned = guard.unban(source);
    boolean released = brake.release(AddressText.of(source), Instant.now());
    if (!unbanned && !released) {
      throw new NotFound("block", address);
    }
    audit.tell("ban", AddressText.of(source), new Told(AddressText.of(source)), null);
  }

  /** As the audit log tells it. */
  private record Told(String address) {}
}
