package org.belfry.pbx.app.voicemail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.app.FakeCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;
import org.belfry.pbx.app.voicemail.Mailbox.Space;
import org.belfry.pbx.call.Payer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners who come for their messages. */
class RetrievalTest {
  private static final Instant MORNING = Instant.parse("2026-11-21T08:15:00Z");

  @TempDir private Path directory;
  private FakeMailbox alice;
  private FakeMailbox bob;
  private RetrievalApplication application;

  @BeforeEach
  void begin() {
    alice = new FakeMailbox("201", directory).withPin("7391");
    bob = new FakeMailbox("202", directory).withPin("2846");
    Map<String, FakeMailbox> all = Map.of("201", alice, "202", bob);
    application = new RetrievalApplication(all::get, VoicemailLimits.DEFAULT);
  }

  /** Alice from her own phone, logged in. */
  private FakeCall alice() {
    return FakeCall.to(application)
        .from("201")
        .argument("201")
        .hears("vm-enter-pin")
        .dials("7391#");
  }

  /** Not even the owner's pickup group gets into the mailbox without a PIN. */
  @Test
  void nobodyTakesThePlaceOfWhoHasGivenThePin() {
    assertThat(alice().hears("vm-main-menu").hangsUp().run().keepsCaller()).isTrue();
  }

  @Test
  void newMessagesAreCountedHeardAndSaved() {
    alice.has(Folder.NEW, "202", MORNING).has(Folder.NEW, null, MORNING);
    alice.has(Folder.SAVED, "+4930123456", MORNING);
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("1")
            .hears("vm-message-menu")
            .dials("6")
            .hears("vm-message-menu")
            .dials("*")
            .hears("vm-main-menu")
            .dials("*")
            .run();
    assertThat(call.phrases())
        .containsSubsequence(
            "vm-enter-pin",
            "vm-you-have",
            "vm-new-messages",
            "vm-and",
            "vm-one",
            "vm-old-message",
            "vm-main-menu",
            "vm-message",
            "vm-received",
            "vm-from",
            "extension",
            "vm-message-menu",
            "vm-message",
            "unknown-caller");
    assertThat(call.played())
        .contains(new Prompt.Digits("202"))
        .anyMatch(p -> p instanceof Prompt.DayAndTime at && at.at().getHour() == 9);
    assertThat(alice.messages(Folder.NEW)).isEmpty();
    assertThat(alice.messages(Folder.SAVED)).hasSize(3);
  }

  @Test
  void aMessageThatWasNotHeardToItsEndStaysNew() {
    alice.has(Folder.NEW, "202", MORNING);
    alice().hears("vm-main-menu").dials("1").hears(RetrievalTest::isSound).hangsUp().run();
    assertThat(alice.messages(Folder.NEW)).hasSize(1);
  }

  @Test
  void sevenAndNineWindAndFiveHolds() {
    alice.has(Folder.NEW, "202", MORNING);
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("1")
            .hears(RetrievalTest::isSound)
            .dials("7955")
            .waits(10)
            .hangsUp()
            .run();
    assertThat(call.did("seeks PT-5S")).isTrue();
    assertThat(call.did("seeks PT5S")).isTrue();
    assertThat(call.did("holds")).isTrue();
    assertThat(call.did("goes on")).isTrue();
  }

  @Test
  void whatIsDeletedIsGoneAtTheEndAndMayBeHadBackUntilThen() {
    alice.has(Folder.NEW, "202", MORNING).has(Folder.NEW, "203", MORNING);
    alice()
        .hears("vm-main-menu")
        .dials("1")
        .hears("vm-message-menu")
        .dials("3")
        .hears("vm-deleted")
        .then(() -> assertThat(alice.messages(Folder.SAVED)).hasSize(1))
        .waits(2)
        .dials("6")
        .hears("vm-message-menu")
        .dials("3")
        .hears("vm-deleted")
        .waits(2)
        .dials("3")
        .hears("vm-undeleted")
        .hangsUp()
        .run();
    assertThat(alice.messages(Folder.SAVED))
        .singleElement()
        .satisfies(m -> assertThat(m.from().number()).isEqualTo("203"));
  }

