package org.belfry.pbx.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.doctor.Rule.Hit;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.trace.TraceNote;
import org.jspecify.annotations.Nullable;

/** What goes wrong between messages (RFC 3261, RFC 4028). */
final class SignallingRules {
  private static final int SECONDS_TO_ACK = 4;
  private static final int UDP_LARGE = 1300; // RFC 3261 §18.1.1
  private static final int SETUP_SLOW_S = 6;

  static final List<Rule> ALL =
      List.of(
          Rule.error("connection_lost", e -> notSent(e, true)),
          Rule.error("not_sent", e -> notSent(e, false)),
          Rule.error("session_expired", SignallingRules::sessionExpired),
          Rule.error("no_ack", SignallingRules::noAck),
          Rule.warning("large_udp", SignallingRules::largeUdp),
          Rule.error("no_response", SignallingRules::noResponse),
          Rule.error("auth_loop", SignallingRules::authLoop),
          Rule.warning("auth_stale", SignallingRules::authStale),
          Rule.error("encryption_refused", e -> mediaRefused(e, true)),
          Rule.error("no_common_codec", e -> mediaRefused(e, false)),
          Rule.error("private_sdp", e -> privateSdp(e, true)),
          Rule.note("behind_nat", e -> privateSdp(e, false)),
          Rule.warning("alg_mangled", SignallingRules::alg),
          Rule.warning("cancel_unanswered", e -> Hit.of(e.unanswered("CANCEL"), e)),
          Rule.warning("bye_unanswered", e -> Hit.of(e.unanswered("BYE"), e)),
          Rule.error("dialog_unknown", SignallingRules::dialogUnknown),
          Rule.error("loop", e -> Hit.of(e.response("INVITE", 482, 483), e)),
          Rule.note("glare", e -> Hit.of(e.first(m -> m.status() == 491), e)),
          Rule.note("session_interval", e -> Hit.of(e.first(m -> m.status() == 422), e)),
          Rule.error("extension_refused", e -> Hit.of(e.response("INVITE", 420, 421), e)),
          Rule.error("body_refused", e -> Hit.of(e.response("INVITE", 413, 415), e)),
          Rule.note("redirected", e -> Hit.of(e.response("INVITE", 301, 302, 305), e)),
          Rule.note("gate_refused", SignallingRules::gateRefused),
          Rule.warning("signalling_loss", SignallingRules::repetitions),
          Rule.warning("slow_setup", SignallingRules::slow));

  private SignallingRules() {}

  private static @Nullable Hit notSent(Evidence e, boolean connected) {
    ExaminedMessage lost =
        e.first(m ->
            m.traced().failure() != null && m.traced().hop().transport().reliable() == connected);
    return lost == null ? null : new Hit(e.leg(lost), lost.peer() + ": " + lost.traced().failure());
  }

  private static @Nullable Hit sessionExpired(Evidence e) {
    return Hit.when(
        e.note("did not refresh the session") != null
            || e.first(m -> m.is("BYE") && m.header(HeaderName.REASON).contains("Session expired"))
                != null);
  }

  /** §13.3.1.4: the caller must acknowledge our 2xx. */
  private static @Nullable Hit noAck(Evidence e) {
    ExaminedMessage success =
        e.first(m -> !m.received() && m.status() / 100 == 2 && m.cseq().endsWith(" INVITE"));
    if (success == null
        || success.traced().at().plusSeconds(SECONDS_TO_ACK).isAfter(e.call().endedAt())) {
      return null;
    }
    String number = success.cseq().replace(" INVITE", " ACK");
    boolean came = e.first(m -> m.received() && m.is("ACK") && m.cseq().equals(number)) != null;
    return came ? null : new Hit(e.leg(success), success.peer());
  }

  private static @Nullable Hit largeUdp(Evidence e) {
    ExaminedMessage invite = e.unanswered("INVITE");
    return invite != null
            && invite.traced().hop().transport() == Transport.UDP
            && invite.traced().bytes().length > UDP_LARGE
        ? new Hit(e.leg(invite), invite.traced().bytes().length + " bytes")
        : null;
  }

  private static @Nullable Hit noResponse(Evidence e) {
    ExaminedMessage invite = e.unanswered("INVITE");
    return invite == null || e.count(m -> m.repeats(invite)) < 3
        ? null
        : new Hit(e.leg(invite), invite.peer());
  }

