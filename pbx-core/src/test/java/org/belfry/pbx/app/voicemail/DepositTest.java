package org.belfry.pbx.app.voicemail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.belfry.pbx.app.Diverted;
import org.belfry.pbx.app.FakeCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;
import org.belfry.pbx.app.voicemail.Mailbox.Space;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who leave messages, and those who do not. */
class DepositTest {
  @TempDir private Path directory;
  private FakeMailbox bob;
  private DepositApplication application;

  @BeforeEach
  void begin() {
    bob = new FakeMailbox("202", directory);
    Mailboxes all = extension -> extension.equals("202") ? bob : null;
    application =
        new DepositApplication(
            all, VoicemailLimits.DEFAULT, new RetrievalApplication(all, VoicemailLimits.DEFAULT));
  }

  private FakeCall call() {
    return FakeCall.to(application).argument("202");
  }

  @Test
  void whoHangsUpAfterSpeakingHasLeftAMessage() {
    FakeCall call =
        call().diverted("202", Diverted.Why.NO_ANSWER).waits(5).says(seconds(4)).hangsUp().run();
    assertThat(call.phrases()).containsExactly("vm-mailbox-of", "vm-nobody", "vm-leave-message");
    assertThat(bob.messages(Folder.NEW))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.from().number()).isEqualTo("201");
          assertThat(m.length()).isEqualTo(seconds(4));
        });
    assertThat(bob.open).isZero();
  }

  @Test
  void theGreetingSaysWhyNobodyAnswers() {
    assertThat(call().diverted("202", Diverted.Why.BUSY).waits(2).hangsUp().run().phrases())
        .contains("vm-mailbox-of")
        .doesNotContain("vm-nobody");
    assertThat(call().diverted("202", Diverted.Why.BUSY).waits(9).hangsUp().run().phrases())
        .contains("vm-busy");
    assertThat(call().diverted("202", Diverted.Why.UNREACHABLE).waits(9).hangsUp().run().phrases())
        .contains("vm-away");
    assertThat(call().waits(9).hangsUp().run().phrases())
        .containsExactly("vm-mailbox-of", "vm-leave-message");
  }

  @Test
  void theOwnersGreetingsGoBeforeOursAndTheTemporaryOneBeforeAll() throws Exception {
    Diverted busy = new Diverted("202", Diverted.Why.BUSY);
    for (Greeting which : new Greeting[] {Greeting.OWN, Greeting.BUSY, Greeting.TEMPORARY}) {
      Path recording = Files.createFile(directory.resolve("new.wav"));
      bob.setGreeting(which, recording);
      assertThat(DepositApplication.greeting(bob, busy))
          .containsExactly(new Prompt.Sound(directory.resolve(which + ".wav")));
    }
    bob.setGreeting(Greeting.TEMPORARY, null);
    assertThat(DepositApplication.greeting(bob, null))
        .containsExactly(new Prompt.Sound(directory.resolve("OWN.wav")));
  }

  @Test
  void hashEndsTheMessageAndLeadsToItsReview() {
    FakeCall call =
        call().waits(5).says(seconds(4)).dials("#").hears("vm-review").dials("21").run();
    assertThat(call.phrases())
        .containsExactly(
            "vm-mailbox-of",
            "vm-leave-message",
            "vm-review", // and while the message plays, 1 is pressed already
            "vm-message-sent",
            "goodbye");
    assertThat(bob.messages(Folder.NEW)).hasSize(1);
    assertThat(call.did("hangs up")).isFalse();
  }

  @Test
  void threeRecordsTheMessageAgain() {
    FakeCall call =
        call()
            .waits(5)
            .says(seconds(9))
            .dials("#")
            .hears("vm-review")
            .dials("3")
            .waits(1)
            .says(seconds(3))
            .hangsUp()
            .run();
    assertThat(call.log()).filteredOn(line -> line.contains("records")).hasSize(2);
    assertThat(bob.messages(Folder.NEW))
        .singleElement()
        .satisfies(m -> assertThat(m.length()).isEqualTo(seconds(3)));
  }

  @Test
  void whoIsSilentInTheReviewHasLeftTheMessage() {
    call().waits(5).says(seconds(4)).dials("#").waits(60).run();
    assertThat(bob.messages(Folder.NEW)).hasSize(1);
  }

  @Test
  void hashSkipsTheGreeting() {
    FakeCall call = call().waits(1).dials("#").waits(1).says(seconds(3)).hangsUp().run();
    assertThat(call.phrases()).containsExactly("vm-mailbox-of");
    assertThat(bob.messages(Folder.NEW)).hasSize(1);
  }

  @Test
  void whatIsTooShortIsNoMessage() {
    call().waits(5).says(seconds(1)).hangsUp().run();
    FakeCall silent = call().waits(60).run();
    assertThat(silent.phrases()).contains("vm-too-short").endsWith("goodbye");
    assertThat(bob.messages(Folder.NEW)).isEmpty();
    assertThat(bob.open).isZero();
  }

  @Test
  void aFullMailboxAndAFullDiskAreSaidToTheCaller() {
    bob.space = Space.FULL;
    assertThat(call().run().phrases()).containsExactly("vm-mailbox-full", "goodbye");
    bob.space = Space.NO_DISK;
    assertThat(call().run().phrases()).containsExactly("vm-cannot-store", "goodbye");
    bob.space = Space.ROOM;
    bob.away = true;
    assertThat(call().run().phrases()).endsWith("vm-cannot-store", "goodbye");
  }

  @Test
  void whereThereIsNoMailboxTheCallIsRefused() {
    FakeCall call = FakeCall.to(application).argument("999").run();
    assertThat(call.did("refuses 404")).isTrue();
    assertThat(call.answered()).isFalse();
  }

  @Test
  void starDuringTheGreetingLetsTheOwnerInByPin() {
    bob.withPin("7391");
    FakeCall call =
        call()
            .waits(1)
            .dials("*")
            .hears("vm-enter-pin")
            .dials("7391#")
            .hears("vm-main-menu")
            .dials("*")
            .run();
    assertThat(call.phrases())
        .containsSubsequence("vm-enter-pin", "vm-no-messages", "vm-main-menu", "goodbye");
  }

  @Test
  void theMailboxSpeaksItsLanguage() {
    bob.language = "de";
    FakeCall call = call().waits(2).hangsUp().run();
    assertThat(call.phrases()).contains("vm-mailbox-of");
  }

  @Test
  void theCallerMayHangUpAtAnyStep() {
    FakeCall.hangUpSweep(() -> {
      begin();
      return call()
          .waits(5)
          .says(seconds(4))
          .dials("#")
          .hears("vm-review")
          .dials("23")
          .waits(1)
          .says(seconds(3))
          .dials("#")
          .waits(2)
          .dials("1")
          .then(() -> assertThat(bob.open).isLessThan(2));
    });
    assertThat(bob.open).isZero();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
