package org.belfry.pbx.app.voicemail;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.voicemail.Mailbox.PinCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives its owner the messages of a mailbox. From the owner's own phone the PIN is asked for, and
 * may be chosen when there is none yet; from any other phone the extension is asked for too.
 * Deleted messages can be restored until the call ends.
 */
public final class RetrievalApplication implements VoiceApplication {
  public static final String NAME = "mailbox";
  private static final Logger LOG = LoggerFactory.getLogger(RetrievalApplication.class);

  /** As often as anybody comes back to a menu in one call. */
  static final int ROUNDS = 200;

  private final Mailboxes mailboxes;
  private final VoicemailLimits limits;

  public RetrievalApplication(Mailboxes mailboxes, VoicemailLimits limits) {
    this.mailboxes = mailboxes;
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(VoiceCall call) {
    String own = call.caller().extension();
    Mailbox box = mailboxes.of(call.argument().isEmpty() && own != null ? own : call.argument());
    call.step("log-in");
    for (int i = 0; box == null && i < VoicemailLimits.TRIES && !call.gone(); i++) {
      String extension = Keys.number(call, "vm-enter-extension");
      box = extension.isEmpty() ? null : mailboxes.of(extension);
      if (box == null && !extension.isEmpty()) {
        call.play(Prompt.phrase("vm-no-mailbox"));
      }
    }
    if (box == null) {
      call.play(Prompt.phrase("goodbye"));
      return;
    }
    enter(call, box, box.extension().equals(own));
  }

  /**
   * Lets the owner in.
   *
   * @param ownPhone whether the call comes from the owner's phone, authenticated
   */
  void enter(VoiceCall call, Mailbox box, boolean ownPhone) {
    String language = box.language();
    if (language != null) {
      call.language(language);
    }
    call.keepCaller(); // whoever of the pickup group took its place would need no PIN
    try {
      if (loggedIn(call, box, ownPhone)) {
        Visit visit = new Visit(call, box, mailboxes, limits);
        try {
          mainMenu(visit);
        } finally {
          visit.leave();
        }
      }
    } catch (Mailbox.Unavailable e) {
      LOG.error("call={} mailbox {}: {}", call.id(), box.extension(), e.getMessage());
      call.play(Prompt.phrase("not-available"));
    }
    call.play(Prompt.phrase("goodbye"));
  }

  private static boolean loggedIn(VoiceCall call, Mailbox box, boolean ownPhone) {
    call.step("log-in");
    if (ownPhone && !box.hasPin()) {
      return call.play(Prompt.phrase("vm-choose-pin"))
          && box.extension().equals(call.caller().extension()) // still
          && OwnerMenu.choosePin(call, box);
    }
    for (int i = 0; i < VoicemailLimits.TRIES && !call.gone(); i++) {
      String pin = Keys.number(call, "vm-enter-pin");
      if (pin.isEmpty()) {
        continue;
      }
      PinCheck check =
          box.check(pin, ownPhone && box.extension().equals(call.caller().extension()));
      if (check == PinCheck.RIGHT) {
        return true;
      }
      call.play(Prompt.phrase(check == PinCheck.LOCKED ? "vm-locked" : "vm-wrong-pin"));
      if (check == PinCheck.LOCKED) {
        return false;
      }
    }
    return false;
  }

  private static void mainMenu(Visit visit) {
    VoiceCall call = visit.call();
    call.play(counts(visit));
    for (int i = 0; i < ROUNDS && !call.gone(); i++) {
      call.step("menu");
      switch (Keys.oneOf(call, "120*", Prompt.phrase("vm-main-menu"))) {
        case '1' -> visit.hear(Folder.NEW);
        case '2' -> visit.hear(Folder.SAVED);
        case '0' -> new OwnerMenu(visit).run();
        default -> {
          return;
        }
      }
    }
  }

  /** "You have two new messages and one saved message." */
  private static List<Prompt> counts(Visit visit) {
    int fresh = visit.count(Folder.NEW);
    int saved = visit.count(Folder.SAVED);
    if (fresh + saved == 0) {
      return List.of(Prompt.phrase("vm-no-messages"));
    }
    List<Prompt> said = new ArrayList<>();
    said.add(Prompt.phrase("vm-you-have"));
    if (fresh > 0) {
      count(said, fresh, "vm-new-message");
    }
    if (fresh > 0 && saved > 0) {
      said.add(Prompt.phrase("vm-and"));
    }
    if (saved > 0) {
      count(said, saved, "vm-old-message");
    }
    return said;
  }

  private static void count(List<Prompt> said, int how, String phrase) {
    said.add(how == 1 ? Prompt.phrase("vm-one") : new Prompt.Cardinal(how));
    said.add(Prompt.phrase(phrase + (how == 1 ? "" : "s")));
  }
}
