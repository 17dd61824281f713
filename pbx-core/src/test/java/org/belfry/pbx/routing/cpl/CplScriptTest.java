package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.routing.cpl.Surroundings.from;
import static org.belfry.pbx.routing.cpl.Surroundings.incoming;
import static org.belfry.pbx.routing.cpl.Surroundings.plan;
import static org.belfry.pbx.routing.cpl.Surroundings.ring;
import static org.belfry.pbx.routing.cpl.Surroundings.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("3880")
class CplScriptTest {
  private static final Script.Call CALL = from("sip:a@example.org");

  /** A tag or more inside incoming, and the sentence that it earns. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "<proxy timeout='0'/> | 2:8 timeout is a number from 1 on, not \"0\".",
        "<proxy><busy/><busy/></proxy> | 2:15 There is a second <busy>.",
        "<proxy><success/></proxy> | 2:8 <success> has no meaning in <proxy>.",
        "<proxy ordering='random'/> | 2:8 The ordering is parallel, sequential or first-only.",
        "<proxy colour='red'/> | 2:8 <proxy> has no attribute colour.",
        "<proxy/><proxy/> | 2:9 <incoming> has more than one element in it.",
        "hello | 1:41 There is text in <incoming>: \"hello\".",
        "<sub ref='x'/> | 2:6 There is no subaction \"x\" above this line.",
        "<location><proxy/></location> | 2:1 <location> needs a url.",
        "<location url='nobody'/> | 2:11 \"nobody\" is no URI.",
        "<location url='sip:a@b&#13;&#10;X: y'/> | 2:11 \"sip:a@b X: y\" is no URI.",
        "<location url='sip:a@b' priority='2'/> | 2:25 A priority is a number from 0.0 to 1.0.",
        "<reject/> | 2:1 <reject> needs a status.",
        "<reject status='200'/> | 2:9 A status is busy, notfound, reject, error or 400 to 699.",
        "<mail url='mailto:a@b.example,c@d.example'/> | 2:7 A mail needs a url with one recipient,"
            + " like mailto:jones@example.com?subject=Missed.",
        "<address-switch/> | 2:1 The field of an address-switch is origin, destination or"
            + " original-destination.",
        "<address-switch field='origin' subfield='colour'/> | 2:32 A subfield is address-type,"
            + " user, host, port, tel or display (also password and alias-type, which no call"
            + " has).",
        "<address-switch field='origin'><address/></address-switch> | 2:32 <address> has one of:"
            + " is, contains, subdomain-of.",
        "<address-switch field='origin'><address contains='x'/></address-switch> | 2:41 contains is"
            + " for the subfield display only.",
        "<address-switch field='origin'><otherwise/><address is='sip:a@b'/></address-switch> | 2:44"
            + " Nothing comes behind <otherwise>.",
        "<priority-switch><not-present/></priority-switch> | 2:18 <not-present> has no meaning in"
            + " <priority-switch>.",
        "<priority-switch><priority less='mild'/></priority-switch> | 2:28 A priority is emergency,"
            + " urgent, normal or non-urgent, in this order.",
        "<time-switch tzid='Mars/Olympus'/> | 2:14 There is no time zone \"Mars/Olympus\" we know"
            + " of.",
        "<time-switch><time/></time-switch> | 2:14 A time needs dtstart.",
        "<time-switch><time dtstart='20260101T000000'/></time-switch> | 2:14 A time has either a"
            + " dtend or a duration.",
        "<time-switch><time dtstart='20260101T000000' dtend='20260101T000000'/></time-switch> |"
            + " 2:46 dtend must be after dtstart.",
        "<time-switch><time dtstart='20260230T000000' duration='P1D'/></time-switch> | 2:20 There"
            + " is no time \"20260230T000000\".",
        "<time-switch><time dtstart='20260101T000000' duration='P1D' byday='MO'/></time-switch> |"
            + " 2:61 byday means nothing without freq.",
        "<time-switch><time dtstart='20260101T000000' duration='P1D' freq='often'/></time-switch> |"
            + " 2:61 freq is secondly, minutely, hourly, daily, weekly, monthly or yearly, not"
            + " \"often\".",
        "<time-switch><time dtstart='20260101T000000' duration='P1D' freq='daily'"
            + " count='1000000000'/></time-switch> | 2:74 A count is at most 10000; use until"
            + " instead.",
        "<time-switch><time dtstart='20260101T000000' duration='P1D' freq='yearly' bymonth='2'"
            + " bymonthday='30' count='9'/></time-switch> | 2:103 It never happens that often in"
            + " reasonable time; use until.",
        "<time-switch><time dtstart='20260101T000000' duration='P400D' freq='daily'/></time-switch>"
            + " | 2:14 A time that repeats daily lasts at most 366 d.",
        "<time-switch><time dtstart='20260101T000000' duration='P1D' freq='daily'"
            + " byday='8MO,XX'/></time-switch> | 2:74 byday lists days like MO, 1MO or -1SU.",
        "<frobnicate/> | 2:1 <frobnicate> has no meaning in <incoming>.",
      })
  void whatIsWrongIsSaidWhereItStands(String inside, String problem) {
    CplScript.Parsed parsed =
        CplScript.parse(
            "<cpl xmlns='urn:ietf:params:xml:ns:cpl'><incoming>\n" + inside + "</incoming></cpl>");
    assertThat(((CplScript.Refused) parsed).problems())
        .extracting(p -> p.line() + ":" + p.column() + " " + p.sentence())
        .contains(problem);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    CplScript.Refused refused =
        (CplScript.Refused)
            CplScript.parse(
                "<cpl>\n  <incoming>\n    <location url='x'>\n      <proxy timeout='soon'/>\n"
                    + "    </location>\n  </incoming>\n  <outgoing><reject/></outgoing>\n</cpl>");
    assertThat(refused.problems())
        .extracting(CplProblem::line, CplProblem::column)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(4, 14),
            org.assertj.core.groups.Tuple.tuple(3, 15),
            org.assertj.core.groups.Tuple.tuple(7, 13));
  }

  @Test
  void bombsAreRefused() {
    String laughs =
        "<!DOCTYPE cpl [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><cpl><incoming/></cpl>";
    assertThat(sentence(laughs)).contains("no document type");
    assertThat(sentence("<!DOCTYPE cpl SYSTEM 'file:///etc/passwd'><cpl/>"))
        .contains("no document type");
    assertThat(sentence("<cpl>&x;</cpl>")).contains("no XML");
    assertThat(sentence("<a>".repeat(40))).contains("at most 32 elements inside");
    assertThat(sentence("<cpl>" + "<ancillary/>".repeat(600) + "</cpl>"))
        .contains("at most 500 elements");
    assertThat(sentence("<cpl>" + " ".repeat(70_000) + "</cpl>")).contains("at most 64 KB");
    assertThat(sentence("")).contains("no XML");
    assertThat(CplScript.parse(new byte[] {'<', (byte) 0xFF}))
        .isInstanceOf(CplScript.Refused.class);
  }

  /** A lane waits for a plan: however often a switch is come to, so many cases are looked at. */
  @Test
  void casesThatAreLookedAtAgainAndAgainAreLimited() {
    StringBuilder text =
        new StringBuilder("<cpl><subaction id='s0'><address-switch field='origin'>");
    for (int i = 0; i < 400; i++) {
      text.append("<address is='sip:a").append(i).append("@example.com'/>");
    }
    text.append("<otherwise><reject status='busy'/></otherwise></address-switch></subaction>");
    for (int i = 1; i <= 4; i++) {
      String sub = "<sub ref='s" + (i - 1) + "'/>";
      text.append("<subaction id='s").append(i).append("'><location url='sip:b@example.com'>");
      text.append("<proxy timeout='1'><busy>").append(sub).append("</busy><noanswer>").append(sub);
      text.append("</noanswer><redirection>").append(sub).append("</redirection><failure>");
      text.append(sub).append("</failure></proxy></location></subaction>");
    }
    CplScript script = Surroundings.script(text + "<incoming><sub ref='s4'/></incoming></cpl>");
    assertThat(
            script
                .plan(Surroundings.from("sip:c@example.com"), Surroundings.NOON, Surroundings.HOME)
                .reasons())
        .extracting(Object::toString)
        .anyMatch(reason -> reason.contains("took too long"));
  }

