package org.belfry.appliance.callcontrol;

import org.belfry.pbx.lane.ThirdPartyCalls;
import org.springframework.stereotype.Component;

/** Calls that are made and led by who is not on the phone, for API and pages (RFC 3725). */
@Component
class ThirdPartyCallControl implements org.belfry.pbx.admin.CallControl {
  private final CallControl control;

  ThirdPartyCallControl(CallControl control) {
    this.control = control;
  }

  @Override
  public String call(String extension, String number) {
    return calls().call(extension, number);
  }

  @Override
  public boolean leads(String callId) {
    return calls().leads(callId);
  }

  @Override
  public void hangUp(String callId) {
    calls().hangUp(callId);
  }

  @Override
  public void hold(String callId, boolean held) {
    calls().hold(callId, held);
  }

  @Override
  public void transfer(String callId, Party who, String number) {
    calls().transfer(callId, who, number);
  }

  private ThirdPartyCalls calls() {
    return control.server().thirdPartyCalls();
  }
}
