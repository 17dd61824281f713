package org.belfry.pbx.app.ivr;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;

/** Names by the keys of a phone that their letters stand on (E.161): {@code 762} is Smith. */
final class Names {
  private static final String KEYS = "22233344455566677778889999";

  private Names() {}

  /**
   * Users one of whose names begins with these keys, also with the next name behind it ({@code
   * 2542376484} is Alice Smith), in the order of their names.
   */
  static List<User> matching(String keys, Directory directory) {
    Map<Long, User> found = new HashMap<>();
    for (User user : directory.users().values()) {
      if (matches(keys, user.name())) {
        found.put(user.id(), user);
      }
    }
    List<User> users = new ArrayList<>(found.values());
    users.sort(Comparator.comparing(User::name).thenComparing(User::extension));
    return users;
  }

  private static boolean matches(String keys, String name) {
    String[] words = name.split("[^\\p{L}\\p{M}]+");
    StringBuilder rest = new StringBuilder();
    for (int i = words.length - 1; i >= 0; i--) {
      rest.insert(0, keys(words[i]));
      if (rest.indexOf(keys) == 0 && !words[i].isEmpty()) {
        return true;
      }
    }
    // People say a name both ways round.
    return words.length > 1 && (keys(words[words.length - 1]) + keys(words[0])).startsWith(keys);
  }

  /** Umlauts are looked for under their letter: a phone has no others. */
  static String keys(String word) {
    String plain =
        Normalizer.normalize(word.toLowerCase(Locale.ROOT).replace("ß", "ss"), Normalizer.Form.NFD);
    StringBuilder keys = new StringBuilder(plain.length());
    plain.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> keys.append(KEYS.charAt(c - 'a')));
    return keys.toString();
  }
}