  /** Nor does a registration wait for long until a script is read. */
  @Test
  void whatHappensTooSeldomIsNotCounted() {
    String all = IntStream.range(0, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));
    for (String rule :
        List.of(
            "freq='weekly' count='10000'",
            "freq='secondly' interval='2000000000' count='2'",
            "freq='hourly' byminute='%s' bysecond='%s' bysetpos='366' interval='9999' count='99'"
                .formatted(all, all))) {
      String time = "<time dtstart='20260101T000000' duration='PT1H' " + rule + "/>";
      assertThat(
              sentence("<cpl><incoming><time-switch>" + time + "</time-switch></incoming></cpl>"))
          .contains("reasonable time");
    }
  }

  @Test
  void subactionsThatUseOneAnotherTwiceAreNotMorePathsThanThereAreAtoms() {
    StringBuilder text =
        new StringBuilder("<cpl><subaction id='s0'><reject status='busy'/></subaction>");
    for (int i = 1; i < 60; i++) {
      String sub = "<sub ref='s" + (i - 1) + "'/>";
      text.append("<subaction id='s").append(i).append("'><proxy><busy>").append(sub);
      text.append("</busy><noanswer>").append(sub).append("</noanswer></proxy></subaction>");
    }
    assertThat(sentence(text + "<incoming><sub ref='s59'/></incoming></cpl>"))
        .contains("more than 10000 ways");
  }

  @Test
  @Rfc("8")
  void aSubactionCannotLeadToItself() {
    assertThat(sentence("<cpl><subaction id='a'><sub ref='a'/></subaction></cpl>"))
        .contains("no subaction \"a\" above");
    assertThat(
            sentence(
                "<cpl><incoming><sub ref='a'/></incoming><subaction"
                    + " id='a'><proxy/></subaction></cpl>"))
        .contains("no subaction \"a\" above");
  }

  @Test
  @Rfc("6.1")
  void aSeriesRingsTheBestFirstAndEndsWhenSomebodyDeclines() {
    CplScript script =
        incoming(
            "<location url='sip:a@x.example' priority='0.5'><location url='sip:b@x.example'>"
                + "<proxy ordering='sequential' timeout='10'><busy><reject status='busy'/></busy>"
                + "<failure><reject status='error'/></failure></proxy></location></location>");
    CallPlan busy = new CallPlan.Reject(486, "Busy Here");
    CallPlan error = new CallPlan.Reject(500, "Server Internal Error");
    CallPlan second = ring(10, new Outcomes(busy, null, error, error, error), "sip:a@x.example");
    assertThat(plan(script, CALL))
        .isEqualTo(
            ring(10, new Outcomes(second, second, second, second, error), "sip:b@x.example"));
  }

  @Test
  @Rfc("6.1")
  void theFirstOnlyLeavesTheOthersInTheSet() {
    CplScript script =
        incoming(
            "<location url='sip:a@x.example' priority='0.5'><location url='sip:b@x.example'><proxy"
                + " ordering='first-only' timeout='10'><noanswer><proxy timeout='5'/></noanswer>"
                + "</proxy></location></location>");
    assertThat(plan(script, CALL))
        .isEqualTo(
            ring(
                10,
                new Outcomes(null, ring(5, "sip:a@x.example"), null, null, null),
                "sip:b@x.example"));
  }

  @Test
  @Rfc("6.1")
  void aRedirectionThatIsNotFollowedIsTheScriptsToDecide() {
    CplScript script =
        incoming(
            "<location url='sip:a@x.example'><proxy recurse='no' timeout='10'>"
                + "<redirection><reject status='busy'/></redirection></proxy></location>");
    assertThat(plan(script, CALL))
        .isEqualTo(
            ring(
                10,
                new Outcomes(null, null, new CallPlan.Reject(486, "Busy Here"), null, null),
                "sip:a@x.example"));
    CplScript passedOn =
        incoming(
            "<location url='sip:a@x.example'><proxy recurse='no' timeout='10'>"
                + "<redirection><redirect/></redirection></proxy></location>");
    assertThat(plan(passedOn, CALL)).isEqualTo(ring(10, "sip:a@x.example"));
  }

  @Test
  @Rfc("10")
  void aScriptThatEndsWithPlacesSendsTheCallThere() {
    CallPlan.Reject unavailable = new CallPlan.Reject(480, "Temporarily Unavailable");
    assertThat(plan(incoming("<location url='sip:a@x.example'/>"), CALL))
        .isEqualTo(
            ring(
                180,
                new Outcomes(null, null, unavailable, unavailable, unavailable),
                "sip:a@x.example"));
    assertThat(plan(incoming(""), CALL)).isSameAs(Surroundings.NORMAL);
    assertThat(
            plan(incoming("<location url='sip:a@x.example'><remove-location/></location>"), CALL))
        .isEqualTo(unavailable);
  }

  @Test
  void aPlaceThatTheOwnerMayNotCallIsLeftOut() {
    CplScript script =
        incoming(
            "<location url='tel:+1900forbidden'><location url='sip:a@x.example'><proxy/></location></location>"
                .replace("+1900forbidden", "+1900;phone-context=forbidden"));
    assertThat(plan(script, CALL)).isEqualTo(ring(180, "sip:a@x.example"));
    CplScript only =
        incoming(
            "<location url='sip:forbidden@x.example'><proxy><failure><location"
                + " url='sip:b@x.example'><redirect"
                + " permanent='yes'/></location></failure></proxy></location>");
    assertThat(plan(only, CALL)).isEqualTo(new CallPlan.Redirect(List.of("sip:b@x.example"), true));
  }

  @Test
  @Rfc("7.2")
  void whatIsLoggedAndMailedAfterAProxyEndsAsTheCallWould() {
    CplScript script =
        incoming(
            "<location url='sip:a@x.example'><proxy timeout='10'><busy><log name='missed'"
                + " comment='line&#10;two'><mail"
                + " url='mailto:me@x.example?subject=Missed%20it&amp;body=Sorry'/>"
                + "</log></busy></proxy></location>");
    CallPlan busy =
        new CallPlan.Aside(
            new CallPlan.SideNote.Log("missed", "line two"),
            new CallPlan.Aside(
                new CallPlan.SideNote.Mail("1001", "me@x.example", "Missed it", "Sorry"),
                new CallPlan.Reject(486, "Busy Here")));
    assertThat(plan(script, CALL))
        .isEqualTo(ring(10, new Outcomes(busy, null, null, null, null), "sip:a@x.example"));
  }

  @Test
  @Rfc("4.1")
  void addressesAreComparedAsTheirPartsAre() {
    assertThat(address("host", "is='EXAMPLE.org'", "sip:a@example.org")).isTrue();
    assertThat(address("host", "subdomain-of='ample.org'", "sip:a@example.org")).isFalse();
    assertThat(address("host", "subdomain-of='example.org'", "sip:a@x.example.org")).isTrue();
    assertThat(address("user", "is='Alice'", "sip:alice@example.org")).isFalse();
    assertThat(address("tel", "is='+49 (30) 123-456'", "tel:+49-30-123456")).isTrue();
    assertThat(address("tel", "subdomain-of='+4930'", "sip:+4930123456@gw.example")).isTrue();
    assertThat(address("address-type", "is='tel'", "tel:+4930123456")).isTrue();
    assertThat(address("port", "is='5060'", "sip:a@example.org")).isTrue();
    assertThat(address("password", "is='x'", "sip:a:x@example.org")).isFalse();
    assertThat(plan(screened("", "is='sip:a@example.org'"), from("sip:a@EXAMPLE.ORG;lr")))
        .isInstanceOf(CallPlan.Reject.class);
    assertThat(
            plan(
                incoming(
                    "<address-switch field='origin' subfield='tel'><not-present>"
                        + "<reject status='busy'/></not-present></address-switch>"),
                CALL))
        .isInstanceOf(CallPlan.Reject.class);
  }

  private static boolean address(String subfield, String test, String origin) {
    return plan(screened("subfield='" + subfield + "'", test), from(origin))
        instanceof CallPlan.Reject;
  }

  private static CplScript screened(String subfield, String test) {
    return incoming(
        "<address-switch field='origin' "
            + subfield
            + "><address "
            + test
            + "><reject status='busy'/></address></address-switch>");
  }

  @Test
  @Rfc("4.2")
  void textsAreComparedWithoutRegardToCase() {
    Script.Call call =
        new Script.Call(
            Script.Direction.INCOMING,
            "sip:a@x",
            "Zoë Müller",
            "sip:b@x",
            null,
            "Re: Straße",
            null,
            null,
            List.of(),
            null);
    assertThat(plan(incoming(subject("contains='STRASSE'")), call))
        .isInstanceOf(CallPlan.Reject.class);
    assertThat(plan(incoming(subject("is='strasse'")), call)).isSameAs(Surroundings.NORMAL);
    assertThat(
            plan(
                incoming(
                    "<address-switch field='origin' subfield='display'><address contains='mÜLLER'>"
                        + "<reject status='busy'/></address></address-switch>"),
                call))
        .isInstanceOf(CallPlan.Reject.class);
  }

  private static String subject(String test) {
    return "<string-switch field='subject'><string "
        + test
        + "><reject status='busy'/></string></string-switch>";
  }

  @Test
  void aScriptOfTheDraftsIsUnderstoodAndMixedNamespacesAreNot() {
    assertThat(plan(script("<cpl><incoming><reject status='busy'/></incoming></cpl>"), CALL))
        .isInstanceOf(CallPlan.Reject.class);
    assertThat(
            sentence(
                "<cpl><incoming><reject xmlns='urn:ietf:params:xml:ns:cpl'"
                    + " status='busy'/></incoming></cpl>"))
        .contains("not in the namespace");
  }

  @Test
  void proxiesInOneAnotherEndInTime() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append("<location url='sip:a")
          .append(i)
          .append("@x.example'><proxy timeout='600'><noanswer>");
    }
    text.append("</noanswer></proxy></location>".repeat(9));
    CallPlan plan = plan(incoming(text.toString()), CALL);
    Duration all = Duration.ZERO;
    while (plan instanceof CallPlan.Ring ring) {
      all = all.plus(ring.time());
      plan = ring.then().noAnswer();
    }
    assertThat(all).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void theExamplesOfTheManualAreGood() throws java.io.IOException {
    String manual = java.nio.file.Files.readString(java.nio.file.Path.of("..", "docs", "cpl.md"));
    String[] parts = manual.split("```xml\\n|```\\n");
    assertThat(parts).hasSizeGreaterThan(3);
    for (int i = 1; i < parts.length; i += 2) {
      script(parts[i]);
    }
  }

  private static String sentence(String text) {
    CplScript.Parsed parsed = CplScript.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(CplScript.Refused.class);
    return ((CplScript.Refused) parsed).problems().getFirst().sentence();
  }
}
