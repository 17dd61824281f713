package org.belfry.provisioning.profile;

import java.util.List;
import java.util.Map;
import org.belfry.provisioning.catalogue.Firmware;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what is in a phone's files.
 *
 * @param mac null for a program
 * @param firmware what it runs, as far as known; null is taken for the newest
 * @param lines its accounts, the main one first; at least one
 * @param realm of the digest
 * @param keys as laid out, from 1 on
 * @param url the secret directory of this phone, ending in a slash
 * @param ldap null when there is no LDAP server
 * @param overrides what an expert wrote, in the brand's own words; an empty value takes a word out
 */
public record PhoneProfile(
    @Nullable Mac mac,
    Model model,
    @Nullable Firmware firmware,
    List<SipAccount> lines,
    String realm,
    List<Key> keys,
    Settings settings,
    String url,
    @Nullable DirectoryAccess ldap,
    Map<String, String> overrides) {

  public PhoneProfile {
    lines = List.copyOf(lines);
    keys = List.copyOf(keys);
    overrides = Map.copyOf(overrides);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("A phone without a user gets no files.");
    }
    if (!url.endsWith("/")) {
      throw new IllegalArgumentException("The address of a phone's files ends in a slash.");
    }
    if (mac == null && !model.brand().soft()) {
      throw new IllegalArgumentException("A " + model.brand().shown() + " has a MAC address.");
    }
  }

  public SipAccount main() {
    return lines.getFirst();
  }

  /** The MAC address in lower case; empty for a program. */
  public String digits() {
    return mac == null ? "" : mac.digits();
  }

  /** True when its firmware is older than this; unknown firmware is not. */
  public boolean olderThan(int... version) {
    if (firmware == null) {
      return false;
    }
    for (int i = 0; i < version.length; i++) {
      if (firmware.part(i) != version[i]) {
        return firmware.part(i) < version[i];
      }
    }
    return false;
  }
}
