package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.routing.cpl.Surroundings.NOON;
import static org.belfry.pbx.routing.cpl.Surroundings.fixture;
import static org.belfry.pbx.routing.cpl.Surroundings.script;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.routing.cpl.CplExportTest.ByRules;
import org.junit.jupiter.api.Test;

/** Scripts that say what rules can say become rules that do the same. */
class CplImportTest {

  @Test
  void rulesWrittenAsAScriptAndReadAgainDoTheSame() {
    int read = 0;
    int same = 0;
    Map<String, Integer> why = new TreeMap<>();
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      CallSettings before = CplExportTest.settings(random);
      String text =
          CplExport.of(before, "1001", "pbx.example", Map.of("office", CplExportTest.OFFICE), NOON)
              .text();
      CplImport.Imported its = imported(script(text));
      if (!(its instanceof CplImport.Rules rules)) {
        why.merge(((CplImport.StaysScript) its).sentence(), 1, Integer::sum);
        assertThat(before.rules()).as("seed %d\n%s", seed, text).isNotEmpty();
        continue;
      }
      read++;
      if (!rules.leftOut().isEmpty()) {
        why.merge(rules.leftOut().getFirst(), 1, Integer::sum);
        continue;
      }
      same++;
      CallSettings after =
          CplExportTest.settings(
              false,
              rules.mailbox() == null ? before.mailbox() : rules.mailbox(),
              rules.rules(),
              rules.ringTime());
      for (String caller : CplExportTest.CALLERS) {
        Instant at = NOON.plus(Duration.ofHours(random.nextInt(24 * 60)));
        assertThat(new ByRules(after, caller, at).plan())
            .as("seed %d, %s at %s\n%s\n%s", seed, caller, at, text, rules)
            .isEqualTo(new ByRules(before, caller, at).plan());
      }
    }
    assertThat(read).as("of 500; the others: %s", why).isGreaterThan(400);
    assertThat(same).as("of 500; the others: %s", why).isGreaterThan(350);
  }

  @Test
  void theDeskPhoneThenTheMobileBecomesRules() {
    assertThat(
            imported(
                """
                <subaction id="mobile">
                  <location url="tel:+4915112345678" clear="yes"><proxy timeout="30"/></location>
                </subaction>
                <incoming>
                  <lookup source="registration">
                    <success><proxy timeout="15"><default><sub ref="mobile"/></default></proxy></success>
                    <notfound><sub ref="mobile"/></notfound>
                  </lookup>
                </incoming>
                """))
        .isEqualTo(
            new CplImport.Rules(
                List.of(
                    CallRule.always(On.BUSY, mobile()),
                    CallRule.always(On.NO_ANSWER, mobile()),
                    CallRule.always(On.UNREACHABLE, mobile())),
                Duration.ofSeconds(15),
                false,
                List.of()));
  }

  @Test
  void phonesAndAMobileTogetherAreASearch() {
    assertThat(
            imported(
                """
                <incoming>
                  <lookup source="registration"><success>
                    <location url="tel:+4915112345678"><proxy timeout="20"><default>
                      <location url="sip:voicemail@pbx.example;target=1001" clear="yes"><proxy/></location>
                    </default></proxy></location>
                  </success></lookup>
                </incoming>
                """))
        .isEqualTo(
            new CplImport.Rules(
                List.of(
                    CallRule.always(
                        On.CALL,
                        new Action.Follow(
                            List.of(
                                new Action.Step(
                                    List.of("1001", "+4915112345678"),
                                    Duration.ofSeconds(20),
                                    false))))),
                CallSettings.RING_TIME,
                true,
                List.of()));
  }

  @Test
  void casesWithTheSameEndAreOneRule() {
    assertThat(
            imported(
                """
                <incoming>
                  <address-switch field="origin" subfield="tel">
                    <address subdomain-of="+4989"><reject status="reject" reason="Not you"/></address>
                    <address is="1002"><reject status="reject" reason="Not you"/></address>
                  </address-switch>
                </incoming>
                """))
        .isEqualTo(
            new CplImport.Rules(
                List.of(
                    new CallRule(
                        On.CALL,
                        From.NUMBERS,
                        List.of(new NumberPattern("+4989*"), new NumberPattern("1002")),
                        null,
                        true,
                        new Action.Forward(new Destination.Refusal(Destination.Refused.DECLINED)))),
                CallSettings.RING_TIME,
                null,
                List.of("Rules cannot say \"Not you\" to who is refused.")));
  }

  /** What the examples of RFC 3880 §13 say beyond rules is named with its line. */
  @Test
  void whatRulesHaveNoWordsForStaysAScript() {
    Map<String, String> why =
        Map.of(
            "figure-19-redirect-unconditional", "line 5: Rules forward to this site's numbers",
            "figure-22-screening", "",
            "figure-23-priority-and-language", "Rules have no priority-switch.",
            "figure-24-outgoing-screening", "Rules are for calls that come",
            "figure-25-time-of-day", "No schedule of this site has these times",
            "figure-26-location-filtering", "Rules have no string-switch.",
            "figure-27-non-signalling", "something else");
    why.forEach((name, sentence) -> {
      CplImport.Imported its = imported(fixture(name));
      if (sentence.isEmpty()) {
        assertThat(its).as(name).isInstanceOf(CplImport.Rules.class);
      } else {
        assertThat(its).as(name).isInstanceOf(CplImport.StaysScript.class);
        assertThat(its.toString()).as(name).contains(sentence);
      }
    });
  }

  private static Action mobile() {
    return new Action.Follow(
        List.of(new Action.Step(List.of("+4915112345678"), Duration.ofSeconds(30), false)));
  }

  private static CplImport.Imported imported(String body) {
    return imported(script("<cpl xmlns=\"" + CplGrammar.NAMESPACE + "\">" + body + "</cpl>"));
  }

  private static CplImport.Imported imported(CplScript script) {
    return CplImport.of(
        script, "1001", "pbx.example", Map.of("office", CplExportTest.OFFICE), NOON);
  }
}
