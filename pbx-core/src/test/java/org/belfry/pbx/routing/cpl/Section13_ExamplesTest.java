package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.routing.cpl.Surroundings.HOME;
import static org.belfry.pbx.routing.cpl.Surroundings.NOBODY_HOME;
import static org.belfry.pbx.routing.cpl.Surroundings.NORMAL;
import static org.belfry.pbx.routing.cpl.Surroundings.fixture;
import static org.belfry.pbx.routing.cpl.Surroundings.from;
import static org.belfry.pbx.routing.cpl.Surroundings.plan;
import static org.belfry.pbx.routing.cpl.Surroundings.planned;
import static org.belfry.pbx.routing.cpl.Surroundings.redirect;
import static org.belfry.pbx.routing.cpl.Surroundings.ring;
import static org.belfry.pbx.routing.cpl.Surroundings.to;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.Script;
import org.junit.jupiter.api.Test;

/** The scripts of RFC 3880, each asked about every call that it treats in its own way. */
@Rfc("3880")
class Section13_ExamplesTest {
  private static final String VOICEMAIL = "sip:jones@voicemail.example.com";

  @Test
  @Rfc("2.5")
  void theCompanyReachesJonesAndOthersHisVoicemail() {
    CplScript script = fixture("figure-03-sample");
    CallPlan voicemail = redirect(VOICEMAIL);
    // No output for redirections: the caller gets the best answer.
    assertThat(plan(script, from("sip:boss@sales.example.com")))
        .isEqualTo(
            ring(
                10,
                new Outcomes(voicemail, voicemail, voicemail, voicemail, voicemail),
                "sip:jones@example.com"));
    assertThat(plan(script, from("sip:boss@example.com"))).isInstanceOf(CallPlan.Ring.class);
    assertThat(plan(script, from("sip:boss@counterexample.com"))).isEqualTo(voicemail);
  }

  @Test
  @Rfc("13.1")
  void callsAreRedirectedUnconditionally() {
    assertThat(plan(fixture("figure-19-redirect-unconditional"), from("sip:a@example.org")))
        .isEqualTo(redirect("sip:smith@phone.example.com"));
  }

  @Test
  @Rfc("13.2")
  void callsAreForwardedWhenBusyOrNotAnswered() {
    CallPlan voicemail = ring(180, VOICEMAIL);
    assertThat(plan(fixture("figure-20-forward-busy-no-answer"), from("sip:a@example.org")))
        .isEqualTo(
            ring(
                8,
                new Outcomes(voicemail, voicemail, null, null, null),
                "sip:jones@jonespc.example.com"));
  }

  @Test
  @Rfc("13.3")
  void everyFailureLeadsToTheDefault() {
    CallPlan voicemail = ring(180, VOICEMAIL);
    // Redirections are followed (recurse is yes), so that output is never taken.
    assertThat(plan(fixture("figure-21-redirect-and-default"), from("sip:a@example.org")))
        .isEqualTo(ring(20, Outcomes.all(voicemail), "sip:jones@jonespc.example.com"));
  }

  @Test
  @Rfc("13.4")
  void anonymousCallersAreRefusedAndOthersAreNot() {
    CplScript script = fixture("figure-22-screening");
    assertThat(plan(script, from("sip:anonymous@anonymous.invalid")))
        .isEqualTo(new CallPlan.Reject(603, "I reject anonymous calls"));
    assertThat(plan(script, from("sip:alice@example.org"))).isSameAs(NORMAL);
  }

  @Test
  @Rfc("13.5")
  void theUrgentRingNormallyAndOthersByLanguage() {
    CplScript script = fixture("figure-23-priority-and-language");
    assertThat(plan(script, call("emergency"))).isSameAs(NORMAL);
    assertThat(plan(script, call("urgent", "es;q=0.8", "en;q=0.5")))
        .isEqualTo(ring(180, "sip:spanish@operator.example.com"));
    assertThat(plan(script, call("unheard-of", "de", "en")))
        .isEqualTo(ring(180, "sip:english@operator.example.com"));
    assertThat(plan(script, call("normal", "es;q=0", "en")))
        .isEqualTo(ring(180, "sip:english@operator.example.com"));
  }