  @Test
  void aMessageIsForwardedWithAComment() {
    alice.has(Folder.NEW, "203", MORNING);
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("1")
            .hears("vm-message-menu")
            .dials("8")
            .hears("vm-forward-to")
            .dials("202#")
            .hears("vm-forward-comment")
            .dials("1")
            .waits(2)
            .says(Duration.ofSeconds(3))
            .dials("#")
            .waits(3)
            .hangsUp()
            .run();
    assertThat(call.phrases()).contains("vm-forwarded");
    assertThat(bob.messages(Folder.NEW))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.from().forwardedBy()).isEqualTo("201");
          assertThat(m.length()).isEqualTo(Duration.ofSeconds(4));
        });
  }

  @Test
  void aFullMailboxTakesNoForwardedMessage() {
    alice.has(Folder.NEW, "203", MORNING);
    bob.space = Space.FULL;
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("1")
            .hears("vm-message-menu")
            .dials("8")
            .hears("vm-forward-to")
            .dials("202#")
            .hears("vm-forward-comment")
            .dials("2")
            .waits(3)
            .hangsUp()
            .run();
    assertThat(call.phrases()).contains("vm-mailbox-full");
  }

  @Test
  void theCallerIsCalledBackWithTheOwnersPermissions() {
    alice.has(Folder.NEW, "203", MORNING);
    FakeCall call =
        alice()
            .answers("203", Duration.ofSeconds(4), Duration.ofSeconds(20))
            .hears("vm-main-menu")
            .dials("1")
            .hears("vm-message-menu")
            .dials("9")
            .waits(40)
            .hangsUp()
            .run();
    assertThat(call.did("203 answers")).isTrue();
    assertThat(call.payer("203")).isEqualTo(new Payer.User("201"));
    assertThat(call.phrases()).contains("vm-calling-back").endsWith("vm-message-menu");
  }

  @Test
  void aHiddenCallerCannotBeCalledBack() {
    alice.has(Folder.NEW, null, MORNING);
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("1")
            .hears("vm-message-menu")
            .dials("9")
            .waits(2)
            .hangsUp()
            .run();
    assertThat(call.phrases()).contains("vm-cannot-call-back");
  }

  /** Otherwise a caller's name for itself and a guessed PIN would be a call anywhere. */
  @Test
  void whoComesFromElsewhereCallsNobodyOutsideAtTheOwnersExpense() {
    alice.has(Folder.NEW, "+882991234", MORNING);
    FakeCall outside = callsBack(FakeCall.to(application).fromOutside("+4930123456", null), "201#");
    assertThat(outside.phrases()).contains("vm-cannot-call-back").doesNotContain("vm-calling-back");
    alice.has(Folder.NEW, "+882991234", MORNING);
    FakeCall colleague = callsBack(FakeCall.to(application).from("202").argument("201"), "");
    assertThat(colleague.phrases()).doesNotContain("vm-calling-back");
    alice.has(Folder.NEW, "+882991234", MORNING);
    assertThat(callsBack(FakeCall.to(application).from("201").argument("201"), "").phrases())
        .contains("vm-calling-back");
  }

  @Test
  void whatIsNoNumberIsNotCalledBack() {
    for (String name : List.of("*72202", "sip:202@elsewhere.example", "202;app=page", "2\r\n0")) {
      alice.has(Folder.NEW, name, MORNING);
      FakeCall call = callsBack(FakeCall.to(application).from("201").argument("201"), "");
      assertThat(call.phrases())
          .as(name)
          .contains("vm-cannot-call-back")
          .doesNotContain("vm-calling-back");
    }
  }

  private static FakeCall callsBack(FakeCall call, String extension) {
    FakeCall logsIn =
        extension.isEmpty() ? call : call.hears("vm-enter-extension").dials(extension);
    return logsIn
        .hears("vm-enter-pin")
        .dials("7391#")
        .hears("vm-main-menu")
        .dials("1")
        .hears("vm-message-menu")
        .dials("9")
        .waits(2)
        .hangsUp()
        .run();
  }

  @Test
  void threeWrongPinsEndTheCallAndFiveLockTheMailbox() {
    FakeCall first = pins("1#", "2#", "3#");
    assertThat(first.phrases())
        .containsExactly(
            "vm-enter-pin",
            "vm-wrong-pin",
            "vm-enter-pin",
            "vm-wrong-pin",
            "vm-enter-pin",
            "vm-wrong-pin",
            "goodbye");
    assertThat(pins("4#", "5#").phrases()).endsWith("vm-locked", "goodbye");
    assertThat(pins("7391#").phrases()).containsExactly("vm-enter-pin", "vm-locked", "goodbye");
  }

  private FakeCall pins(String... pins) {
    FakeCall call = FakeCall.to(application).from("201").argument("201");
    for (String pin : pins) {
      call.hears("vm-enter-pin").dials(pin);
    }
    return call.run();
  }

  @Test
  void aStrangerIsAskedWhoseMailboxAndForThePin() {
    FakeCall call =
        FakeCall.to(application)
            .fromOutside("+4930123456", null)
            .hears("vm-enter-extension")
            .dials("999#")
            .hears("vm-enter-extension")
            .dials("202#")
            .hears("vm-enter-pin")
            .dials("2846#")
            .hears("vm-main-menu")
            .dials("*")
            .run();
    assertThat(call.phrases())
        .containsExactly(
            "vm-enter-extension",
            "vm-no-mailbox",
            "vm-enter-extension",
            "vm-enter-pin",
            "vm-no-messages",
            "vm-main-menu",
            "goodbye");
  }

  @Test
  void whoHasNoPinChoosesOneAtTheOwnPhoneAndNowhereElse() {
    alice.pin = null;
    FakeCall.to(application)
        .from("201")
        .argument("201")
        .hears("vm-new-pin")
        .dials("1111#")
        .hears("vm-new-pin-again")
        .dials("1111#")
        .hears("vm-new-pin")
        .dials("8642#")
        .hears("vm-new-pin-again")
        .dials("8642#")
        .hears("vm-main-menu")
        .hangsUp()
        .run();
    assertThat(alice.pin).isEqualTo("8642");
    alice.pin = null;
    FakeCall stranger =
        FakeCall.to(application)
            .fromOutside("201", null)
            .argument("201")
            .hears("vm-enter-pin")
            .dials("#")
            .waits(60)
            .run();
    assertThat(stranger.phrases()).doesNotContain("vm-choose-pin", "vm-main-menu");
  }

  @Test
  void greetingsAreRecordedHeardAndRemoved() {
    FakeCall call =
        alice()
            .hears("vm-main-menu")
            .dials("0")
            .hears("vm-options")
            .dials("1")
            .hears("vm-greetings")
            .dials("1")
            .hears("vm-greeting-menu")
            .dials("1")
            .waits(2)
            .says(Duration.ofSeconds(3))
            .dials("#")
            .hears("review-menu")
            .dials("1")
            .hears("vm-greeting-menu")
            .dials("2")
            .waits(4)
            .then(() -> assertThat(alice.greeting(Greeting.OWN)).exists())
            .dials("3")
            .waits(3)
            .hangsUp()
            .run();
    assertThat(call.phrases()).contains("vm-greeting-saved", "vm-greeting-removed");
    assertThat(alice.greeting(Greeting.OWN)).isNull();
  }

  @Test
  void whileTheDatabaseIsAwayThereIsASentence() {
    alice.away = true;
    FakeCall call = FakeCall.to(application).from("201").argument("201").run();
    assertThat(call.phrases()).containsExactly("not-available", "goodbye");
  }

  @Test
  void theOwnerMayHangUpAtAnyStep() {
    FakeCall.hangUpSweep(() -> {
      begin();
      alice.has(Folder.NEW, "202", MORNING).has(Folder.NEW, "203", MORNING);
      return alice()
          .answers("203", Duration.ofSeconds(1), Duration.ofSeconds(5))
          .hears("vm-main-menu")
          .dials("1")
          .hears("vm-message-menu")
          .dials("8")
          .hears("vm-forward-to")
          .dials("202#")
          .hears("vm-forward-comment")
          .dials("1")
          .waits(2)
          .says(Duration.ofSeconds(3))
          .dials("#")
          .hears("vm-message-menu")
          .dials("36")
          .hears("vm-message-menu")
          .dials("9")
          .waits(20)
          .dials("*")
          .hears("vm-main-menu")
          .dials("012")
          .waits(2)
          .dials("*2")
          .hears("vm-new-pin")
          .dials("8642#8642#**");
    });
  }

  private static boolean isSound(Prompt prompt) {
    return prompt instanceof Prompt.Sound;
  }
}
