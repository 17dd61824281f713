package org.belfry.pbx.lane;

import org.belfry.pbx.app.confirm.Confirm;
import org.belfry.pbx.app.park.ParkCalls;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.TrunkAddress;
import org.belfry.pbx.app.trunk.TrunkCalls;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.presence.LiveDialogs;
import org.belfry.pbx.proxy.plan.ApplicationRouting;
import org.belfry.pbx.proxy.plan.TargetFinder;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Our applications as the proxy routes to them, each by the URI that it reads itself. */
record RoutedApplications(LiveDialogs dialogs) implements ApplicationRouting {

  @Override
  public Called outside(Place.Outside place, Directory directory) {
    TrunkAddress address = new TrunkAddress(place.trunk(), place.number(), place.callerNumber());
    return new Called(TrunkCalls.NAME, address.uri(directory.domain()));
  }

  @Override
  public Called confirmedOutside(Place.Outside place, Directory directory) {
    var confirm = new Place.Application(Confirm.NAME, place.number());
    return new Called(Confirm.NAME, TargetFinder.uri(confirm, directory));
  }

  @Override
  public @Nullable Called pickup(String replaces, Directory directory) {
    String uri = PickupCalls.uri(replaces, directory.domain(), dialogs);
    return uri == null ? null : new Called(PickupCalls.NAME, uri);
  }

  @Override
  public SipRequest transferring(SipRequest refer, Aor sender, Directory directory) {
    return ParkCalls.naming(refer, sender, directory);
  }
}
