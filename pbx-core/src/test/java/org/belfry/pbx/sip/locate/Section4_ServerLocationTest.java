package org.belfry.pbx.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.ServerLocation.Outcome;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From URI and zone to hops, by tables. */
@Rfc("3263")
class Section4_ServerLocationTest {
  private static final Supported ALL =
      new Supported(EnumSet.of(Transport.UDP, Transport.TCP, Transport.TLS), true, true, false);
  private static final Supported PLAIN =
      new Supported(EnumSet.of(Transport.UDP, Transport.TCP), true, false, false);

  private final ScriptedDns zone = new ScriptedDns((delay, task) -> {});

  @ParameterizedTest
  @CsvSource({
    "sip:192.0.2.1,                        udp:192.0.2.1:5060",
    "sip:192.0.2.1:5070,                   udp:192.0.2.1:5070",
    "sip:192.0.2.1;transport=tcp,          tcp:192.0.2.1:5060",
    "sips:192.0.2.1,                       tls:192.0.2.1:5061",
    "sips:192.0.2.1;transport=tcp,         tls:192.0.2.1:5061",
    "sip:[2001:db8::1],                    udp:[2001:db8::1]:5060",
    "sip:far.example;maddr=192.0.2.9,      udp:192.0.2.9:5060",
  })
  @Rfc("4.1")
  void anAddressNeedsNoDns(String uri, String hop) {
    assertThat(shown(uri, ALL)).containsExactly(hop);
    assertThat(zone.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:host.example:5070,                 udp:192.0.2.5:5070",
    "sip:host.example:5070;transport=tcp,   tcp:192.0.2.5:5070",
    "sips:host.example:5071,                tls:192.0.2.5:5071",
  })
  @Rfc("4.2")
  void aPortMeansTheHostItselfAndNoSrv(String uri, String hop) {
    zone.a("host.example", "192.0.2.5").srv("_sip._udp.host.example", 1, 1, 9999, "other.example");
    assertThat(shown(uri, ALL)).containsExactly(hop);
  }

  @Test
  @Rfc("4.1")
  void naptrChoosesTheTransportsInTheOwnersOrderAndLeavesOutWhatWeDoNotSpeak() {
    zone.naptr("far.example", 10, 10, "SIP+D2W", "_ws.far.example")
        .naptr("far.example", 30, 10, "SIP+D2U", "_sip._udp.far.example")
        .naptr("far.example", 20, 20, "SIP+D2T", "_sip._tcp.far.example")
        .naptr("far.example", 20, 10, "SIPS+D2T", "_sips._tcp.far.example")
        .srv("_sip._udp.far.example", 1, 1, 5060, "u.far.example")
        .srv("_sip._tcp.far.example", 1, 1, 5060, "t.far.example")
        .srv("_sips._tcp.far.example", 1, 1, 5061, "s.far.example")
        .a("u.far.example", "192.0.2.1")
        .a("t.far.example", "192.0.2.2")
        .a("s.far.example", "192.0.2.3");
    assertThat(shown("sip:bob@far.example", ALL))
        .containsExactly("tls:192.0.2.3:5061", "tcp:192.0.2.2:5060", "udp:192.0.2.1:5060");
    assertThat(shown("sip:bob@far.example", PLAIN))
        .containsExactly("tcp:192.0.2.2:5060", "udp:192.0.2.1:5060");
    assertThat(shown("sips:bob@far.example", ALL)).containsExactly("tls:192.0.2.3:5061");
  }

  @Test
  @Rfc("4.1")
  void withoutNaptrTheSrvRecordsOfOurTransportsCount() {
    zone.srv("_sip._tcp.far.example", 1, 1, 5062, "t.far.example").a("t.far.example", "192.0.2.2");
    assertThat(shown("sip:bob@far.example", PLAIN)).containsExactly("tcp:192.0.2.2:5062");
  }

  @Test
  @Rfc("4.2")
  void withoutSrvTheNameItselfIsTheServer() {
    zone.a("far.example", "192.0.2.7").aaaa("far.example", "2001:db8::7");
    assertThat(shown("sip:bob@far.example", PLAIN)).containsExactly("udp:192.0.2.7:5060");
    assertThat(shown("sip:bob@far.example;transport=tcp", PLAIN))
        .containsExactly("tcp:192.0.2.7:5060");
    assertThat(shown("sips:bob@far.example", ALL))
        .containsExactly("tls:192.0.2.7:5061", "tls:[2001:db8::7]:5061");
  }

  @Test
  @Rfc("4.2")
  void aTransportThatIsWrittenNeedsItsOwnSrvOnly() {
    zone.srv("_sip._udp.far.example", 1, 1, 5060, "u.far.example")
        .srv("_sip._tcp.far.example", 1, 1, 5070, "t.far.example")
        .a("u.far.example", "192.0.2.1")
        .a("t.far.example", "192.0.2.2");
    assertThat(shown("sip:bob@far.example;transport=tcp", PLAIN))
        .containsExactly("tcp:192.0.2.2:5070");
  }

  @Test
  @Rfc(value = "2782 Priority", other = true)
  void lowerPrioritiesComeFirst() {
    zone.srv("_sip._udp.far.example", 20, 0, 5060, "second.example")
        .srv("_sip._udp.far.example", 10, 0, 5060, "first.example")
        .a("first.example", "192.0.2.1")
        .a("second.example", "192.0.2.2");
    assertThat(shown("sip:far.example", PLAIN))
        .containsExactly("udp:192.0.2.1:5060", "udp:192.0.2.2:5060");
  }

