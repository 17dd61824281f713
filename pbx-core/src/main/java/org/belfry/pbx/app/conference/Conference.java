package org.belfry.pbx.app.conference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.CallingParty;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.Referral;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.conference.ConferenceEffect.Order;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call of one participant: which room, may it come in, and then what the focus says. In the
 * room * and a key do something: 6 mutes oneself; a moderator locks with 1, mutes all with 2, sends
 * away the latest with 3, ends it with 8.
 */
public final class Conference implements VoiceApplication {
  public static final String NAME = "conference";

  private static final Logger LOG = LoggerFactory.getLogger(Conference.class);
  private static final int TRIES = 3;

  /** More is no name. */
  private static final Duration NAME_LENGTH = Duration.ofSeconds(5);

  private static final Duration STAR = Duration.ofSeconds(4);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Conferences conferences;

  public Conference(Conferences conferences) {
    this.conferences = conferences;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isFocus() {
    return true;
  }

  @Override
  public int callsMax() {
    return 1000;
  }

  @Override
  public void run(VoiceCall call) {
    call.step("asks");
    ConferenceRoom room = room(call);
    if (room == null) {
      return;
    }
    try {
      goesIn(call, room);
    } finally {
      conferences.came(call.id(), 603); // nothing when it has come in
    }
  }

  private void goesIn(VoiceCall call, ConferenceRoom room) {
    PinGuard.Verdict as = call.outgoing() ? invited(call) : admitted(call, room);
    if (as == PinGuard.Verdict.WRONG || call.gone()) {
      return;
    }
    Path spoken = room.names() ? spoken(call) : null;
    CallingParty who = call.caller();
    Member member =
        new Member(
            call.id(),
            who.name(),
            who.number(),
            as == PinGuard.Verdict.MODERATOR,
            false,
            false,
            call.now(),
            spoken);
    Room mixer = conferences.enters(room, call, member);
    if (mixer == null) {
      call.play(Prompt.phrase("conference-full"));
      delete(spoken);
      return;
    }
    conferences.came(call.id(), 200);
    try {
      new Visit(call, room.name(), mixer).goesOn();
    } finally {
      conferences.leaves(room.name(), call.id());
      delete(spoken); // who announces that it left has opened it
    }
  }

  /** The caller's name in its own words; null when it says nothing. */
  private @Nullable Path spoken(VoiceCall call) {
    Path file = conferences.nameFile();
    if (file == null) {
      return null;
    }
    call.step("says its name");
    call.play(Prompt.phrase("conference-say-name"));
    if (call.record(Recording.of(file, NAME_LENGTH).silence(Duration.ofSeconds(2)))
            instanceof Recorded.Kept kept
        && kept.sound().isPositive()) {
      return file;
    }
    delete(file);
    return null;
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("the name of a participant cannot be deleted: {}", e.getMessage());
      }
    }
  }

  private @Nullable ConferenceRoom room(VoiceCall call) {
    String extension = call.caller().extension();
    if (!call.argument().isEmpty()) {
      ConferenceRoom room = conferences.room(call.argument(), extension);
      if (room == null) {
        call.refuse(404, "No Such Conference");
      }
      return room;
    }
    for (int i = 0; i < TRIES && !call.gone(); i++) {
      if (call.collect(Collect.digits(1, 12, Prompt.phrase("conference-number")))
          instanceof Collected.Digits(String number)) {
        ConferenceRoom room = conferences.room(number, extension);
        if (room != null) {
          return room;
        }
      }
      call.play(Prompt.phrase("conference-no-such"));
    }
    return null;
  }

  private PinGuard.Verdict admitted(VoiceCall call, ConferenceRoom room) {
    String extension = call.caller().extension();
    if (extension != null && room.moderators().contains(extension)) {
      return PinGuard.Verdict.MODERATOR;
    }
    if (!room.hasPin()) {
      return PinGuard.Verdict.PARTICIPANT;
    }
    for (int i = 0; i < TRIES && !call.gone(); i++) {
      String given =
          switch (call.collect(
              Collect.digits(1, 12, Prompt.phrase("conference-pin"))
                  .within(Duration.ofSeconds(8), Duration.ofSeconds(4)))) {
            case Collected.Digits digits -> digits.digits();
            case Collected.TimedOut timedOut -> timedOut.digits();
            case Collected.Gone gone -> "";
          };
      if (call.gone()) {
        break;
      }
      PinGuard.Verdict as =
          conferences.pins().judge(room, given, call.caller().number(), call.now());
      if (as != PinGuard.Verdict.WRONG) {
        return as;
      }
      call.play(Prompt.phrase("conference-wrong-pin"));
    }
    return PinGuard.Verdict.WRONG;
  }

  /** A mailbox that answers presses nothing. */
  private static PinGuard.Verdict invited(VoiceCall call) {
    for (int i = 0; i < TRIES; i++) {
      if (call.collect(Collect.key(Prompt.phrase("conference-invited")))
          instanceof Collected.Digits(String key)) {
        return key.equals("1") ? PinGuard.Verdict.PARTICIPANT : PinGuard.Verdict.WRONG;
      }
    }
    return PinGuard.Verdict.WRONG;
  }

  /** One participant from its coming to its going. */
  private final class Visit {
    private final VoiceCall call;
    private final String name;
    private final Room mixer;
    private Room.@Nullable Seat seat;
    private @Nullable Instant star;

    Visit(VoiceCall call, String name, Room mixer) {
      this.call = call;
      this.name = name;
      this.mixer = mixer;
    }

    void goesOn() {
      boolean stays = call.answer();
      while (stays) {
        stays =
            switch (call.await(Await.upTo(LONGEST))) {
              case Awaited.Told(Order order) -> does(order);
              case Awaited.Told(Referral referral) -> refers(referral);
              case Awaited.Pressed(char key) -> pressed(key);
              case Awaited.Gone gone -> false;
              case Awaited.TimedOut timedOut -> false;
              default -> true;
            };
      }
    }

    /** RFC 4579 §5.5: who is in the conference asks the focus to call somebody in. */
    private boolean refers(Referral referral) {
      String extension = call.caller().extension();
      if (extension == null || !conferences.isModerator(name, call.id())) {
        call.referred(referral, 403, "Moderators Only");
      } else if (conferences.invite(
              Conference.this,
              name,
              referral.uri(),
              new Payer.User(extension),
              status -> call.referred(referral, status, status == 200 ? "OK" : "Does Not Come"))
          == null) {
        call.referred(referral, 404, "No Such Conference");
      }
      return true;
    }

    private boolean does(Order order) {
      switch (order) {
        case Order.Wait w -> {
          call.step("waits for a moderator");
          call.background(List.of(Prompt.phrase("conference-wait"), new Prompt.Music()));
        }
        case Order.Sit s -> {
          call.step("in the room");
          if (s.muted()) {
            call.play(Prompt.phrase("conference-muted"));
          }
          call.background(List.of());
          seat = call.enter(mixer, call.id(), s.muted());
          return seat != null;
        }
        case Order.Mute m -> {
          if (seat != null) {
            seat.mute(m.on());
          }
          call.background(
              List.of(Prompt.phrase(m.on() ? "conference-muted" : "conference-unmuted")));
        }
        case Order.Say s -> call.play(Prompt.phrase(s.phrase()));
        case Order.Go g -> {
          if (seat != null) {
            seat.leave();
          }
          call.play(Prompt.phrase(g.phrase()));
          return false;
        }
      }
      return true;
    }

    private boolean pressed(char key) {
      if (star != null && call.now().isBefore(star.plus(STAR))) {
        star = null;
        conferences.happens(name, new ConferenceEvent.Keyed(call.id(), key));
      } else {
        star = key == '*' ? call.now() : null;
      }
      return true;
    }
  }
}
