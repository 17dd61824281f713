package org.belfry.pbx.app.voicemail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.call.Payer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An owner in the mailbox: hears messages, and deletes them when leaving. */
final class Visit {
  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,32}");

  private final VoiceCall call;
  private final Mailbox box;
  private final Mailboxes mailboxes;
  private final VoicemailLimits limits;
  private final Set<Long> deleted = new LinkedHashSet<>();

  Visit(VoiceCall call, Mailbox box, Mailboxes mailboxes, VoicemailLimits limits) {
    this.call = call;
    this.box = box;
    this.mailboxes = mailboxes;
    this.limits = limits;
  }

  VoiceCall call() {
    return call;
  }

  Mailbox box() {
    return box;
  }

  VoicemailLimits limits() {
    return limits;
  }

  int count(Folder folder) {
    return box.messages(folder).size();
  }

  /** What was deleted is gone now. */
  void leave() {
    deleted.forEach(box::delete);
    deleted.clear();
  }

  /** From the oldest on, until the owner has enough. */
  void hear(Folder folder) {
    List<Message> messages = box.messages(folder);
    if (messages.isEmpty()) {
      call.play(Prompt.phrase(folder == Folder.NEW ? "vm-no-new" : "vm-no-old"));
      return;
    }
    int at = 0;
    for (int i = 0; i < RetrievalApplication.ROUNDS && !call.gone(); i++) {
      Message message = messages.get(at);
      call.step("message " + (at + 1) + " of " + messages.size());
      switch (heard(message, at, folder)) {
        case MENU -> {
          return;
        }
        case PREVIOUS -> {
          if (at == 0) {
            call.play(Prompt.phrase("vm-no-earlier"));
          } else {
            at--;
          }
        }
        case NEXT -> {
          if (++at == messages.size()) {
            call.play(Prompt.phrase("vm-no-more"));
            return;
          }
        }
      }
    }
  }

  private enum Then {
    NEXT,
    PREVIOUS,
    MENU
  }

  /** Plays a message and does what is asked for with it. */
  private Then heard(Message message, int at, Folder folder) {
    if (!Files.exists(message.sound())) {
      call.play(Prompt.phrase("vm-message-gone"));
      return Then.NEXT;
    }
    char key = played(with(header(message, at), new Prompt.Sound(message.sound())));
    if (folder == Folder.NEW && !call.gone()) {
      box.move(message.id(), Folder.SAVED);
    }
    for (int i = 0; i < RetrievalApplication.ROUNDS && !call.gone(); i++) {
      switch (key) {
        case '1' -> key = played(List.of(new Prompt.Sound(message.sound())));
        case '2' -> {
          deleted.remove(message.id());
          call.play(Prompt.phrase("vm-saved"));
          return Then.NEXT;
        }
        case '3' -> key = toggled(message);
        case '4' -> {
          return Then.PREVIOUS;
        }
        case '6' -> {
          return Then.NEXT;
        }
        case '8' -> {
          forward(message);
          key = menu();
        }
        case '9' -> {
          callBack(message);
          key = menu();
        }
        case '0' -> {
          call.play(Prompt.phrase("vm-message-help"));
          key = menu();
        }
        case '*' -> {
          return Then.MENU;
        }
        default -> key = menu();
      }
      if (key == Keys.NONE) {
        return Then.MENU;
      }
    }
    return Then.MENU;
  }

  private char toggled(Message message) {
    if (deleted.remove(message.id())) {
      call.play(Prompt.phrase("vm-undeleted"));
    } else {
      deleted.add(message.id());
      call.play(Prompt.phrase("vm-deleted"));
    }
    return menu();
  }

  private char menu() {
    return Keys.oneOf(call, "12346890*", Prompt.phrase("vm-message-menu"));
  }

  /**
   * Plays with the keys of a tape: 7 back, 9 forward, 5 to hold. The key that ended it; a blank
   * when all was played.
   */
  private char played(List<Prompt> prompts) {
    boolean held = false;
    Await what = Await.played(prompts).keys("12345678*09");
    for (int i = 0; i < RetrievalApplication.ROUNDS; i++) {
      switch (call.await(what)) {
        case Awaited.Pressed(char key) when key == '7' || key == '9' ->
            call.seek(key == '7' ? STEP.negated() : STEP);
        case Awaited.Pressed(char key) when key == '5' -> {
          held = !held;
          call.holdPlaying(held);
        }
        case Awaited.Pressed(char key) -> {
          call.holdPlaying(false);
          call.background(List.of());
          return key;
        }
        case Awaited.Told told -> LOG.debug("call={} is told {}", call.id(), told.message());
        case Awaited.Played all -> {
          return '?';
        }
        case Awaited.TimedOut over -> {
          return '?';
        }
        case Awaited.Gone gone -> {
          return '?';
        }
      }
      what = Await.more().keys("12345678*09");
    }
    return '?';
  }

  /** "Message 2, received yesterday at ten A M, from extension 201." */
  private List<Prompt> header(Message message, int at) {
    LocalDateTime when = LocalDateTime.ofInstant(message.from().at(), call.zone());
    List<Prompt> said = new ArrayList<>();
    said.add(Prompt.phrase("vm-message"));
    said.add(new Prompt.Cardinal(at + 1));
    said.add(Prompt.phrase("vm-received"));
    said.add(new Prompt.DayAndTime(when, LocalDate.ofInstant(call.now(), call.zone())));
    said.add(Prompt.phrase("vm-from"));
    String number = message.from().number();
    if (number == null || number.chars().noneMatch(Character::isDigit)) {
      said.add(Prompt.phrase("unknown-caller"));
    } else {
      if (mailboxes.of(number) != null) {
        said.add(Prompt.phrase("extension"));
      }
      said.add(new Prompt.Digits(number));
    }
    return said;
  }

  private static List<Prompt> with(List<Prompt> first, Prompt last) {
    List<Prompt> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }

  private void forward(Message message) {
    String extension = Keys.number(call, "vm-forward-to");
    Mailbox to = extension.isEmpty() ? null : mailboxes.of(extension);
    if (to == null) {
      call.play(Prompt.phrase(extension.isEmpty() ? "cancelled" : "vm-no-mailbox"));
      return;
    }
    char how = Keys.oneOf(call, "12*", Prompt.phrase("vm-forward-comment"));
    if (how != '1' && how != '2') {
      call.play(Prompt.phrase("cancelled"));
      return;
    }
    Path comment = box.draft();
    try {
      boolean spoken = how == '1' && spoke(comment);
      if (call.gone()) {
        return;
      }
      boolean done = box.forward(message.id(), to, spoken ? comment : null);
      call.play(Prompt.phrase(done ? "vm-forwarded" : "vm-mailbox-full"));
    } finally {
      delete(comment);
    }
  }

  private boolean spoke(Path comment) {
    call.play(Prompt.phrase("after-the-tone"));
    return call.record(Recording.of(comment, limits.longest())) instanceof Recorded.Kept kept
        && kept.sound().isPositive();
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a draft cannot be deleted: {}", e.getMessage());
    }
  }

  private void callBack(Message message) {
    String number = message.from().number();
    if (number == null || !mayCall(number)) {
      call.play(Prompt.phrase("vm-cannot-call-back"));
      return;
    }
    call.step("calls back");
    call.play(Prompt.phrase("vm-calling-back"));
    switch (call.bridge(Bridge.to(number).paidBy(new Payer.User(box.extension())))) {
      case Bridged.Talked talked -> LOG.debug("call={} has called back", call.id());
      case Bridged.Busy busy -> call.play(Prompt.phrase("line-busy"));
      case Bridged.NoAnswer none -> call.play(Prompt.phrase("nobody-there"));
      case Bridged.Refused refused -> call.play(Prompt.phrase("vm-cannot-call-back"));
      case Bridged.Gone gone -> LOG.debug("call={} is gone", call.id());
    }
  }

  /**
   * Whether to call whom a message says that it is from. Callers write that themselves, so it has
   * to be a number; and who comes from elsewhere than the owner's phones, with a PIN that may be
   * guessed, calls users alone: the owner would pay for the rest.
   */
  private boolean mayCall(String number) {
    boolean own = box.extension().equals(call.caller().extension());
    return mailboxes.of(number) != null || (own && NUMBER.matcher(number).matches());
  }
}
