package org.belfry.pbx.app.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.app.ivr.Menus.FIVE;
import static org.belfry.pbx.app.ivr.Menus.NIGHT;
import static org.belfry.pbx.app.ivr.Menus.NOON;
import static org.belfry.pbx.app.ivr.Menus.TWICE;
import static org.belfry.pbx.app.ivr.Menus.again;
import static org.belfry.pbx.app.ivr.Menus.at;
import static org.belfry.pbx.app.ivr.Menus.attendant;
import static org.belfry.pbx.app.ivr.Menus.begin;
import static org.belfry.pbx.app.ivr.Menus.goTo;
import static org.belfry.pbx.app.ivr.Menus.hangUp;
import static org.belfry.pbx.app.ivr.Menus.lines;
import static org.belfry.pbx.app.ivr.Menus.menu;
import static org.belfry.pbx.app.ivr.Menus.press;
import static org.belfry.pbx.app.ivr.Menus.say;
import static org.belfry.pbx.app.ivr.Menus.silence;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.app.ivr.Passed.What;
import org.belfry.pbx.directory.Destination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IvrSessionTest {
  private static Act.Send send(String to) {
    return new Act.Send(Destination.parse(to), true);
  }

  private static List<What> whats(IvrSession.Advance turn) {
    return turn.passed().stream().map(Passed::what).toList();
  }

  @Test
  void aNodeMayChangeTheLanguageOfAllThatFollows() {
    Attendant a = attendant("first", new Node.Say(lines("Willkommen"), true, null, "de"));
    assertThat(begin(a).act()).isEqualTo(new Act.Say(lines("Willkommen"), true, "de"));
  }

  @Test
  void aKeyLeadsToItsNode() {
    Attendant a =
        attendant(
            "top",
            menu("1", "sales", "2", "bye"),
            "sales",
            goTo("app:queue:sales", null),
            "bye",
            hangUp());
    IvrSession.Advance first = begin(a);
    assertThat(first.act()).isEqualTo(new Act.Gather(lines("Press a key."), 1, false, FIVE));
    assertThat(press(first, "1").act()).isEqualTo(send("app:queue:sales"));
    assertThat(press(first, "2").act()).isEqualTo(new Act.HangUp(lines("Goodbye.")));
    assertThat(press(first, "1").passed())
        .containsExactly(new Passed("top", What.KEY, "1"), new Passed("sales", What.ENTERED, ""));
  }

  @Test
  void whoPressesSomethingWrongIsAskedAgainAndThenSentElsewhere() {
    Node top =
        new Node.Menu(
            lines("Press 1."),
            new LinkedHashMap<>(Map.of("1", "bye")),
            false,
            FIVE,
            new Node.Again(lines("No."), 2, "desk"),
            TWICE);
    Attendant a = attendant("top", top, "bye", hangUp(), "desk", goTo("dial:1001", null));
    IvrSession.Advance turn = begin(a);
    turn = press(turn, "9");
    assertThat(turn.act()).isEqualTo(new Act.Gather(lines("No.", "Press 1."), 1, false, FIVE));
    turn = press(turn, "9");
    assertThat(whats(turn)).containsExactly(What.INVALID);
    turn = press(turn, "9");
    assertThat(turn.act()).isEqualTo(send("dial:1001"));
  }

  @Test
  void whoPressesNothingIsAskedAgainAndThenHearsGoodbye() {
    Attendant a = attendant("top", menu("1", "bye"), "bye", hangUp());
    IvrSession.Advance turn = silence(silence(begin(a)));
    assertThat(turn.act()).isInstanceOf(Act.Gather.class);
    assertThat(silence(turn).act()).isEqualTo(new Act.HangUp(Phrases.GOODBYE));
  }

  @Test
  void digitsAreKeptUnderTheirNameAndSpokenBack() {
    Node ask = new Node.Collect(lines("Your order?"), "order", 3, 6, FIVE, TWICE, TWICE, "back");
    Attendant a =
        attendant(
            "ask",
            ask,
            "back",
            say("You said {order}, {callerName}. {nothing}", "bye"),
            "bye",
            hangUp());
    IvrSession.Advance turn = begin(a);
    assertThat(turn.act()).isEqualTo(new Act.Gather(lines("Your order?"), 6, true, FIVE));
    assertThat(whats(press(turn, "12"))).containsExactly(What.INVALID);
    assertThat(press(turn, "1234").act())
        .isEqualTo(new Act.Say(lines("You said 1234, Carol. "), true));
  }

  @Test
  void anExtensionIsDialledWhenItIsOneOfOurs() {
    Attendant a = attendant("who", new Node.Extension(lines("Whom?"), FIVE, TWICE, TWICE, null));
    assertThat(press(begin(a), "1002").act()).isEqualTo(send("dial:1002"));
    assertThat(press(begin(a), "6000").act()).isEqualTo(send("dial:6000"));
    for (String wrong : List.of("0019005551234", "*72", "112", "9")) {
      assertThat(whats(press(begin(a), wrong))).as(wrong).containsExactly(What.INVALID);
    }
  }

  @Test
  void whoIsNotReachedByExtensionComesBack() {
    Attendant a =
        attendant(
            "who", new Node.Extension(lines("Whom?"), FIVE, TWICE, TWICE, "bye"), "bye", hangUp());
    IvrSession.Advance sent = press(begin(a), "1002");
    assertThat(sent.walk().on(new Heard.Untaken(), at(NOON)).act())
        .isEqualTo(new Act.HangUp(lines("Goodbye.")));
  }

  @Test
  void aMenuMayTakeExtensionsAsWell() {
    Node top =
        new Node.Menu(
            lines("?"), new LinkedHashMap<>(Map.of("1", "bye")), true, FIVE, TWICE, TWICE);
    Attendant a = attendant("top", top, "bye", hangUp());
    assertThat(press(begin(a), "1001").act())
        .isEqualTo(new Act.Send(Destination.parse("dial:1001"), false));
    assertThat(press(begin(a), "1").act()).isInstanceOf(Act.HangUp.class);
    IvrSession.Advance back = press(begin(a), "1001").walk().on(new Heard.Untaken(), at(NOON));
    assertThat(back.act())
        .isEqualTo(new Act.Gather(lines("prompt:nobody-there", "?"), 32, true, FIVE));
  }

  @ParameterizedTest
  @CsvSource({
    "76484, 1001", // SMITH
    "2542376484, 1001", // ALICESMITH
    "76484254, 1001", // SMITHALI
    "5674, 1003", // JORG: Jörg
    "685537, 1003", // MULLER: Müller
    "963, 1004", // ZOE: Zoë
    "6345, 1004", // NEIL: O'Neil
  })
  void aNameIsFoundByTheKeysOfItsLetters(String keys, String extension) {
    Attendant a = attendant("who", new Node.Name(lines("Spell."), FIVE, TWICE, TWICE, null));
    assertThat(press(begin(a), keys).act()).isEqualTo(send("dial:" + extension));
  }

  @Test
  void oneOfSeveralNamesIsChosen() {
    Attendant a = attendant("who", new Node.Name(lines("Spell."), FIVE, TWICE, TWICE, null));
    IvrSession.Advance choice = press(begin(a), "76"); // SM
    assertThat(choice.act())
        .isEqualTo(
            new Act.Gather(
                lines(
                    "prompt:for",
                    "Alice Smith",
                    "prompt:press",
                    "number:1",
                    "prompt:for",
                    "Bob Smythe",
                    "prompt:press",
                    "number:2"),
                1,
                false,
                FIVE));
    assertThat(press(choice, "2").act()).isEqualTo(send("dial:1002"));
    assertThat(whats(press(choice, "3"))).containsExactly(What.INVALID);
    assertThat(whats(silence(choice))).containsExactly(What.SILENCE);
    assertThat(press(press(choice, "3"), "76484").act()).isEqualTo(send("dial:1001"));
  }

  @Test
  void aScheduleBranches() {
    Attendant a =
        attendant(
            "branch",
            new Node.Branch("office", "day", "night"),
            "day",
            menu("1", "night"),
            "night",
            hangUp());
    assertThat(begin(a).act()).isInstanceOf(Act.Gather.class);
    assertThat(IvrSession.begin(a, Menus.none(), at(NIGHT)).act()).isInstanceOf(Act.HangUp.class);
  }

  @Test
  void aWebServerNamesTheNextNodeAndSetsValues() {
    Node ask = new Node.Ask("https://crm.example/", Duration.ofSeconds(3), Set.of("vip"), "bye");
    Attendant a = attendant("ask", ask, "vip", say("Hello {title}", "bye"), "bye", hangUp());
    IvrSession.Advance asked = begin(a);
    assertThat(asked.act())
        .isInstanceOfSatisfying(
            Act.Ask.class, act -> assertThat(act.values()).containsEntry("caller", "+49170"));
    IvrSession.Advance answer =
        asked
            .walk()
            .on(new Heard.Answer("vip", Map.of("title", "Doctor", "caller", "forged")), at(NOON));
    assertThat(answer.act()).isEqualTo(new Act.Say(lines("Hello Doctor"), true));
    assertThat(answer.walk().values()).containsEntry("caller", "+49170");
    for (Heard bad :
        List.of(
            new Heard.NoAnswer("time is over"),
            new Heard.Answer("ask", Map.of()),
            new Heard.Answer(null, Map.of()))) {
      IvrSession.Advance failed = asked.walk().on(bad, at(NOON));
      assertThat(failed.act()).isInstanceOf(Act.HangUp.class);
      assertThat(whats(failed)).containsExactly(What.FAILED, What.ENTERED);
    }
  }

  @Test
  void aCallThatGoesRoundWithoutInputIsEnded() {
    Attendant a = attendant("a", say("Hello", "b"), "b", new Node.Branch("office", "a", "a"));
    IvrSession.Advance turn = begin(a);
    int said = 0;
    while (turn.act() instanceof Act.Say) {
      turn = turn.walk().on(new Heard.Said(), at(NOON));
      assertThat(++said).isLessThan(IvrSession.IDLE_MAX);
    }
    assertThat(turn.act()).isEqualTo(new Act.HangUp(Phrases.FAILED));
    assertThat(whats(turn)).contains(What.TOO_LONG);
  }

  @Test
  void whoPressesKeysForEverIsEndedToo() {
    Attendant a = attendant("top", menu("1", "top"));
    IvrSession.Advance turn = begin(a);
    for (int i = 1; i < IvrSession.PASSED_MAX; i++) {
      turn = press(turn, "1");
    }
    assertThat(turn.act()).isInstanceOf(Act.Gather.class);
    assertThat(press(turn, "1").act()).isEqualTo(new Act.HangUp(Phrases.FAILED));
  }

  @Test
  void recordingAndMailboxEndWhereTheyAreToldTo() {
    Attendant a =
        attendant(
            "record",
            new Node.Recording(
                lines("Speak."), Duration.ofMinutes(1), new Destination.Mailbox("1001"), "box"),
            "box",
            new Node.Voicemail(new Destination.Mailbox("1002")));
    IvrSession.Advance turn = begin(a);
    assertThat(turn.act()).isInstanceOf(Act.Recording.class);
    turn = turn.walk().on(new Heard.Recorded(), at(NOON));
    assertThat(turn.act()).isEqualTo(send("voicemail:1002"));
    assertThat(turn.walk().on(new Heard.Untaken(), at(NOON)).act())
        .isEqualTo(new Act.HangUp(Phrases.UNTAKEN));
  }

  @Test
  void anEmptyThenOfWrongKeysIsAGoodbye() {
    Node top =
        new Node.Menu(
            lines("?"),
            new LinkedHashMap<>(Map.of("1", "top")),
            false,
            FIVE,
            again(0, null),
            TWICE);
    assertThat(press(begin(attendant("top", top)), "5").act())
        .isEqualTo(new Act.HangUp(Phrases.GOODBYE));
  }
}
