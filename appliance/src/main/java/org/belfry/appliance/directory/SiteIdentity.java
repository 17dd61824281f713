package org.belfry.appliance.directory;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.belfry.appliance.persistence.Settings;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.transport.Advertised;
import org.springframework.stereotype.Component;

/** The names of this site: SIP domains and digest realm, kept from the first start on. */
@Component
public class SiteIdentity {
  private static final String DOMAIN = "sip.domain";

  private final String domain;
  private final String realm;
  private final Set<String> localDomains;

  SiteIdentity(BelfryProperties properties, Bootstrap groundwork, Settings settings) {
    String wanted = properties.sip().domain();
    List<String> domains;
    if (wanted != null && !wanted.isBlank()) {
      domains = domains(wanted);
      settings.set(DOMAIN, String.join(",", domains));
    } else {
      domains = domains(kept(settings, groundwork.addresses().main()));
    }
    domain = domains.getFirst();
    String realmWanted = properties.sip().realm();
    if (realmWanted != null && !realmWanted.isBlank()) {
      realm = realmWanted.strip();
      settings.set("sip.realm", realm);
    } else {
      realm = settings.keep("sip.realm", "belfry");
    }
    Set<String> names = new TreeSet<>(groundwork.addresses().names());
    names.addAll(domains);
    for (String each : properties.sip().advertise()) {
      String told = AddressText.of(Advertised.Address.of(each).address());
      names.add(told);
      names.add("[" + told + "]");
    }
    localDomains = Set.copyOf(names);
  }

  /** A start without a network decides nothing. */
  private static String kept(Settings settings, String main) {
    String kept = settings.get(DOMAIN).orElse(null);
    if (kept != null && !isLoopback(kept)) {
      return kept;
    }
    if (!isLoopback(main)) {
      settings.set(DOMAIN, main);
    }
    return main;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  private static List<String> domains(String text) {
    List<String> domains = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (!each.isBlank()) {
        domains.add(each.strip().toLowerCase(Locale.ROOT));
      }
    }
    return domains;
  }

  /** The first of the site's domains, the one that people are told. */
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
