package org.belfry.pbx.registrar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * The registrar of RFC 3261 §10.3 as a function: an authenticated REGISTER and the AOR's table give
 * the next table and the response. All Contacts of a request are taken, or none.
 */
public final class Registrar {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RegistrarProperties properties;

  public Registrar(RegistrarProperties properties) {
    this.properties = properties;
  }

  /**
   * @param table the AOR's bindings so far
   * @param from where the request came from
   * @param toTag for the response
   * @throws MalformedHeader when a Contact or Expires cannot be read
   */
  public Step<BindingTable> register(
      SipRequest request, BindingTable table, Hop from, String toTag, Instant now) {
    List<String> contacts = request.values(HeaderName.CONTACT);
    BindingTable before = withoutExpired(table, now);
    Outcome outcome = apply(request, contacts, before, from, now);
    if (outcome.refusal != null) {
      return Step.to(table, new RegistrarEffect.Answer(outcome.refusal.response(request, toTag)));
    }
    SipResponse ok = ok(request, outcome.table, toTag, now);
    return outcome.deltas.isEmpty()
        ? Step.to(outcome.table, new RegistrarEffect.Answer(ok))
        : Step.to(
            outcome.table,
            new RegistrarEffect.Answer(ok),
            new RegistrarEffect.Journal(outcome.deltas));
  }

  /** Drops what has expired. */
  public Step<BindingTable> expire(BindingTable table, Instant now) {
    BindingTable rest = withoutExpired(table, now);
    List<BindingDelta> removed = new ArrayList<>();
    for (Binding b : table.bindings()) {
      if (b.expired(now)) {
        removed.add(new BindingDelta.Removed(table.aor(), b.contact()));
      }
    }
    return removed.isEmpty() ? Step.to(table) : Step.to(rest, new RegistrarEffect.Journal(removed));
  }

  private record Outcome(BindingTable table, List<BindingDelta> deltas, @Nullable Refusal refusal) {
    static Outcome refused(BindingTable table, Refusal refusal) {
      return new Outcome(table, List.of(), refusal);
    }
  }

  private record Refusal(int status, String reason, @Nullable Duration minExpires) {
    SipResponse response(SipRequest request, String toTag) {
      Edit<SipResponse> response = request.respond(status, reason, toTag);
      if (minExpires != null) {
        response.add(HeaderName.MIN_EXPIRES, Long.toString(minExpires.toSeconds()));
      }
      return response.done();
    }
  }

  private Outcome apply(
      SipRequest request, List<String> contacts, BindingTable before, Hop from, Instant now) {
    // §10.3 step 6: no Contact asks for the list; "*" must stand alone and with Expires: 0.
    if (contacts.isEmpty()) {
      return new Outcome(before, List.of(), null);
    }
    boolean star = contacts.contains("*");
    if (star && (contacts.size() > 1 || request.number(HeaderName.EXPIRES, -1) != 0)) {
      return Outcome.refused(
          before, new Refusal(400, "Contact * needs Expires 0 and stands alone", null));
    }
    return star ? removeAll(request, before) : applyEach(request, contacts, before, from, now);
  }

  private static Outcome removeAll(SipRequest request, BindingTable before) {
    BindingTable after = before;
    List<BindingDelta> deltas = new ArrayList<>();
    for (Binding b : before.bindings()) {
      if (outOfOrder(request, b)) {
        return Outcome.refused(before, new Refusal(500, "An older request came late", null));
      }
      after = after.without(b);
      deltas.add(new BindingDelta.Removed(before.aor(), b.contact()));
    }
    return new Outcome(after, deltas, null);
  }

