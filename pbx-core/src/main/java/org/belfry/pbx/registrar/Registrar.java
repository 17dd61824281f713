package org.belfry.pbx.registrar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Aor;
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
 * the next table and the response. All Contacts of a request are taken, or none. Also flows (RFC
 * 5626), Path (RFC 3327) and GRUUs (RFC 5627).
 *
 * <p>One instance belongs to one lane.
 */
public final class Registrar {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Option tags of Require that we understand (§10.3 step 2). */
  private static final Set<String> UNDERSTOOD = Set.of("path", "outbound", "gruu");

  /** Characters of a Contact's URI; more would be cut where bindings are kept. */
  private static final int CONTACT_MAX = 1000;

  private static final int INSTANCE_MAX = 300;

  private final RegistrarProperties properties;
  private final Gruus gruus;
  private final Elsewhere elsewhere;
  private long dateSecond = Long.MIN_VALUE;
  private String dateText = "";

  public Registrar(RegistrarProperties properties, Gruus gruus) {
    this(properties, gruus, Elsewhere.NOWHERE);
  }

  /**
   * @param elsewhere Contacts that are followed to another address
   */
  public Registrar(RegistrarProperties properties, Gruus gruus, Elsewhere elsewhere) {
    this.properties = properties;
    this.gruus = gruus;
    this.elsewhere = elsewhere;
  }

  /**
   * @param table the AOR's bindings so far
   * @param from where the request came from
   * @param toTag for the response
   * @throws MalformedHeader when a Contact or Expires cannot be read
   */
  public Step<BindingTable, RegistrarEffect> register(
      SipRequest request, BindingTable table, Hop from, String toTag, Instant now) {
    if (request.has(HeaderName.REQUIRE)) {
      String unknown = notUnderstood(request);
      if (!unknown.isEmpty()) {
        return Step.to(
            table,
            new RegistrarEffect.Answer(
                request
                    .respond(420, "Bad Extension", toTag)
                    .add(HeaderName.UNSUPPORTED, unknown)
                    .done()));
      }
    }
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
  public Step<BindingTable, RegistrarEffect> expire(BindingTable table, Instant now) {
    BindingTable rest = withoutExpired(table, now);
    List<Binding> gone = new ArrayList<>(table.bindings());
    gone.removeAll(rest.bindings());
    return lost(table, gone, Loss.EXPIRED);
  }

  /** Drops these bindings, and says so. */
  public Step<BindingTable, RegistrarEffect> lost(
      BindingTable table, List<Binding> gone, Loss cause) {
    BindingTable rest = table;
    List<BindingDelta> removed = new ArrayList<>();
    List<RegistrarEffect> effects = new ArrayList<>();
    for (Binding b : gone) {
      rest = rest.without(b);
      removed.add(new BindingDelta.Removed(table.aor(), b.key()));
      effects.add(new RegistrarEffect.Announce(b, cause));
    }
    if (removed.isEmpty()) {
      return Step.to(table);
    }
    effects.addFirst(new RegistrarEffect.Journal(removed));
    return Step.to(rest, effects);
  }

  /**
   * A connection is closed (RFC 5626 §5.3). A phone that can be connected to stays; one that only
   * that connection led to is gone.
   */
  public Step<BindingTable, RegistrarEffect> flowClosed(BindingTable table, long connection) {
    BindingTable rest = table;
    List<Binding> gone = new ArrayList<>();
    for (Binding b : table.bindings()) {
      if (b.hop().connection() == connection) {
        Hop other = WayBack.afterClosing(b);
        if (other == null) {
          gone.add(b);
        } else {
          rest = rest.with(b.by(other));
        }
      }
    }
    return lost(rest, gone, Loss.FLOW_CLOSED);
  }

  private static String notUnderstood(SipRequest request) {
    List<String> unknown = new ArrayList<>(request.values(HeaderName.REQUIRE));
    unknown.removeIf(tag -> UNDERSTOOD.contains(tag.toLowerCase(Locale.ROOT)));
    return String.join(", ", unknown);
  }

  private static boolean supports(SipRequest request, String option) {
    return request.has(HeaderName.SUPPORTED)
        && containsTag(request.values(HeaderName.SUPPORTED), option);
  }

  private static boolean containsTag(List<String> tags, String option) {
    for (String tag : tags) {
      if (tag.equalsIgnoreCase(option)) {
        return true;
      }
    }
    return false;
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
      deltas.add(new BindingDelta.Removed(before.aor(), b.key()));
    }
    return new Outcome(after, deltas, null);
  }

