package org.belfry.webui.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;

/** A small business at work: people, phones, calls. */
public final class Office {
  private static final List<String> PEOPLE =
      List.of(
          "Alice Berger",
          "Bob Okafor",
          "Chiara Conti",
          "David Lindqvist",
          "Emilia Novak",
          "Farid Haddad",
          "Greta Sommer",
          "Hannah Weiss",
          "Igor Petrov",
          "Julia Marques");
  private static final List<String> DEVICES =
      List.of(
          "Yealink SIP-T54W 96.86.0.70",
          "snomD785/10.1.127.10",
          "Linphone-Desktop/5.2.6",
          "Groundwire/6.9.12 (iOS)",
          "baresip v3.9.0 (x86_64/linux)",
          "Fanvil X4U 2.12.16");

  private Office() {}

  /** Fills the fake with a morning's work; the same every time but for the clock. */
  public static void opens(FakePbx pbx, int pastCalls) {
    Instant now = Instant.now();
    Random random = new Random(7);
    for (int i = 0; i < PEOPLE.size(); i++) {
      String name = PEOPLE.get(i);
      String mail = name.toLowerCase().replace(' ', '.') + "@example.com";
      pbx.create(
          List.of(
              new CreateUser(
                  "10" + (i < 9 ? "0" : "") + (i + 1), name, i == 4 ? null : mail, null, null)));
    }
    for (int i = 0; i < 8; i++) {
      String extension = "100" + (i % 6 + 1);
      pbx.phoneRegisters(
          new RegistrationView(
              extension,
              PEOPLE.get(i % 6),
              "sip:" + extension + "@10.0.0." + (21 + i) + ":5060",
              (i % 3 == 0 ? "tcp:" : "udp:") + "10.0.0." + (21 + i) + ":5060",
              DEVICES.get(i % DEVICES.size()),
              now.minusSeconds(4000L + 977L * i),
              now.plusSeconds(600L + 131L * i)));
    }
    pbx.callBegins(
        live("a", 0, 1, LiveCallState.ANSWERED, now.minusSeconds(754), now.minusSeconds(747)));
    pbx.callBegins(
        new LiveCallView(
            "b",
            "+493012345678",
            null,
            "1003",
            PEOPLE.get(2),
            LiveCallState.ANSWERED,
            now.minusSeconds(95),
            now.minusSeconds(83)));
    pbx.callSounds(
        "a",
        new LegQuality("caller", "audio", "opus", "DTLS", 37350, 37351, 3, 4, 24.0, 4.4, null),
        new LegQuality("callee", "audio", "PCMA", "", 37349, 37350, 0, 1, null, 4.38, null));
    pbx.callSounds(
        "b",
        new LegQuality("caller", "audio", "PCMA", "", 3900, 4150, 250, 18, null, 3.1, null),
        new LegQuality("callee", "audio", "PCMA", "", 4150, 3900, 0, 1, null, 4.38, null));
    pbx.callBegins(live("c", 3, 5, LiveCallState.RINGING, now.minusSeconds(9), null));
    pbx.callBegins(live("d", 4, 6, LiveCallState.CALLING, now.minusSeconds(2), null));
    Cause[] misses = {
      Cause.CANCELLED, Cause.BUSY, Cause.NO_ANSWER, Cause.NOT_REGISTERED, Cause.UNKNOWN_NUMBER
    };
    for (int i = 0; i < pastCalls; i++) {
      Instant start = now.minusSeconds(300L + i * 1100L + random.nextInt(400));
      boolean answered = random.nextInt(10) < 7;
      Cause cause =
          answered
              ? random.nextBoolean() ? Cause.CALLER_HUNG_UP : Cause.CALLEE_HUNG_UP
              : misses[random.nextInt(misses.length)];
      int caller = random.nextInt(PEOPLE.size());
      int callee = (caller + 1 + random.nextInt(PEOPLE.size() - 1)) % PEOPLE.size();
      pbx.callEnded(past(i, start, caller, callee, cause, answered, random));
    }
    pbx.create(
        new SavePeer(
            "Berlin office",
            "198.51.100.7",
            "berlin.example.com",
            "2XXX",
            "sip:198.51.100.7:5060",
            false));
    pbx.create(
        new SavePeer(
            "Door gateway",
            "10.0.0.90:5060",
            null,
            "77*",
            "sip:10.0.0.90:5060;transport=tcp",
            false));
  }

  private static LiveCallView live(
      String id, int caller, int callee, LiveCallState state, Instant start, Instant answered) {
    return new LiveCallView(
        id,
        "100" + (caller + 1),
        PEOPLE.get(caller),
        "100" + (callee + 1),
        PEOPLE.get(callee),
        state,
        start,
        answered);
  }

  private static List<LegQuality> sounded(Duration talk, Random random) {
    long packets = talk.toMillis() / 20;
    long lost = random.nextInt(5) == 0 ? packets / 20 : random.nextInt(4);
    return List.of(
        new LegQuality(
                "caller",
                "audio",
                "PCMA",
                "",
                packets - lost,
                packets,
                lost,
                4.5,
                21.0,
                lost > packets / 50 ? 3.3 : 4.38,
                null)
            .with(over(talk, lost > packets / 50 ? 12 : 0.2, random)),
        new LegQuality(
                "callee",
                "audio",
                "opus",
                "DTLS",
                packets,
                packets - lost,
                0,
                7.1,
                48.0,
                4.41,
                null)
            .with(over(talk, 0.1, random)));
  }

  private static List<QualitySample> over(Duration talk, double loss, Random random) {
    List<QualitySample> samples = new ArrayList<>();
    for (int i = 0; i < talk.toSeconds() / 5; i++) {
      double lost = loss * random.nextDouble();
      double mos = Math.max(1, 4.4 - lost / 8);
      samples.add(
          new QualitySample(
              5, lost, 2 + 6 * random.nextDouble(), mos, lost / 3, 4.0, mos + lost / 20));
    }
    return samples;
  }

  private static CallRecord past(
      int i, Instant start, int caller, int callee, Cause cause, boolean answered, Random random) {
    boolean unknown = cause == Cause.UNKNOWN_NUMBER;
    Duration talk = Duration.ofSeconds(20 + random.nextInt(900));
    Instant answer = answered ? start.plusSeconds(4 + random.nextInt(9)) : null;
    String dialled = unknown ? "1999" : String.valueOf(1001 + callee);
    List<Attempt> attempts = new ArrayList<>();
    if (!unknown && cause != Cause.NOT_REGISTERED) {
      attempts.add(
          new Attempt(
              "sip:" + dialled + "@10.0.0.21:5060",
              start,
              answered ? 200 : cause == Cause.BUSY ? 486 : 487));
      attempts.add(new Attempt("sip:" + dialled + "@10.0.0.57:5060;transport=tcp", start, 487));
    }
    return new CallRecord(
        "c" + i + "@10.0.0.21",
        String.valueOf(1001 + caller),
        PEOPLE.get(caller),
        dialled,
        unknown ? null : PEOPLE.get(callee),
        DEVICES.get(caller % DEVICES.size()),
        answered ? DEVICES.get(callee % DEVICES.size()) : null,
        start,
        attempts.isEmpty() ? null : start.plusSeconds(1),
        answer,
        answer == null ? start.plusSeconds(24) : answer.plus(talk),
        answered
            ? 200
            : unknown ? 404 : cause == Cause.NOT_REGISTERED ? 480 : cause == Cause.BUSY ? 486 : 487,
        cause,
        attempts,
        answered ? sounded(talk, random) : List.of(),
        null);
  }
}