  private Outcome applyEach(
      SipRequest request, List<String> contacts, BindingTable before, Hop from, Instant now) {
    BindingTable after = before;
    List<BindingDelta> deltas = new ArrayList<>();
    for (String value : contacts) {
      NameAddr contact = Grammar.nameAddr(value);
      if (!contact.uri().isSip()) {
        return Outcome.refused(before, new Refusal(400, "Contact must be a SIP URI", null));
      }
      Duration wish = expires(request, contact);
      if (!wish.isZero() && wish.compareTo(properties.expiresMin()) < 0) {
        return Outcome.refused(
            before, new Refusal(423, "Interval Too Brief", properties.expiresMin()));
      }
      Binding known = find(after, contact);
      // §10.3 step 7: within one Call-ID the CSeq must grow, or the request is out of order and
      // aborts.
      if (known != null && outOfOrder(request, known)) {
        return Outcome.refused(before, new Refusal(500, "An older request came late", null));
      }
      if (wish.isZero()) {
        if (known != null) {
          after = after.without(known);
          deltas.add(new BindingDelta.Removed(before.aor(), known.contact()));
        }
        continue;
      }
      Binding binding = binding(request, contact, wish, from, now);
      if (known != null && !known.contact().equals(binding.contact())) {
        deltas.add(new BindingDelta.Removed(before.aor(), known.contact()));
      }
      after = after.with(binding);
      deltas.add(new BindingDelta.Stored(before.aor(), binding));
    }
    if (after.bindings().size() > properties.contactsPerAorMax()) {
      return Outcome.refused(before, new Refusal(403, "Too many devices are registered", null));
    }
    return new Outcome(after, deltas, null);
  }

  private Binding binding(
      SipRequest request, NameAddr contact, Duration wish, Hop from, Instant now) {
    Duration granted = wish.compareTo(properties.expiresMax()) > 0 ? properties.expiresMax() : wish;
    return new Binding(
        contact.uri().text(),
        contact.params().get("+sip.instance"),
        q(contact),
        request.callId(),
        request.cseq().number(),
        WayBack.to(contact.uri(), request.topVia(), from),
        request.header(HeaderName.USER_AGENT),
        now,
        now.plus(granted));
  }

  private Duration expires(SipRequest request, NameAddr contact) {
    String own = contact.params().get("expires");
    if (own != null) {
      Duration parsed = seconds(own);
      if (parsed != null) {
        return parsed; // §10.3: a malformed one counts as the default
      }
    }
    long header = request.number(HeaderName.EXPIRES, -1);
    return header < 0 ? properties.expiresDefault() : Duration.ofSeconds(header);
  }

  private static @Nullable Duration seconds(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  /** {@code 0.7} as 700; nonsense counts as the default of 1.0. */
  private static int q(NameAddr contact) {
    String text = contact.params().get("q");
    if (text == null || text.length() > 5) {
      return 1000;
    }
    try {
      double q = Double.parseDouble(text);
      return q >= 0 && q <= 1 ? (int) Math.round(q * 1000) : 1000;
    } catch (NumberFormatException e) {
      return 1000;
    }
  }

  private static @Nullable Binding find(BindingTable table, NameAddr contact) {
    for (Binding b : table.bindings()) {
      if (b.contact().equals(contact.uri().text())
          || ContactUri.same(Grammar.uri(b.contact()), contact.uri())) {
        return b;
      }
    }
    return null;
  }

  private static boolean outOfOrder(SipRequest request, Binding known) {
    return known.callId().equals(request.callId()) && request.cseq().number() <= known.cseq();
  }

  private static BindingTable withoutExpired(BindingTable table, Instant now) {
    BindingTable rest = table;
    for (Binding b : table.bindings()) {
      if (b.expired(now)) {
        rest = rest.without(b);
      }
    }
    return rest;
  }

  /** §10.3 step 8: all current bindings, each with what is left of its time. */
  private static SipResponse ok(SipRequest request, BindingTable table, String toTag, Instant now) {
    Edit<SipResponse> ok = request.respond(200, "OK", toTag);
    for (Binding b : table.bindings()) {
      long left = Math.max(0, Duration.between(now, b.expiresAt()).toSeconds());
      ok.add(
          HeaderName.CONTACT,
          "<" + b.contact() + ">;expires=" + left + (b.q() == 1000 ? "" : ";q=" + b.q() / 1000.0));
    }
    return ok.add(HeaderName.DATE, DATE.format(now)).done();
  }
}