  @Test
  @Rfc("13.6")
  void expensiveNumbersAreNotCalled() {
    CplScript script = fixture("figure-24-outgoing-screening");
    CallPlan refused = new CallPlan.Reject(603, "Not allowed to make 1-900 calls.");
    assertThat(plan(script, to("tel:1-900-555-1212;phone-context=example.com"))).isEqualTo(refused);
    assertThat(plan(script, to("sip:19005551212@example.com"))).isEqualTo(refused);
    assertThat(plan(script, to("tel:+19005551212"))).isEqualTo(refused);
    assertThat(plan(script, to("sip:12025551212@example.com"))).isSameAs(NORMAL);
    assertThat(plan(script, from("sip:a@example.org"))).isSameAs(NORMAL);
  }

  @Test
  @Rfc("13.7")
  void thePhonesRingInOfficeHoursOnly() {
    CplScript script = fixture("figure-25-time-of-day");
    assertThat(at(script, "2026-11-20T14:00:00Z", HOME)).isEqualTo(ring(180, "phones"));
    assertThat(at(script, "2026-11-20T13:59:59Z", HOME)).isEqualTo(ring(180, VOICEMAIL));
    assertThat(at(script, "2026-11-20T22:00:00Z", HOME)).isEqualTo(ring(180, VOICEMAIL));
    assertThat(at(script, "2026-11-21T15:00:00Z", HOME)).isEqualTo(ring(180, VOICEMAIL));
    // In summer the same clock shows another instant.
    assertThat(at(script, "2026-07-20T13:00:00Z", HOME)).isEqualTo(ring(180, "phones"));
    assertThat(at(script, "2026-11-20T15:00:00Z", NOBODY_HOME)).isSameAs(NORMAL);
  }

  @Test
  @Rfc("13.8")
  void aPlaceIsLeftOutForOneKindOfCaller() {
    CplScript script = fixture("figure-26-location-filtering");
    Script.Call inadequate =
        new Script.Call(
            Script.Direction.INCOMING,
            "sip:a@example.org",
            null,
            "sip:1001@example.com",
            null,
            null,
            null,
            "Inadequate Software  SIP User Agent/0.9beta2".replace("  ", " "),
            List.of(),
            null);
    assertThat(plan(script, inadequate)).isEqualTo(ring(180, "phones"));
    assertThat(plan(script, from("sip:a@example.org"))).isSameAs(NORMAL);
  }

  @Test
  @Rfc("13.9")
  void whatIsLookedUpElsewhereFailsAndIsMailed() {
    assertThat(plan(fixture("figure-27-non-signalling"), from("sip:a@example.org")))
        .isEqualTo(
            new CallPlan.Aside(
                new CallPlan.SideNote.Mail("1001", "mary@example.com", "Lookup failed", ""),
                NORMAL));
  }

  @Test
  @Rfc("13.10")
  void extensionsThatNobodyKnowsAreRefusedWhereTheyStand() {
    assertThat(problems("figure-28-extension"))
        .containsExactly(
            new CplProblem(
                7,
                9,
                "The extension http://www.example.com/distinctive-ring (<ring>) is not"
                    + " supported."));
    assertThat(problems("figure-29-extension-attribute"))
        .contains(new CplProblem(6, 16, "The extension re:regex is not supported."));
  }

  @Test
  @Rfc("13.11")
  void theBossIsPutThroughWhenNobodyAnswers() {
    CplScript script = fixture("figure-30-complex");
    CallPlan voicemail = redirect(VOICEMAIL);
    assertThat(plan(script, from("sip:boss@example.com")))
        .isEqualTo(
            ring(
                8,
                new Outcomes(voicemail, ring(180, "tel:+19175551212"), null, null, null),
                "sip:jones@phone.example.com"));
    assertThat(plan(script, from("sip:a@example.org")))
        .isEqualTo(
            ring(
                8,
                new Outcomes(voicemail, voicemail, null, null, null),
                "sip:jones@phone.example.com"));
    assertThat(planned(script, from("sip:boss@example.com")).reasons())
        .extracting(Object::toString)
        .contains(
            "The script of 1001 decides: line 11: 1 ring for 8 s",
            "The script of 1001 decides: when nobody answers:",
            "The script of 1001 decides: line 17: address-switch, is=\"sip:boss@example.com\""
                + " holds");
  }

  private static List<CplProblem> problems(String name) {
    return ((CplScript.Refused) CplScript.parse(Surroundings.text(name))).problems();
  }

  private static CallPlan at(CplScript script, String instant, Script.Around around) {
    return script.plan(from("sip:a@example.org"), Instant.parse(instant), around).plan();
  }

  private static Script.Call call(String priority, String... languages) {
    return new Script.Call(
        Script.Direction.INCOMING,
        "sip:a@example.org",
        null,
        "sip:1001@example.com",
        null,
        null,
        null,
        null,
        List.of(languages),
        priority);
  }
}
