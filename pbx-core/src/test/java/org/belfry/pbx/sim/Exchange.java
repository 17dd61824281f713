package org.belfry.pbx.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * A phone's own request with its retransmissions (RFC 3261 §17.1, written apart from the machines
 * under test).
 */
final class Exchange {
  private static final Duration T1 = Duration.ofMillis(500);
  private static final Duration T2 = Duration.ofSeconds(4);

  private final SimulatedPhone phone;
  private final SipRequest request;
  private final Consumer<SipResponse> onFinal;
  private final Consumer<SipResponse> onProvisional;
  private final List<SipResponse> finals = new ArrayList<>();
  private boolean provisional;
  private boolean timedOut;
  private Duration interval = T1;

  Exchange(
      SimulatedPhone phone,
      SipRequest request,
      Consumer<SipResponse> onProvisional,
      Consumer<SipResponse> onFinal) {
    this.phone = phone;
    this.request = request;
    this.onProvisional = onProvisional;
    this.onFinal = onFinal;
  }

  SipRequest request() {
    return request;
  }

  String branch() {
    return request.topVia().branch();
  }

  List<SipResponse> finals() {
    return finals;
  }

  boolean timedOut() {
    return timedOut;
  }

  boolean provisional() {
    return provisional;
  }

  void start() {
    phone.transmit(request);
    phone.net().later(interval, this::again);
    phone.net().later(T1.multipliedBy(64), this::giveUp);
  }

  void received(SipResponse response) {
    if (response.provisional()) {
      provisional = true;
      onProvisional.accept(response);
      return;
    }
    finals.add(response);
    onFinal.accept(response);
  }

  private void again() {
    boolean invite = request.method().equals(Method.INVITE);
    if (!finals.isEmpty() || timedOut || (invite && provisional)) {
      return;
    }
    phone.transmit(request);
    interval = interval.multipliedBy(2);
    if (!invite && interval.compareTo(T2) > 0) {
      interval = T2;
    }
    phone.net().later(interval, this::again);
  }

  private void giveUp() {
    boolean invite = request.method().equals(Method.INVITE);
    if (finals.isEmpty() && !(invite && provisional)) {
      timedOut = true;
    }
  }
}