  private Outcome applyEach(
      SipRequest request, List<String> contacts, BindingTable before, Hop from, Instant now) {
    BindingTable after = before;
    List<BindingDelta> deltas = new ArrayList<>();
    List<String> path = request.has(HeaderName.PATH) ? request.values(HeaderName.PATH) : List.of();
    for (String value : contacts) {
      NameAddr contact = Grammar.nameAddr(value);
      if (!contact.uri().isSip()) {
        return Outcome.refused(before, new Refusal(400, "Contact must be a SIP URI", null));
      }
      if (isTooLong(contact)) {
        return Outcome.refused(before, new Refusal(400, "Contact is too long", null));
      }
      Duration wish = expires(request, contact);
      if (!wish.isZero() && wish.compareTo(properties.expiresMin()) < 0) {
        return Outcome.refused(
            before, new Refusal(423, "Interval Too Brief", properties.expiresMin()));
      }
      int regId = regId(request, contact);
      if (regId > 0 && !firstHopKeepsFlows(request, path)) {
        return Outcome.refused(before, new Refusal(439, "First Hop Lacks Outbound Support", null));
      }
      Binding known = find(after, contact, regId);
      // §10.3 step 7: within one Call-ID the CSeq must grow, or the request is out of order and
      // aborts.
      if (known != null && outOfOrder(request, known)) {
        return Outcome.refused(before, new Refusal(500, "An older request came late", null));
      }
      if (wish.isZero()) {
        if (known != null) {
          after = after.without(known);
          deltas.add(new BindingDelta.Removed(before.aor(), known.key()));
        }
        continue;
      }
      Binding binding = binding(request, contact, regId, path, wish, from, now);
      if (known != null) {
        after = after.without(known);
        if (!known.key().equals(binding.key())) {
          deltas.add(new BindingDelta.Removed(before.aor(), known.key()));
        }
      }
      after = after.with(binding);
      deltas.add(new BindingDelta.Stored(before.aor(), binding));
    }
    if (after.bindings().size() > properties.contactsPerAorMax()) {
      return Outcome.refused(before, new Refusal(403, "Too many devices are registered", null));
    }
    return new Outcome(after, deltas, null);
  }

  private static boolean isTooLong(NameAddr contact) {
    String instance = contact.params().get("+sip.instance");
    return contact.uri().text().length() > CONTACT_MAX
        || (instance != null && instance.length() > INSTANCE_MAX);
  }

  /** RFC 5626 §6: the flow's number, when the phone does outbound; else 0. */
  private static int regId(SipRequest request, NameAddr contact) {
    String text = contact.params().get("reg-id");
    if (text == null
        || contact.params().get("+sip.instance") == null
        || !supports(request, "outbound")) {
      return 0;
    }
    Duration number = seconds(text);
    long id = number == null ? 0 : number.toSeconds();
    return id > 0 && id < 1 << 30 ? (int) id : 0;
  }

  /**
   * RFC 5626 §6: the edge proxy that holds the flow is the last of the Path and marks itself with
   * {@code ob}; when the phone spoke to us directly we are the edge ourselves.
   */
  private static boolean firstHopKeepsFlows(SipRequest request, List<String> path) {
    return path.isEmpty()
        ? request.values(HeaderName.VIA).size() == 1
        : Grammar.nameAddr(path.getLast()).uri().params().containsKey("ob");
  }

  private Binding binding(
      SipRequest request,
      NameAddr contact,
      int regId,
      List<String> path,
      Duration wish,
      Hop from,
      Instant now) {
    Duration granted = wish.compareTo(properties.expiresMax()) > 0 ? properties.expiresMax() : wish;
    return new Binding(
        contact.uri().text(),
        contact.params().get("+sip.instance"),
        regId,
        q(contact),
        request.callId(),
        request.cseq().number(),
        regId > 0 || !path.isEmpty()
            ? from
            : WayBack.to(contact.uri(), request.topVia(), from, elsewhere),
        path,
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

  private static @Nullable Binding find(BindingTable table, NameAddr contact, int regId) {
    String instance = contact.params().get("+sip.instance");
    for (Binding b : table.bindings()) {
      boolean same =
          (regId > 0 || b.regId() > 0)
              ? b.regId() == regId && instance != null && instance.equals(b.instance())
              : b.contact().equals(contact.uri().text())
                  || ContactUri.same(Grammar.uri(b.contact()), contact.uri());
      if (same) {
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

  /**
   * §10.3 step 8: all current bindings, each with what is left of its time, and what the phone's
   * extensions want to know: Path (RFC 3327 §5.3), Require (RFC 5626 §6), GRUUs (RFC 5627 §5.2).
   */
  private SipResponse ok(SipRequest request, BindingTable table, String toTag, Instant now) {
    Edit<SipResponse> ok = request.respond(200, "OK", toTag);
    boolean gruu = supports(request, "gruu");
    boolean outbound = false;
    for (Binding b : table.bindings()) {
      ok.add(HeaderName.CONTACT, contact(table.aor(), b, gruu, now));
      outbound |= b.regId() > 0 && b.callId().equals(request.callId());
    }
    if (outbound) {
      ok.add(HeaderName.REQUIRE, "outbound");
    }
    if (request.has(HeaderName.PATH) && supports(request, "path")) {
      for (String path : request.headers(HeaderName.PATH)) {
        ok.add(HeaderName.PATH, path);
      }
    }
    return ok.add(HeaderName.DATE, date(now)).done();
  }

  private String contact(Aor aor, Binding b, boolean gruu, Instant now) {
    long left = Math.max(0, b.expiresAt().getEpochSecond() - now.getEpochSecond());
    StringBuilder text = new StringBuilder(96);
    text.append('<').append(b.contact()).append(">;expires=").append(left);
    if (b.q() != 1000) {
      text.append(";q=").append(b.q() / 1000.0);
    }
    if (b.instance() != null) {
      text.append(";+sip.instance=\"").append(quotable(b.instance())).append('"');
      if (b.regId() > 0) {
        text.append(";reg-id=").append(b.regId());
      }
      if (gruu) {
        text.append(";pub-gruu=\"").append(gruus.publicGruu(aor, b));
        text.append("\";temp-gruu=\"").append(gruus.temporaryGruu(aor, b)).append('"');
      }
    }
    return text.toString();
  }

  private static String quotable(String text) {
    return text.indexOf('"') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The second's text is kept: formatting it costs more than the rest of the answer. */
  private String date(Instant now) {
    long second = now.getEpochSecond();
    if (second != dateSecond) {
      dateText = DATE.format(now);
      dateSecond = second;
    }
    return dateText;
  }
}
