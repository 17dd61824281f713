package org.belfry.pbx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.junit.jupiter.api.Test;

/** Each rule is provoked by a call, and has its words. */
class CallDoctorTest {
  private static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
  private static final String FAR = "198.51.100.7";
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 192.168.1.5\r\nc=IN IP4 %s\r\nm=audio 4000 %s 8\r\n";

  private final CallDoctor doctor = new CallDoctor();
  private final Map<String, Story> stories = new LinkedHashMap<>();

  @Test
  void everyRuleIsProvokedByACall() {
    tell();
    assertThat(stories.keySet()).containsAll(doctor.codes());
    stories.forEach((code, story) ->
        assertThat(doctor.examine(story.evidence()).findings())
            .as(code)
            .extracting(CallFinding::code)
            .contains(code));
  }

  @Test
  void everyCodeHasItsWordsAndWhatIsNotWellACauseAndAFix() {
    assertThat(doctor.codes()).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    for (String code : doctor.codes()) {
      CallDoctor.Explanation words = doctor.english(code);
      boolean fine = code.equals("well") || code.equals("answered");
      assertThat(words.sentence()).as(code).endsWith(".");
      assertThat(words.cause().isEmpty()).as(code).isEqualTo(fine);
      assertThat(words.fix().isEmpty()).as(code).isEqualTo(fine);
    }
  }

  @Test
  void aPrivateAddressIsNoFaultWhereAudioWasNotMeasured() {
    assertThat(doctor.examine(natted().evidence()).findings())
        .extracting(CallFinding::code)
        .doesNotContain("private_sdp", "behind_nat");
  }

  @Test
  void aCallThatWentWellHasNothingBad() {
    CallDoctor.Diagnosis well =
        doctor.examine(answered().leg("caller", 900, 0, 2, 30, 4.3, null).evidence());
    assertThat(well.verdict().code()).isEqualTo("well");
    assertThat(well.findings()).hasSize(1);
  }

  private static final class Story {
    Cause cause = Cause.CALLER_HUNG_UP;
    int status = 200;
    boolean answered = true;
    int ringsAfter = 1;
    final List<Attempt> attempts = new ArrayList<>();
    final List<LegQuality> legs = new ArrayList<>();
    final List<TracedMessage> messages = new ArrayList<>();
    final List<TraceNote> notes = new ArrayList<>();

    Story note(String text) {
      notes.add(new TraceNote(0, T0, text));
      return this;
    }

    Story leg(
        String side, long in, long lost, double jitter, double trip, double mos, String note) {
      legs.add(new LegQuality(side, "audio", "PCMA", "", in, 900, lost, jitter, trip, mos, note));
      return this;
    }

    Story message(Direction way, Transport by, String start, String cseq, String rest) {
      String text =
          start
              + "\r\nCSeq: "
              + cseq
              + "\r\nCall-ID: c\r\nVia: SIP/2.0/UDP 192.168.1.5\r\n"
              + rest
              + (rest.contains("\r\n\r\n") ? "" : "\r\n");
      messages.add(
          new TracedMessage(
              messages.size(),
              T0,
              way,
              Hop.to(by, new InetSocketAddress(FAR, 5060)),
              text.getBytes(StandardCharsets.UTF_8),
              way == Direction.NOT_SENT ? "connection reset" : null));
      return this;
    }

    Story in(String start, String cseq, String rest) {
      return message(Direction.RECEIVED, Transport.UDP, start, cseq, rest);
    }

    Story out(String start, String cseq, String rest) {
      return message(Direction.SENT, Transport.UDP, start, cseq, rest);
    }

    Evidence evidence() {
      return Evidence.of(
          new CallRecord(
              "c",
              "1",
              null,
              "2",
              null,
              null,
              null,
              T0,
              answered ? T0.plusSeconds(ringsAfter) : null,
              answered ? T0.plusSeconds(ringsAfter) : null,
              T0.plusSeconds(60),
              status,
              cause,
              attempts,
              legs,
              null),
          messages,
          notes);
    }
  }

  private static Story answered() {
    return new Story();
  }

  private static Story ended(Cause cause) {
    Story story = new Story();
    story.cause = cause;
    return story;
  }

