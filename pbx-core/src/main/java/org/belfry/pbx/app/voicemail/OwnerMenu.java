package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import java.time.Duration;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;

/** What owners set on the phone: greetings and the PIN. */
final class OwnerMenu {
  private static final Duration GREETING_MAX = Duration.ofMinutes(2);

  private final VoiceCall call;
  private final Mailbox box;

  OwnerMenu(Visit visit) {
    this.call = visit.call();
    this.box = visit.box();
  }

  void run() {
    for (int i = 0; i < RetrievalApplication.ROUNDS && !call.gone(); i++) {
      call.step("options");
      switch (Keys.oneOf(call, "12*", Prompt.phrase("vm-options"))) {
        case '1' -> greetings();
        case '2' -> choosePin(call, box);
        default -> {
          return;
        }
      }
    }
  }

  private void greetings() {
    for (int i = 0; i < RetrievalApplication.ROUNDS && !call.gone(); i++) {
      switch (Keys.oneOf(call, "1234*", Prompt.phrase("vm-greetings"))) {
        case '1' -> greeting(Greeting.OWN);
        case '2' -> greeting(Greeting.BUSY);
        case '3' -> greeting(Greeting.TEMPORARY);
        case '4' -> greeting(Greeting.NAME);
        default -> {
          return;
        }
      }
    }
  }

  private void greeting(Greeting which) {
    for (int i = 0; i < RetrievalApplication.ROUNDS && !call.gone(); i++) {
      switch (Keys.oneOf(call, "123*", Prompt.phrase("vm-greeting-menu"))) {
        case '1' -> record(which);
        case '2' -> {
          Path own = box.greeting(which);
          call.play(own == null ? Prompt.phrase("vm-greeting-none") : new Prompt.Sound(own));
        }
        case '3' -> {
          box.setGreeting(which, null);
          call.play(Prompt.phrase("vm-greeting-removed"));
        }
        default -> {
          return;
        }
      }
    }
  }

  private void record(Greeting which) {
    Path draft = box.draft();
    try {
      for (int i = 0; i < VoicemailLimits.TRIES; i++) {
        call.step("records a greeting");
        call.play(Prompt.phrase("after-the-tone"));
        Recorded recorded = call.record(Recording.of(draft, GREETING_MAX));
        if (!(recorded instanceof Recorded.Kept kept) || call.gone()) {
          call.play(Prompt.phrase("recording-failed"));
          return;
        }
        if (!kept.sound().isPositive()) {
          call.play(Prompt.phrase("recording-too-short"));
        } else if (Review.of(call, draft, "review-menu") == Review.ACCEPTED) {
          box.setGreeting(which, draft);
          call.play(Prompt.phrase("vm-greeting-saved"));
          return;
        }
        Visit.delete(draft);
      }
    } finally {
      Visit.delete(draft);
    }
  }

  /** True when there is a new one. */
  static boolean choosePin(VoiceCall call, Mailbox box) {
    for (int i = 0; i < VoicemailLimits.TRIES && !call.gone(); i++) {
      String pin = Keys.number(call, "vm-new-pin");
      if (pin.isEmpty()) {
        continue;
      }
      if (!pin.equals(Keys.number(call, "vm-new-pin-again"))) {
        call.play(Prompt.phrase("vm-pin-differs"));
      } else if (box.setPin(pin)) {
        call.play(Prompt.phrase("vm-pin-changed"));
        return true;
      } else {
        call.play(Prompt.phrase("vm-pin-weak"));
      }
    }
    return false;
  }
}
