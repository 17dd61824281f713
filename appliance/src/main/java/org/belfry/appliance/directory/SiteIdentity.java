package org.belfry.appliance.directory;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.belfry.appliance.persistence.Settings;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Groundwork;
import org.springframework.stereotype.Component;

/** The names of this site: SIP domain and digest realm, kept from the first start on. */
@Component
public class SiteIdentity {
  private final String domain;
  private final String realm;
  private final Set<String> localDomains;

  SiteIdentity(BelfryProperties properties, Groundwork groundwork, Settings settings) {
    String wanted = properties.sip().domain();
    if (wanted != null && !wanted.isBlank()) {
      domain = wanted.strip().toLowerCase(Locale.ROOT);
      settings.set("sip.domain", domain);
    } else {
      domain = settings.keep("sip.domain", groundwork.addresses().main());
    }
    String realmWanted = properties.sip().realm();
    if (realmWanted != null && !realmWanted.isBlank()) {
      realm = realmWanted.strip();
      settings.set("sip.realm", realm);
    } else {
      realm = settings.keep("sip.realm", "belfry");
    }
    Set<String> names = new TreeSet<>(groundwork.addresses().names());
    names.add(domain);
    localDomains = Set.copyOf(names);
  }

  public String domain() {
    return domain;
  }

  public String realm() {
    return realm;
  }

  /** Every host that means this site. */
  public Set<String> localDomains() {
    return localDomains;
  }
}
