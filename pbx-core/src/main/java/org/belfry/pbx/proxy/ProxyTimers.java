package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.engine.Post;
import org.jspecify.annotations.Nullable;

/** The timers of forwarded requests: Timer C (RFC 3261 §16.8) and how long a group rings. */
final class ProxyTimers {
  private final Post post;

  ProxyTimers(Post post) {
    this.post = post;
  }

  void startTimerC(ProxyEntry entry, ProxyEffect.StartTimerC e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null) {
      stopTimerC(attempt);
      var event = new ProxyLetter.TimerFired(entry, new ProxyEvent.TimerCFired(e.index()));
      attempt.timerC = post.after(e.delay(), event, now);
    }
  }

  void stopTimerC(ProxyEntry.@Nullable Attempt attempt) {
    if (attempt != null && attempt.timerC != null) {
      post.cancel(attempt.timerC);
      attempt.timerC = null;
    }
  }

  void stopRingTimer(ProxyEntry entry) {
    if (entry.ringTimer != null) {
      post.cancel(entry.ringTimer);
      entry.ringTimer = null;
    }
  }

  void startRingTimer(ProxyEntry entry, ProxyEffect.StartRingTimer e, Instant now) {
    var event = new ProxyLetter.TimerFired(entry, new ProxyEvent.RingTimeOver(e.group()));
    entry.ringTimer = post.after(e.delay(), event, now);
  }

  /** One of them has fired. */
  static void fired(ProxyEntry entry, ProxyEvent event) {
    if (event instanceof ProxyEvent.TimerCFired fired) {
      ProxyEntry.Attempt attempt = entry.attempt(fired.index());
      if (attempt != null) {
        attempt.timerC = null;
      }
    } else if (event instanceof ProxyEvent.RingTimeOver) {
      entry.ringTimer = null;
    }
  }
}
