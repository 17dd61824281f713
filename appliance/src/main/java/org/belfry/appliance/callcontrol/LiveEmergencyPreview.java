package org.belfry.appliance.callcontrol;

import java.util.List;
import org.belfry.pbx.admin.EmergencyPreview;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What emergency centres would learn, for people. */
@Component
class LiveEmergencyPreview implements EmergencyPreview {
  private final CallControl control;

  LiveEmergencyPreview(CallControl control) {
    this.control = control;
  }

  @Override
  public Preview preview(String extension, @Nullable String phone, @Nullable String address) {
    return control.server().emergencyPreview().preview(extension, phone, address);
  }

  @Override
  public List<Person> unlocated() {
    return control.server().emergencyPreview().unlocated();
  }
}