  private static Story refused(Cause cause) {
    Story story = ended(cause);
    story.answered = false;
    story.status = 500;
    return story;
  }

  private static Story trunk(int status) {
    Story story = refused(Cause.FAILED);
    story.attempts.add(new Attempt("sip:x", T0, status, "outside +49 by berlin"));
    return story;
  }

  private static String sdp(String host, String profile) {
    String body = SDP.formatted(host, profile);
    return "Contact: <sip:a@"
        + host
        + ">\r\nContent-Type: application/sdp\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static Story response(int status) {
    return refused(Cause.FAILED)
        .out("INVITE sip:a SIP/2.0", "1 INVITE", "")
        .in("SIP/2.0 " + status + " No", "1 INVITE", "");
  }

  private void tell() {
    endings();
    trunks();
    signalling();
    sounds();
  }

  private void trunks() {
    stories.put("trunk_full", trunk(503).note("all channels of the trunk berlin are in use"));
    stories.put("trunk_down", trunk(503).note("the trunk berlin is not available"));
    Map<String, Integer> statuses = new LinkedHashMap<>();
    statuses.put("trunk_password", 401);
    statuses.put("trunk_forbidden", 403);
    statuses.put("trunk_unknown_number", 404);
    statuses.put("trunk_incomplete", 484);
    statuses.put("trunk_timeout", 408);
    statuses.put("trunk_unavailable", 480);
    statuses.put("trunk_busy", 486);
    statuses.put("trunk_media", 488);
    statuses.put("trunk_overloaded", 503);
    statuses.put("trunk_failed", 500);
    statuses.put("trunk_declined", 603);
    statuses.put("trunk_loop", 482);
    statuses.forEach((code, status) -> stories.put(code, trunk(status)));
  }

  private void signalling() {
    stories.put(
        "connection_lost",
        answered().message(Direction.NOT_SENT, Transport.TLS, "BYE sip:a SIP/2.0", "2 BYE", ""));
    stories.put(
        "not_sent",
        answered().message(Direction.NOT_SENT, Transport.UDP, "BYE sip:a SIP/2.0", "2 BYE", ""));
    stories.put("session_expired", answered().note("the far end did not refresh the session"));
    stories.put("no_ack", answered().out("SIP/2.0 200 OK", "1 INVITE", ""));
    stories.put(
        "large_udp",
        refused(Cause.FAILED)
            .out("INVITE sip:a SIP/2.0", "1 INVITE", "Subject: " + "x".repeat(1400) + "\r\n"));
    Story again = refused(Cause.NO_ANSWER);
    for (int i = 0; i < 4; i++) {
      again.out("INVITE sip:a SIP/2.0", "1 INVITE", "");
    }
    stories.put("no_response", again);
    stories.put("signalling_loss", again);
    stories.put(
        "auth_loop",
        answered()
            .in("INVITE sip:a SIP/2.0", "1 INVITE", "Proxy-Authorization: Digest x\r\n")
            .out("SIP/2.0 407 No", "1 INVITE", ""));
    String stale = "Proxy-Authenticate: Digest stale=true\r\n";
    stories.put(
        "auth_stale",
        answered()
            .out("SIP/2.0 407 No", "1 INVITE", stale)
            .out("SIP/2.0 407 No", "2 INVITE", stale));
    stories.put(
        "encryption_refused",
        refused(Cause.FAILED)
            .out("INVITE sip:a SIP/2.0", "1 INVITE", sdp("10.0.0.1", "RTP/SAVP"))
            .in("SIP/2.0 488 No", "1 INVITE", ""));
    stories.put("no_common_codec", response(488));
    stories.put("private_sdp", natted().leg("caller", 0, 0, 0, 0, 0, "nothing came"));
    stories.put("behind_nat", natted().leg("caller", 900, 0, 1, 20, 4.3, null));
    stories.put(
        "alg_mangled", answered().in("INVITE sip:a SIP/2.0", "1 INVITE", sdp(FAR, "RTP/AVP")));
    stories.put("cancel_unanswered", answered().out("CANCEL sip:a SIP/2.0", "1 CANCEL", ""));
    stories.put("bye_unanswered", answered().out("BYE sip:a SIP/2.0", "2 BYE", ""));
    stories.put("dialog_unknown", answered().in("SIP/2.0 481 No", "2 BYE", ""));
    stories.put("loop", response(482));
    stories.put("glare", answered().in("SIP/2.0 491 No", "2 INVITE", ""));
    stories.put("session_interval", response(422));
    stories.put("extension_refused", response(420));
    stories.put(
        "gate_refused", answered().note("stopped by gate Looped, answered 482: INVITE, a loop"));
    stories.put("body_refused", response(415));
    stories.put("redirected", response(302));
    Story slow = answered();
    slow.ringsAfter = 9;
    stories.put("slow_setup", slow);
  }

