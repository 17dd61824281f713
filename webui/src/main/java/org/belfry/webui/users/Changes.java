package org.belfry.webui.users;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.NumberKind;

/** Commands that change one part of a user's call settings and leave the rest. */
final class Changes {
  private Changes() {}

  static ChangeCallSettings rules(List<Rule> rules) {
    return new ChangeCallSettings(
        null, null, rules, null, null, null, null, null, null, null, null, null, null, null);
  }

  static ChangeCallSettings reach(
      boolean doNotDisturb, Integer ringSeconds, Integer callLimit, boolean mailbox) {
    return new ChangeCallSettings(
        null,
        doNotDisturb,
        null,
        ringSeconds,
        callLimit,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        mailbox);
  }

  static ChangeCallSettings filter(List<String> blocked, List<String> allowed) {
    return new ChangeCallSettings(
        null, null, null, null, null, blocked, allowed, null, null, null, null, null, null, null);
  }

  static ChangeCallSettings permissions(Set<NumberKind> mayCall, Set<String> countries) {
    return new ChangeCallSettings(
        null, null, null, null, null, null, null, mayCall, countries, null, null, null, null, null);
  }

  static ChangeCallSettings numbers(
      List<String> aliases,
      String outsideNumber,
      String pickupGroup,
      Map<String, String> speedDials,
      String location) {
    return new ChangeCallSettings(
        aliases,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        outsideNumber,
        pickupGroup,
        speedDials,
        location,
        null);
  }
}
