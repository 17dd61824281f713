package org.belfry.pbx.app.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.app.ivr.Menus.FIVE;
import static org.belfry.pbx.app.ivr.Menus.again;
import static org.belfry.pbx.app.ivr.Menus.attendant;
import static org.belfry.pbx.app.ivr.Menus.fields;
import static org.belfry.pbx.app.ivr.Menus.goTo;
import static org.belfry.pbx.app.ivr.Menus.hangUp;
import static org.belfry.pbx.app.ivr.Menus.lines;
import static org.belfry.pbx.app.ivr.Menus.menu;
import static org.belfry.pbx.app.ivr.Menus.say;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlawsTest {
  @Test
  void aGoodOneHasNone() {
    assertThat(
            Flaws.of(
                attendant("top", menu("1", "desk", "*", "top"), "desk", goTo("dial:1001", "top"))))
        .isEmpty();
  }

  @Test
  void nodesThatDoNotExistAreToldWhereTheyAreNamed() {
    assertThat(fields(attendant("top", menu("1", "nowhere"), "x", say("x", "y"))))
        .containsExactlyInAnyOrder("nodes.top.menu.keys.1", "nodes.x.say.next");
  }

  @Test
  void aStartThatDoesNotExistIsTold() {
    Attendant a =
        new Attendant("x", null, null, "nowhere", new LinkedHashMap<>(Map.of("top", hangUp())));
    assertThat(fields(a)).containsExactly("start");
  }

  @Test
  void aNodeThatNobodyGetsToIsTold() {
    assertThat(fields(attendant("top", menu("1", "bye"), "bye", hangUp(), "attic", hangUp())))
        .containsExactly("nodes.attic");
  }

  @Test
  void aWebServersNodesAreReached() {
    Node ask = new Node.Ask("https://crm.example", FIVE, Set.of("vip"), null);
    assertThat(Flaws.of(attendant("ask", ask, "vip", hangUp()))).isEmpty();
  }

  @Test
  void aCircleInWhichNobodyIsAskedIsTold() {
    assertThat(Flaws.of(attendant("a", say("x", "b"), "b", new Node.Branch("office", "a", null))))
        .containsExactly(
            new Flaws.Flaw(
                "nodes.b.branch.open",
                "the call would go round without anything being pressed: a → b → a"));
  }

  @Test
  void aSilentCallerMayNotGoRoundEither() {
    Node top =
        new Node.Menu(
            lines("?"),
            new LinkedHashMap<>(Map.of("1", "top")),
            false,
            FIVE,
            again(1, null),
            again(1, "top"));
    assertThat(fields(attendant("top", top))).containsExactly("nodes.top.menu.silence.then");
  }

  @Test
  void aTreeWithoutAWayOutIsTold() {
    Node top =
        new Node.Menu(
            lines("?"),
            new LinkedHashMap<>(Map.of("1", "top")),
            false,
            FIVE,
            again(1, "top"),
            again(1, "top"));
    assertThat(fields(attendant("top", top)))
        .containsExactlyInAnyOrder("nodes.top", "nodes.top.menu.silence.then");
  }
}
