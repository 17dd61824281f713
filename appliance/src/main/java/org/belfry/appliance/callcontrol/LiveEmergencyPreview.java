package org.belfry.appliance.callcontrol;

import java.util.List;
import org.belfry.pbx.admin.EmergencyRehearsal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What emergency centres would learn, for people. */
@Component
class Rehearsals implements EmergencyRehearsal {
  private final CallControl control;

  Rehearsals(CallControl control) {
    this.control = control;
  }

  @Override
  public Rehearsed rehearse(String extension, @Nullable String phone, @Nullable String address) {
    return control.server().emergencyRehearsal().rehearse(extension, phone, address);
  }

  @Override
  public List<Person> unlocated() {
    return control.server().emergencyRehearsal().unlocated();
  }
}
