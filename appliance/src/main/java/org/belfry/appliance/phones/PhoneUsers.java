package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is asked of the directory for each phone. It is laid out once for each snapshot: a look
 * through all users for each of a thousand phones would be a million looks.
 */
@Component
class PhoneUsers {
  private final DirectoryStore directory;
  private volatile @Nullable Index latest;

  PhoneUsers(DirectoryStore directory) {
    this.directory = directory;
  }

  /** As things are now. */
  Index now() {
    Directory snapshot = directory.current();
    Index known = latest;
    if (known == null || known.directory.version() != snapshot.version()) {
      known = new Index(snapshot);
      latest = known;
    }
    return known;
  }

  /** One snapshot of the directory. */
  static final class Index {
    private static final Comparator<String> SHORT_FIRST =
        Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

    private final Directory directory;
    private final Map<Long, User> byId = new HashMap<>();
    private final Map<String, List<User>> pickupGroups = new HashMap<>();
    private final Map<String, List<RingGroup>> rings = new HashMap<>();

    private Index(Directory directory) {
      this.directory = directory;
      for (User user : directory.users().values()) {
        String group = user.settings().pickupGroup();
        // A user is in the snapshot once for each of their addresses.
        if (byId.put(user.id(), user) == null && group != null) {
          pickupGroups.computeIfAbsent(group, name -> new ArrayList<>()).add(user);
        }
      }
      for (RingGroup ring : directory.dialPlan().groups().values()) {
        ring.members()
            .forEach(m -> rings.computeIfAbsent(m.extension(), e -> new ArrayList<>()).add(ring));
      }
    }

    Directory directory() {
      return directory;
    }

    /** The users of its lines who are still there. */
    List<User> users(Phone phone) {
      return phone.users().stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    /** The users that share a pickup group or a ring group with somebody, by extension. */
    Collection<User> colleagues(User of) {
      Map<String, User> all = new TreeMap<>(SHORT_FIRST);
      String group = of.settings().pickupGroup();
      if (group != null) {
        pickupGroups.getOrDefault(group, List.of()).forEach(u -> all.put(u.extension(), u));
      }
      for (RingGroup ring : rings.getOrDefault(of.extension(), List.of())) {
        for (RingGroup.Member member : ring.members()) {
          User user = directory.user(member.extension());
          if (user != null) {
            all.put(user.extension(), user);
          }
        }
      }
      all.remove(of.extension());
      return all.values();
    }
  }
}
