package org.belfry.pbx.presence;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.message.SipResponse;

/** What happens to subscriptions and publications beside SUBSCRIBE and PUBLISH requests. */
public sealed interface PresenceLetter extends Event {
  /** What somebody may watch has changed, or may have. */
  record ResourceChanged(Aor aor) implements PresenceLetter {}

  /** A subscription's time is over. */
  record SubscriptionExpired(Subscriptions.Entry entry) implements PresenceLetter {}

  /** A watcher may be told of another change. */
  record NotifyIntervalOver(Subscriptions.Entry entry) implements PresenceLetter {}

  /** A watcher has answered a NOTIFY. */
  record NotifyAnswered(Subscriptions.Entry entry, SipResponse response)
      implements PresenceLetter {}

  /** A watcher has not answered, or could not be reached. */
  record NotifyLost(Subscriptions.Entry entry) implements PresenceLetter {}

  /** What somebody has published runs out. */
  record PublicationsExpire(Aor aor) implements PresenceLetter {}

  /**
   * A registered phone is to do something with itself.
   *
   * @param contact of its binding
   * @param event as its maker wants it, {@code check-sync;reboot=false}
   */
  record PhoneToTell(Aor aor, String contact, String event) implements PresenceLetter {}
}