  private Story natted() {
    return answered().in("INVITE sip:a SIP/2.0", "1 INVITE", sdp("192.168.1.5", "RTP/AVP"));
  }

  private void sounds() {
    String none = "no RTP ever came";
    stories.put("no_audio", answered().leg("caller", 0, 0, 0, 0, 0, none));
    stories.put(
        "one_way_audio",
        answered().leg("caller", 900, 0, 0, 0, 4.3, null).leg("callee", 0, 0, 0, 0, 0, none));
    stories.put("no_media_path", answered().note("no way to the caller was found: failed"));
    stories.put("no_media_keys", answered().note("the caller and we have no keys: failed"));
    stories.put("not_transcodable", answered().note("sound cannot be transcoded: X"));
    stories.put("loss_heavy", answered().leg("caller", 800, 200, 0, 0, 2, null));
    stories.put("loss", answered().leg("caller", 950, 50, 0, 0, 3.7, null));
    stories.put(
        "loss_towards",
        answered().leg("caller", 900, 0, 0, 0, 4, "5 % of our packets do not reach the phone"));
    stories.put("wifi_jitter", answered().leg("caller", 900, 0, 60, 20, 4, null));
    stories.put("jitter", answered().leg("caller", 900, 0, 60, 150, 4, null));
    stories.put("delay", answered().leg("caller", 900, 0, 1, 500, 4, null));
    stories.put("echo", answered().leg("caller", 900, 0, 1, 300, 4, null));
    stories.put("poor_quality", answered().leg("caller", 900, 0, 1, 20, 3, null));
    stories.put("keys_lost", answered().note("digits are not translated: X"));
    stories.put("keys_translated", answered().note("digits are translated"));
    Story partly = answered().leg("caller", 900, 0, 1, 20, 4, null);
    partly.legs.add(
        new LegQuality("callee", "audio", "opus", "DTLS", 900, 900, 0, 1, 20.0, 4.3, null));
    stories.put("partly_encrypted", partly);
    stories.put("well", answered().leg("caller", 900, 0, 1, 20, 4.3, null));
    stories.put("answered", answered());
  }

  private void endings() {
    stories.put("fuse_refused", refused(Cause.FORBIDDEN).note("nobody has called Cuba before"));
    stories.put("fuse_ended", ended(Cause.FRAUD));
    stories.put(
        "browser_vanished",
        ended(Cause.MEDIA_LOST)
            .message(Direction.RECEIVED, Transport.WSS, "BYE sip:a SIP/2.0", "1 BYE", ""));
    stories.put("phone_vanished", ended(Cause.MEDIA_LOST));
    stories.put("restart", ended(Cause.ENDED_BY_RESTART));
    stories.put("end_unseen", ended(Cause.LOST));
    stories.put("ended_by_admin", ended(Cause.ENDED_BY_ADMIN));
    stories.put("preempted", ended(Cause.PREEMPTED));
    Story voicemail = answered();
    voicemail.attempts.add(new Attempt("sip:2@x;app=voicemail", T0, 200));
    stories.put("voicemail", voicemail);
    stories.put("abandoned", refused(Cause.CANCELLED));
    stories.put("busy", refused(Cause.BUSY));
    stories.put("no_answer", refused(Cause.NO_ANSWER));
    stories.put("declined", refused(Cause.DECLINED));
    stories.put("not_registered", refused(Cause.NOT_REGISTERED));
    stories.put("unknown_number", refused(Cause.UNKNOWN_NUMBER));
    stories.put("forbidden", refused(Cause.FORBIDDEN));
    stories.put("unreachable", refused(Cause.UNREACHABLE));
    stories.put("failed", refused(Cause.FAILED));
  }
}
