package org.belfry.pbx.presence;

import java.util.ArrayList;
import java.util.List;

/**
 * What subscriptions live on, besides the directory and the bindings.
 *
 * @param dialogs of all calls, written by their lanes
 * @param names what can be watched and is no user
 * @param counts shared by all lanes
 */
public record Presence(
    PresenceProperties properties,
    LiveDialogs dialogs,
    StateSource names,
    MailboxSummaries mailboxes,
    WatchPolicy policy,
    WatcherCounts counts) {

  public Presence(
      PresenceProperties properties,
      StateSource names,
      MailboxSummaries mailboxes,
      WatchPolicy policy) {
    this(
        properties,
        new LiveDialogs(),
        names,
        mailboxes,
        policy,
        new WatcherCounts(properties.subscriptionsPerWatcher(), properties.subscriptionsInAll()));
  }

  /** The same with more that can be watched; these are asked first. */
  public Presence with(List<StateSource> more) {
    List<StateSource> all = new ArrayList<>(more);
    all.add(names);
    return new Presence(properties, dialogs, StateSource.of(all), mailboxes, policy, counts);
  }

  /** What the manual says, with users alone to be watched, and no mailboxes. */
  public static Presence defaults() {
    return new Presence(
        PresenceProperties.DEFAULT,
        StateSource.NONE,
        MailboxSummaries.NONE,
        WatchPolicy.COLLEAGUES);
  }
}
