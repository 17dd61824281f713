package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.PhoneAdmin.DifferenceView;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.vendor.Profiles;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Files as they are shown to people, and what a phone has against what is set. Passwords and the
 * secret address are dots in all of it, also in what is kept of a file that was given.
 */
@Component
class GivenFiles {
  /** Longer files are not kept; the longest that is made has some 60,000 signs. */
  private static final int LENGTH_MAX = 200_000;

  private final JdbcClient jdbc;
  private final Surroundings surroundings;

  GivenFiles(JdbcClient jdbc, Surroundings surroundings) {
    this.jdbc = jdbc;
    this.surroundings = surroundings;
  }

  /** A file of a phone without secrets. */
  String shown(Phone phone, PhoneProfile profile, ProfileFile file) {
    List<String> secrets = new ArrayList<>();
    profile.lines().forEach(line -> secrets.add(line.password()));
    secrets.add(profile.settings().text(Setting.ADMIN_PASSWORD));
    secrets.add(surroundings.ldapPassword());
    secrets.add(phone.token());
    if (phone.model().brand() == Brand.LINPHONE) {
      // What stands for the password there.
      secrets.add(Profiles.words(profile).getOrDefault("auth_info_0.ha1", ""));
    }
    return Profiles.shown(file, secrets);
  }

  /** The same to be kept, or null when it is too long for that. */
  @Nullable String kept(Phone phone, PhoneProfile profile, ProfileFile file) {
    String text = shown(phone, profile, file);
    return text.length() > LENGTH_MAX ? null : text;
  }

  /** What is different between the file that a phone fetched last and what it would get now. */
  DifferenceView difference(Phone phone, @Nullable PhoneProfile profile, @Nullable String tag) {
    String given =
        jdbc.sql("select content from phone_given where phone_id = ? and tag = ?")
            .param(phone.id())
            .param(tag)
            .query(String.class)
            .optional()
            .orElse(null);
    if (profile == null || given == null) {
      return new DifferenceView(false, false, List.of(), List.of());
    }
    ProfileFile now = Profiles.files(profile).getFirst();
    String set = shown(phone, profile, now);
    return new DifferenceView(
        true, now.tag().equals(tag), without(given, set), without(set, given));
  }

  /** The lines of one text that the other has not, or not so often, in order. */
  private static List<String> without(String text, String other) {
    Map<String, Integer> left = new HashMap<>();
    other.lines().forEach(line -> left.merge(line.strip(), 1, Integer::sum));
    return text.lines()
        .map(String::strip)
        .filter(line -> left.merge(line, -1, Integer::sum) < 0)
        .toList();
  }
}
