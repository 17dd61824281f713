package org.belfry.appliance.callcontrol;

import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.pbx.admin.PhoneNotices;
import org.belfry.pbx.sip.Aor;
import org.springframework.stereotype.Component;

/** Tells registered phones to do something with themselves. */
@Component
class Notices implements PhoneNotices {
  private final CallControl control;
  private final SiteIdentity site;

  Notices(CallControl control, SiteIdentity site) {
    this.control = control;
    this.site = site;
  }

  @Override
  public boolean tell(String extension, String contact, String event) {
    return control.server().tell(new Aor(extension, site.domain()), contact, event);
  }
}