  @Test
  @Rfc(value = "2782 Weight", other = true)
  void equalPrioritiesAreDrawnByWeight() {
    zone.srv("_sip._udp.far.example", 1, 30, 5060, "big.example")
        .srv("_sip._udp.far.example", 1, 10, 5060, "small.example")
        .srv("_sip._udp.far.example", 1, 0, 5060, "spare.example")
        .a("big.example", "192.0.2.1")
        .a("small.example", "192.0.2.2")
        .a("spare.example", "192.0.2.3");
    Map<String, Integer> first = new TreeMap<>();
    for (int seed = 0; seed < 4000; seed++) {
      List<Hop> hops = hops("sip:far.example", PLAIN, seed);
      assertThat(hops).hasSize(3);
      first.merge(hops.getFirst().shown(), 1, Integer::sum);
    }
    assertThat(first.get("udp:192.0.2.1:5060")).isBetween(2750, 3150);
    assertThat(first.get("udp:192.0.2.2:5060")).isBetween(800, 1150);
    assertThat(first.get("udp:192.0.2.3:5060")).isBetween(20, 250);
  }

  @Test
  @Rfc("4.2")
  void theSameRequestDrawsTheSameServerHoweverTheAnswerIsOrdered() {
    zone.srv("_sip._udp.far.example", 1, 5, 5060, "a.example")
        .srv("_sip._udp.far.example", 1, 5, 5060, "b.example")
        .a("a.example", "192.0.2.1")
        .a("b.example", "192.0.2.2");
    List<Hop> once = hops("sip:far.example", PLAIN, 99);
    zone.forget("_sip._udp.far.example");
    zone.srv("_sip._udp.far.example", 1, 5, 5060, "b.example")
        .srv("_sip._udp.far.example", 1, 5, 5060, "a.example");
    assertThat(hops("sip:far.example", PLAIN, 99)).isEqualTo(once);
  }

  @Test
  @Rfc(value = "2782 Target", other = true)
  void aDotSaysThatThereIsNoSuchService() {
    zone.srv("_sip._udp.far.example", 0, 0, 0, ".").a("far.example", "192.0.2.1");
    assertThat(locate("sip:far.example", PLAIN, 1))
        .isInstanceOfSatisfying(Outcome.Nowhere.class, n -> assertThat(n.certain()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:nowhere.example",
        "sip:ws.example;transport=ws",
        "sips:bob@ws.example;transport=udp",
        "sip:-bad_but_asked-.example",
        "sip:[2001:db8::1]",
        "sip:0.0.0.0",
        "sip:224.0.1.75",
        "sip:255.255.255.255",
      })
  void whatLeadsNowhereIsSaid(String uri) {
    assertThat(locate(uri, PLAIN, 1)).isInstanceOf(Outcome.Nowhere.class);
  }

  @Test
  void aNameThatLeadsToOurOwnMachineIsNotBelieved() {
    zone.a("evil.example", "127.0.0.1").a("evil.example", "192.0.2.1");
    assertThat(shown("sip:evil.example", PLAIN)).containsExactly("udp:192.0.2.1:5060");
  }

  @Test
  void whatTheNameServersKeepToThemselvesIsUnknownNotAbsent() {
    Outcome outcome =
        new ServerLocation(PLAIN)
            .locate(
                Destination.of(Grammar.uri("sip:far.example")),
                q -> new Answer.Failed("no answer"),
                new SplittableRandom(1));
    assertThat(outcome)
        .isInstanceOfSatisfying(Outcome.Nowhere.class, n -> assertThat(n.certain()).isFalse());
  }

  @Test
  void aFloodOfRecordsIsCutOff() {
    for (int i = 0; i < 500; i++) {
      zone.srv("_sip._udp.far.example", 1, 1, 5060, "h" + i + ".example")
          .a("h" + i + ".example", "192.0.2." + (i % 250 + 1))
          .a("h" + i + ".example", "198.51.100." + (i % 250 + 1));
    }
    assertThat(hops("sip:far.example", PLAIN, 1)).hasSize(ServerLocation.HOPS_MAX);
  }

  @Test
  void questionsAreAskedTogetherWhereTheyCanBe() {
    Outcome first =
        new ServerLocation(ALL)
            .locate(
                Destination.of(Grammar.uri("sip:far.example")), q -> null, new SplittableRandom(1));
    assertThat(first)
        .isEqualTo(new Outcome.Ask(Set.of(new Question("far.example", Question.Type.NAPTR))));
    Outcome second =
        new ServerLocation(ALL)
            .locate(
                Destination.of(Grammar.uri("sip:far.example")),
                q -> q.type() == Question.Type.NAPTR ? Answer.None.NONE : null,
                new SplittableRandom(1));
    assertThat(((Outcome.Ask) second).questions()).hasSize(3);
  }

  private List<String> shown(String uri, Supported supported) {
    return hops(uri, supported, 7).stream().map(Hop::shown).toList();
  }

  private List<Hop> hops(String uri, Supported supported, long seed) {
    Outcome outcome = locate(uri, supported, seed);
    assertThat(outcome).as(uri).isInstanceOf(Outcome.Located.class);
    return ((Outcome.Located) outcome).hops();
  }

  /** Answers from the zone until something is found. */
  private Outcome locate(String uri, Supported supported, long seed) {
    Map<Question, Answer> known = new HashMap<>();
    for (int round = 0; round < 8; round++) {
      Outcome outcome =
          new ServerLocation(supported)
              .locate(Destination.of(Grammar.uri(uri)), known::get, new SplittableRandom(seed));
      if (!(outcome instanceof Outcome.Ask ask)) {
        return outcome;
      }
      ask.questions().forEach(q -> known.put(q, zone.answer(q)));
    }
    throw new AssertionError("it asks for ever");
  }
}
