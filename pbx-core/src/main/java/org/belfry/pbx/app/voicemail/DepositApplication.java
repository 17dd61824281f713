package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Diverted;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.voicemail.Mailbox.Greeting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message for the user that its argument names: a greeting that fits why the call came, a
 * beep, the recording, a review for who ends it with #. Who hangs up has left the message; only
 * what is too short is none. * during the greeting leads the owner into the mailbox.
 */
public final class DepositApplication implements VoiceApplication {
  public static final String NAME = "voicemail";
  private static final Logger LOG = LoggerFactory.getLogger(DepositApplication.class);

  private final Mailboxes mailboxes;
  private final VoicemailLimits limits;
  private final RetrievalApplication retrieval;

  public DepositApplication(
      Mailboxes mailboxes, VoicemailLimits limits, RetrievalApplication retrieval) {
    this.mailboxes = mailboxes;
    this.limits = limits;
    this.retrieval = retrieval;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(VoiceCall call) {
    Mailbox box = mailboxes.of(call.argument());
    if (box == null) {
      call.refuse(404, "No Such Mailbox");
      return;
    }
    String language = box.language();
    if (language != null) {
      call.language(language);
    }
    switch (box.space()) {
      case FULL -> sorry(call, box, "vm-mailbox-full", "is full");
      case NO_DISK -> sorry(call, box, "vm-cannot-store", "takes no message: the disk is full");
      case ROOM -> {
        call.step("greeting");
        if (greeted(call, box)) {
          takeMessage(call, box);
        }
      }
    }
  }

  private static void sorry(VoiceCall call, Mailbox box, String phrase, String why) {
    LOG.warn("call={} the mailbox of {} {}", call.id(), box.extension(), why);
    call.play(Prompt.phrase(phrase), Prompt.phrase("goodbye"));
  }

  /** False when nobody is there to leave a message any more. */
  private boolean greeted(VoiceCall call, Mailbox box) {
    Awaited heard = call.await(Await.played(greeting(box, call.diverted())).keys("#*"));
    return switch (heard) {
      case Awaited.Pressed(char key) when key == '*' -> {
        retrieval.enter(call, box, false);
        yield false;
      }
      case Awaited.Gone gone -> false;
      default -> true;
    };
  }

  /** The owner's own, else one of ours that says why nobody answers. */
  static List<Prompt> greeting(Mailbox box, @Nullable Diverted diverted) {
    boolean busy = diverted != null && diverted.why() == Diverted.Why.BUSY;
    Path own = box.greeting(Greeting.TEMPORARY);
    if (own == null && busy) {
      own = box.greeting(Greeting.BUSY);
    }
    if (own == null) {
      own = box.greeting(Greeting.OWN);
    }
    if (own != null) {
      return List.of(new Prompt.Sound(own));
    }
    Path name = box.greeting(Greeting.NAME);
    List<Prompt> ours = new ArrayList<>();
    ours.add(Prompt.phrase("vm-mailbox-of"));
    ours.add(name == null ? Prompt.text(box.name()) : new Prompt.Sound(name));
    if (diverted != null) {
      ours.add(
          Prompt.phrase(
              switch (diverted.why()) {
                case BUSY -> "vm-busy";
                case NO_ANSWER -> "vm-nobody";
                case UNREACHABLE, ALWAYS -> "vm-away";
              }));
    }
    ours.add(Prompt.phrase("vm-leave-message"));
    return ours;
  }

  private void takeMessage(VoiceCall call, Mailbox box) {
    Deposit deposit;
    try {
      deposit =
          box.begin(
              new Sender(
                  call.id(), call.caller().number(), call.caller().name(), call.now(), null));
    } catch (Mailbox.Unavailable e) {
      LOG.error("call={} {}", call.id(), e.getMessage());
      call.play(Prompt.phrase("vm-cannot-store"), Prompt.phrase("goodbye"));
      return;
    }
    boolean ended = false;
    try {
      ended = recorded(call, deposit);
    } finally {
      if (!ended) {
        deposit.discard();
      }
    }
  }

  /** True when there is a message, or a part of one; false when there is none. */
  private boolean recorded(VoiceCall call, Deposit deposit) {
    for (int i = 0; i < VoicemailLimits.TRIES; i++) {
      call.step("recording");
      Recorded recorded =
          call.record(
              Recording.of(deposit.file(), limits.longest()).silence(VoicemailLimits.SILENCE));
      switch (recorded) {
        case Recorded.Kept kept when kept.sound().compareTo(limits.shortest()) < 0 -> {
          deposit.again();
          if (!call.play(Prompt.phrase("vm-too-short"))) {
            return false;
          }
        }
        case Recorded.Kept kept -> {
          if (accepted(call, kept)) {
            deposit.keep(kept);
            call.play(Prompt.phrase("vm-message-sent"), Prompt.phrase("goodbye"));
            return true;
          }
          deposit.again();
        }
        case Recorded.Failed(String sentence) -> {
          LOG.error("call={} a message was cut off: {}", call.id(), sentence);
          deposit.cutOff();
          call.play(Prompt.phrase("vm-cannot-store"), Prompt.phrase("goodbye"));
          return true;
        }
        case Recorded.Gone gone -> {
          return false;
        }
      }
    }
    call.play(Prompt.phrase("goodbye"));
    return false;
  }

  /** False to record again. Who hangs up, or says nothing, has left the message. */
  private static boolean accepted(VoiceCall call, Recorded.Kept kept) {
    if (kept.end() == Recorded.End.HANG_UP) {
      return true;
    }
    call.step("review");
    return Review.of(call, kept.file(), "vm-review") != Review.AGAIN;
  }
}