  private static boolean signed(ExaminedMessage m) {
    return !m.header(HeaderName.AUTHORIZATION).isEmpty()
        || !m.header(HeaderName.PROXY_AUTHORIZATION).isEmpty();
  }

  private static boolean challenge(ExaminedMessage m) {
    return m.status() == 401 || m.status() == 407;
  }

  private static @Nullable Hit authLoop(Evidence e) {
    ExaminedMessage second =
        e.first(m ->
            challenge(m)
                && !stale(m)
                && e.count(r -> r.is("INVITE") && signed(r) && m.answers(r)) > 0);
    return Hit.of(second, e);
  }

  private static boolean stale(ExaminedMessage m) {
    return (m.header(HeaderName.PROXY_AUTHENTICATE) + m.header(HeaderName.WWW_AUTHENTICATE))
        .contains("stale=true");
  }

  private static @Nullable Hit authStale(Evidence e) {
    return e.count(m -> challenge(m) && stale(m)) < 2
        ? null
        : Hit.of(e.first(SignallingRules::stale), e);
  }

  /** RFC 3261 §21.4.26: refused, and not offered another way that was taken. */
  private static @Nullable Hit mediaRefused(Evidence e, boolean encrypted) {
    ExaminedMessage refusal = e.first(m -> m.status() == 488 || m.status() == 606);
    if (refusal == null || e.answered()) {
      return null;
    }
    boolean secure =
        e.first(m ->
            m.is("INVITE")
                && refusal.answers(m)
                && m.sdp("m=audio ").stream().anyMatch(line -> line.contains("SAVP")))
            != null;
    return secure == encrypted ? Hit.of(refusal, e) : null;
  }

  /** Whether it did harm is known of media through Belfry alone. */
  private static @Nullable Hit privateSdp(Evidence e, boolean harmful) {
    ExaminedMessage said = e.first(m -> m.privateMedia() != null);
    if (said == null || (e.answered() && e.audio().isEmpty())) {
      return null;
    }
    boolean harmed = e.answered() && e.audio().stream().anyMatch(SoundRules::silent);
    return harmed == harmful ? new Hit(e.leg(said), said.privateMedia()) : null;
  }

  /** A router changed both Contact and media address, but not Via and not the origin. */
  private static @Nullable Hit alg(Evidence e) {
    ExaminedMessage mangled =
        e.first(m -> {
          var from = m.traced().hop().remote().getAddress();
          if (!m.received() || from == null || !m.is("INVITE")) {
            return false;
          }
          String host = from.getHostAddress();
          return m.sdp("c=IN IP4 ").contains(host)
              && m.header(HeaderName.CONTACT).contains(host)
              && m.sdp("o=").stream().noneMatch(line -> line.endsWith(" " + host))
              && !m.header(HeaderName.VIA).contains(" " + host);
        });
    return mangled == null ? null : new Hit(e.leg(mangled), mangled.peer());
  }

  /** RFC 3261 §12.2.1.2; a CANCEL that came too late is no fault. */
  private static @Nullable Hit dialogUnknown(Evidence e) {
    return Hit.of(e.first(m -> m.status() == 481 && !m.cseq().endsWith(" CANCEL")), e);
  }

  /** §16.3: a request of the call was stopped here before it was routed. */
  private static @Nullable Hit gateRefused(Evidence e) {
    String note = e.note(TraceNote.STOPPED);
    return note == null ? null : new Hit(Leg.CALL, note);
  }

  private static @Nullable Hit repetitions(Evidence e) {
    Set<String> seen = new HashSet<>();
    long repeated =
        e.messages()
            .filter(m ->
                !seen.add(
                    m.received()
                        + m.peer()
                        + new String(
                            m.traced().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)))
            .count();
    return repeated < 2 ? null : new Hit(Leg.CALL, repeated + " repeated");
  }

  private static @Nullable Hit slow(Evidence e) {
    var heard = e.call().ringingAt() == null ? e.call().answeredAt() : e.call().ringingAt();
    if (heard == null) {
      return null;
    }
    long seconds = java.time.Duration.between(e.call().startedAt(), heard).toSeconds();
    return seconds < SETUP_SLOW_S ? null : new Hit(Leg.CALL, seconds + " s");
  }
}
