package org.belfry.appliance.guard;

import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.persistence.Settings;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.sip.IpNetwork;
import org.springframework.stereotype.Component;

/** Networks that are never banned: those of the configuration, and those that people have set. */
@Component
class AllowList {
  private static final String SETTING = "guard.allow";

  private final List<IpNetwork> configured;
  private final Settings settings;

  AllowList(BelfryProperties properties, Settings settings) {
    this.configured = properties.guard().allow().stream().map(IpNetwork::of).toList();
    this.settings = settings;
  }

  List<IpNetwork> configured() {
    return configured;
  }

  /** Those that were set by {@link #set}. */
  List<IpNetwork> networks() {
    return settings.get(SETTING).stream().flatMap(String::lines).map(IpNetwork::of).toList();
  }

  List<IpNetwork> all() {
    List<IpNetwork> all = new ArrayList<>(configured);
    all.addAll(networks());
    return all;
  }

  void set(List<IpNetwork> networks) {
    settings.set(SETTING, String.join("\n", networks.stream().map(IpNetwork::toString).toList()));
  }
}
