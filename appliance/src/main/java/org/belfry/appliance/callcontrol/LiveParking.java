package org.belfry.appliance.callcontrol;

import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ParkAdmin;
import org.belfry.pbx.app.park.ParkCalls;
import org.belfry.pbx.app.park.ParkedCall;
import org.springframework.stereotype.Component;

/** The slots of the running server. */
@Component
class LiveParking implements ParkAdmin {
  private final CallControl control;
  private final ThirdPartyCallControl calls;

  LiveParking(CallControl control, ThirdPartyCallControl calls) {
    this.control = control;
    this.calls = calls;
  }

  @Override
  public List<ParkedView> parked() {
    return parking().parked().stream().map(this::view).toList();
  }

  @Override
  public String fetch(int slot, String extension) {
    for (ParkedCall each : parking().parked()) {
      String number = parking().number(slot);
      if (each.slot() == slot && number != null) {
        return calls.call(extension, number);
      }
    }
    throw new NotFound("parked call", Integer.toString(slot));
  }

  private ParkedView view(ParkedCall call) {
    return new ParkedView(
        call.slot(),
        parking().number(call.slot()),
        call.callId(),
        call.who(),
        call.parkedBy(),
        call.since());
  }

  private ParkCalls parking() {
    return control.server().parking();
  }
}
