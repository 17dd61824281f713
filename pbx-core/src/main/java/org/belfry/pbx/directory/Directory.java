package org.belfry.pbx.directory;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of everything that decides where a call may go. Immutable; a call keeps the one it began
 * with.
 *
 * @param version grows by one with every committed change
 * @param domain the SIP domain of this site, in lower case; all local domains mean this one
 * @param localDomains every host that means this site: the domain, host names, our addresses; lower
 *     case
 * @param users by extension and by alias, in lower case
 */
public record Directory(
    long version,
    String domain,
    Set<String> localDomains,
    Map<String, User> users,
    List<Peer> peers,
    DialPlan dialPlan) {

  public Directory {
    localDomains = Set.copyOf(localDomains);
    users = Map.copyOf(users);
    peers = List.copyOf(peers);
  }

  /** A snapshot of these users; an extension wins over another user's alias. */
  public static Directory of(
      long version,
      String domain,
      Set<String> localDomains,
      List<User> users,
      List<Peer> peers,
      DialPlan dialPlan) {
    var named = new HashMap<String, User>(users.size() * 2);
    for (User user : users) {
      for (String alias : user.settings().aliases()) {
        named.put(key(alias), user);
      }
    }
    for (User user : users) {
      named.put(key(user.extension()), user);
    }
    return new Directory(version, domain, localDomains, named, peers, dialPlan);
  }

  /** A snapshot of a site that has arranged nothing beyond its users and peers. */
  public static Directory of(
      long version, String domain, Set<String> localDomains, List<User> users, List<Peer> peers) {
    return of(version, domain, localDomains, users, peers, DialPlan.EMPTY);
  }

  /** The same with other peers, as the next version. */
  public Directory next(List<Peer> moved) {
    return new Directory(version + 1, domain, localDomains, users, moved, dialPlan);
  }

  /** The user with this extension or alias, or null. */
  public @Nullable User user(@Nullable String extension) {
    if (extension == null) {
      return null;
    }
    User exact = users.get(extension);
    return exact != null ? exact : users.get(key(extension));
  }

  /**
   * True for a user's own dialogs and for those of the members of the user's pickup group.
   *
   * @param of whose dialogs
   */
  public boolean mayTakeCallsOf(User user, Aor of) {
    if (user.extension().equalsIgnoreCase(of.user())) {
      return true;
    }
    User other = user(of.user());
    String group = user.settings().pickupGroup();
    return other != null && group != null && group.equals(other.settings().pickupGroup());
  }

  /** True when this host, as written in a URI, means this site. */
  public boolean isLocal(String host) {
    return localDomains.contains(host)
        || localDomains.contains(AddressText.canonical(host).toLowerCase(Locale.ROOT));
  }

  /** The peer that owns this source address, or null. */
  public @Nullable Peer peerAt(InetAddress address, int port) {
    for (Peer peer : peers) {
      if (peer.isAt(address, port)) {
        return peer;
      }
    }
    return null;
  }

  /** The first peer that serves this domain, or null. */
  public @Nullable Peer peerForDomain(String host) {
    for (Peer peer : peers) {
      if (peer.domain() != null && peer.domain().equalsIgnoreCase(host)) {
        return peer;
      }
    }
    return null;
  }

  /** The first peer whose number pattern matches this user part, or null. */
  public @Nullable Peer peerForNumber(String user) {
    for (Peer peer : peers) {
      if (peer.pattern() != null && peer.pattern().matches(user)) {
        return peer;
      }
    }
    return null;
  }

  private static String key(String extension) {
    return extension.toLowerCase(Locale.ROOT);
  }
}
