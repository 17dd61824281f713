package org.belfry.pbx.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users' own scripts, both ways. */
class ScriptPlansTest {
  private final Site site = new Site().user("1001").user("1002").user("1003");
  private final List<Script.Call> asked = new ArrayList<>();

  @Test
  void aScriptIsAskedForCallsToItsOwnerAndMayDoWhatWouldHappenWithoutIt() {
    site.user("1002", Site.Settings::mailbox);
    owns("1002", Script.Around::normal);
    assertThat(site.tree("1001", "1002"))
        .isEqualTo(
            """
            ring phones 1002 for 30 s
            └ if nobody takes it: ring application voicemail 1002 for 60 s
            """);
    assertThat(asked.getFirst())
        .isEqualTo(
            Script.Call.between(
                Script.Direction.INCOMING, "sip:1001@pbx.example", "sip:1002@pbx.example"));
  }

  @Test
  void placesOfAScriptGoByItsOwnersPermissions() {
    site.trunk("main", "+4930100").route("all", "", "main");
    owns("1002", around -> ring(around.place("tel:0170123456")));
    assertThat(site.tree("1001", "1002")).startsWith("ring outside +49170123456 by main");
    owns("1002", around -> ring(around.place("sip:1003@pbx.example")));
    assertThat(site.tree("1001", "1002")).startsWith("ring phones 1003");
    owns("1002", around -> ring(around.place("tel:0900123456")));
    assertThat(site.tree("1001", "1002")).startsWith("refuse with 480");
  }

  @Test
  void aScriptDecidesAboutItsOwnersCallsButNeverAboutEmergencyCalls() {
    site.trunk("main", "+4930100").route("all", "", "main");
    owns("1001", around -> new CallPlan.Reject(403, "not today"));
    assertThat(site.tree("1001", "1003")).isEqualTo("refuse with 403 not today\n");
    assertThat(site.tree("1001", "112")).startsWith("tell 1001 that 1001 makes an emergency call");
  }

  @Test
  void nobodyOutsidePassesForAColleague() {
    owns("1002", Script.Around::normal);
    site.plan(new Caller.Stranger("1001", false), "1002", LiveState.QUIET, Instant.EPOCH, 0);
    assertThat(asked.getLast().origin()).isEqualTo("sip:1001@outside.invalid");
    site.plan(new Caller.Stranger("x", true), "1002", LiveState.QUIET, Instant.EPOCH, 0);
    assertThat(asked.getLast().origin()).isEqualTo("sip:anonymous@anonymous.invalid");
  }

  /** A peer's numbers by its domain, however few digits they have, are no way past the right. */
  @Test
  void aPeersDomainNeedsTheOwnersRightAndIsCountedAsThePeers() {
    Hop hop = Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.7", 5060));
    site.peers.add(new Peer(1, "gw", List.of(), 0, "gw.example", null, hop, null, true));
    site.trunk("main", "+4930100").route("all", "", "main");
    owns("1002", around -> ring(around.place("sip:0900123456@gw.example")));
    assertThat(site.tree("1001", "1002")).startsWith("refuse with 480");
    owns("1002", around -> ring(around.place("sip:anybody@gw.example")));
    assertThat(site.tree("1001", "1002")).startsWith("ring neighbour gw");
    site.peers.set(0, new Peer(1, "gw", List.of(), 0, "gw.example", null, null, null, true));
    assertThat(site.tree("1001", "1002")).startsWith("refuse with 480");
  }

  /** Phones follow a redirect by themselves, so it needs the same rights as a transfer. */
  @ParameterizedTest
  @CsvSource({
    "sip:1003@pbx.example, true",
    "tel:0170123456, true",
    "sip:anybody@elsewhere.example, true",
    "tel:0900123456, false",
    "sip:0900123456@pbx.example, false",
    "sip:*720900123456@pbx.example, false",
    "sip:77@pbx.example, false",
    "sip:~queue-login@pbx.example, false",
    "sip:%7Equeue-login@pbx.example, false",
    "nonsense, false"
  })
  void aScriptRedirectsACallerWhereItsOwnerMayDialAlone(String uri, boolean may) {
    site.trunk("main", "+4930100").route("all", "", "main");
    site.features.put("*72", FeatureCode.FORWARD_ALWAYS);
    site.user(
        "1001",
        its -> {
          its.speedDials = Map.of("77", "0900123456");
          return its;
        });
    List<Boolean> told = new ArrayList<>();
    owns(
        "1002",
        around -> {
          told.add(around.mayRedirect(uri));
          return new CallPlan.Reject(480, "asked");
        });
    site.tree("1001", "1002");
    assertThat(told).containsExactly(may);
  }

  /** Two scripts that redirect to each other are asked once. */
  @Test
  void scriptsThatRedirectToEachOthersNumbersComeToAnEnd() {
    for (String each : List.of("1002", "1003")) {
      site.inbound.add(
          new InboundNumber(
              new NumberPattern("+4930" + each), null, null, new Destination.Dial(each), null));
      owns(
          each,
          around -> {
            around.mayRedirect("tel:+49301002");
            around.mayRedirect("tel:+49301003");
            return new CallPlan.Reject(480, "asked");
          });
    }
    assertThat(site.tree("1001", "1002")).startsWith("refuse with 480");
  }

  private static CallPlan ring(CallPlan.Place place) {
    return place == null
        ? new CallPlan.Reject(480, "nowhere")
        : new CallPlan.Ring(
            List.of(CallPlan.Alert.of(place)), Duration.ofSeconds(20), CallPlan.Outcomes.NONE);
  }

  private interface Body {
    CallPlan plan(Script.Around around);
  }

  private void owns(String extension, Body body) {
    User user = site.users.get(extension);
    Script script =
        new Script() {
          @Override
          public String text() {
            return "";
          }

          @Override
          public Planned plan(Call call, Instant now, Around around) {
            asked.add(call);
            return new Planned(body.plan(around), List.of());
          }
        };
    site.users.put(
        extension,
        new User(
            user.id(),
            extension,
            user.name(),
            null,
            "",
            "",
            user.encryption(),
            user.settings(),
            script));
  }
}
