package org.belfry.pbx.presence;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * Tells the registered phones of one lane's AORs of their mailbox when they have not asked: once
 * when they register, and when it is different.
 */
final class MailboxLamps {
  private final PresenceSources sources;
  private final Sender sender;
  private final BiPredicate<Aor, Hop> subscribed;
  private final RandomGenerator random;
  private final Map<Aor, Map<String, MailboxSummary>> told = new HashMap<>();

  /** Sends a request about an AOR; nobody waits for its answer. */
  interface Sender {
    void send(SipRequest request, Aor aor, Hop hop, Instant now);
  }

  /**
   * @param subscribed true for a phone that has subscribed to its mailbox
   */
  MailboxLamps(
      PresenceSources sources,
      Sender sender,
      BiPredicate<Aor, Hop> subscribed,
      RandomGenerator random) {
    this.sources = sources;
    this.sender = sender;
    this.subscribed = subscribed;
    this.random = random;
  }

  /** The AOR's mailbox or bindings may be different. */
  void changed(Aor aor, Instant now) {
    MailboxSummaries mailboxes = sources.presence().mailboxes();
    if (mailboxes == MailboxSummaries.NONE
        || !sources.presence().properties().unsolicitedMailbox()) {
      return;
    }
    MailboxSummary summary = mailboxes.summary(aor);
    if (summary == null) {
      told.remove(aor);
      return;
    }
    Map<String, MailboxSummary> before = told.getOrDefault(aor, Map.of());
    Map<String, MailboxSummary> after = new HashMap<>(2);
    for (Binding binding : sources.location().live(aor, now)) {
      // A phone that was switched off has forgotten, and registers with another Call-ID.
      String phone = binding.key() + ' ' + binding.callId();
      after.put(phone, summary);
      if (!summary.equals(before.get(phone)) && !subscribed.test(aor, binding.hop())) {
        String callId = HexFormat.of().toHexDigits(random.nextLong());
        sender.send(MailboxNotice.to(binding, aor, summary, callId), aor, binding.hop(), now);
      }
    }
    if (after.isEmpty()) {
      told.remove(aor);
    } else {
      told.put(aor, after);
    }
  }
}
