package org.belfry.pbx.app.conference;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conferences that go on, by the names of their rooms. For any thread: each room has one step
 * at a time, by the map that keeps it; what a step wants is only said to programs, which do it.
 */
public final class Conferences {
  private static final Logger LOG = LoggerFactory.getLogger(Conferences.class);
  private static final int LIVE_MAX = 1000;
  private static final Duration INVITATION = Duration.ofSeconds(40);

  private final ConferenceRooms rooms;
  private final VoiceCalls calls;
  private final InstantSource clock;
  private final Map<String, Live> live = new ConcurrentHashMap<>();
  private final Map<String, IntConsumer> invited = new ConcurrentHashMap<>();
  private final PinGuard pins = new PinGuard();
  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();

  /**
   * One that goes on.
   *
   * @param programs of its members, by their calls
   */
  private record Live(Focus focus, Room mixer, Map<String, VoiceCall> programs, Instant since) {
    Live with(VoiceCall call) {
      Map<String, VoiceCall> more = new HashMap<>(programs);
      more.put(call.id(), call);
      return new Live(focus, mixer, more, since);
    }

    Live without(String id) {
      Map<String, VoiceCall> fewer = new HashMap<>(programs);
      fewer.remove(id);
      return new Live(focus, mixer, fewer, since);
    }
  }

  /**
   * A conference that goes on, as it is seen.
   *
   * @param talking calls of the speakers, the loudest first
   */
  public record View(Focus focus, List<String> talking, Instant since) {
    public View {
      talking = List.copyOf(talking);
    }
  }

  public Conferences(ConferenceRooms rooms, VoiceCalls calls, InstantSource clock) {
    this.rooms = rooms;
    this.calls = calls;
    this.clock = clock;
  }

  /**
   * The listener is given a conference after it has changed, at last without members; it must not
   * block.
   */
  public void onChange(Consumer<View> listener) {
    listeners.add(listener);
  }

  /** All that go on. */
  public List<View> all() {
    return live.values().stream().map(Conferences::view).toList();
  }

  /** The one in this room, or null when nobody is there. */
  public @Nullable View of(String name) {
    Live found = live.get(name);
    return found == null ? null : view(found);
  }

  private static View view(Live found) {
    return new View(
        found.focus,
        found.mixer.talkers().stream().map(Room.Talker::name).collect(Collectors.toList()),
        found.since);
  }

  /**
   * Something is to happen in a room.
   *
   * @return false when nobody is there
   */
  public boolean happens(String name, ConferenceEvent event) {
    Live after = live.computeIfPresent(name, (n, before) -> advanced(before, event));
    if (after == null) {
      return false;
    }
    tell(after);
    return true;
  }

  /**
   * Calls somebody into a conference that goes on; who answers must press 1.
   *
   * @param payer whose class of service counts
   * @return the Call-ID, or null when nobody is there
   */
  public @Nullable String invite(
      Conference application, String name, String destination, Payer payer) {
    return invite(application, name, destination, payer, outcome -> {});
  }

  /**
   * The same, and says what came of it.
   *
   * @param outcome is given a SIP status once: 200 when somebody has come in
   */
  @Nullable String invite(
      Conference application, String name, String destination, Payer payer, IntConsumer outcome) {
    Live found = live.get(name);
    if (found == null) {
      return null;
    }
    ConferenceRoom room = found.focus.room();
    String number = room.number();
    AtomicBoolean told = new AtomicBoolean();
    AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    IntConsumer once =
        status -> {
          if (told.compareAndSet(false, true)) {
            outcome.accept(status);
          }
        };
    String callId =
        calls.call(
            application,
            new OutgoingCall(
                destination,
                number == null ? "conference" : number,
                room.title(),
                payer,
                INVITATION,
                calls.language(),
                name),
            why -> {
              LOG.info("room={} {} does not come: {}", name, destination, why);
              once.accept(status(why));
              String waits = waiting.get();
              if (waits != null) {
                invited.remove(waits, once);
              }
            });
    waiting.set(callId);
    invited.put(callId, once);
    if (told.get()) {
      invited.remove(callId, once); // it failed before it was known, perhaps on another thread
    }
    return callId;
  }

  /** Number of invitations to conferences that have not been answered yet. */
  int invitations() {
    return invited.size();
  }

  private static int status(Bridged why) {
    return switch (why) {
      case Bridged.Busy busy -> 486;
      case Bridged.NoAnswer none -> 408;
      case Bridged.Refused refused -> refused.status();
      case Bridged.Gone gone -> 487;
      case Bridged.Talked talked -> 200;
    };
  }

  /** The program of somebody who was called in has come to its end, or into the room. */
  void came(String callId, int status) {
    IntConsumer waits = invited.remove(callId);
    if (waits != null) {
      waits.accept(status);
    }
  }

  /** Where a participant's name is recorded, or null. */
  @Nullable Path nameFile() {
    return rooms.name();
  }

  // ---- for the programs of participants

  /** The room that was dialled: a permanent one, one that goes on, or a new one of our user. */
  @Nullable ConferenceRoom room(String wanted, @Nullable String extension) {
    ConferenceRoom permanent = rooms.room(wanted);
    if (permanent != null) {
      return permanent;
    }
    Live named = live.get(wanted);
    if (named != null) {
      return named.focus.room();
    }
    ConferenceRoom fresh = ConferenceRoom.onTheFly(wanted, extension == null ? "" : extension);
    Live going = live.get(fresh.name());
    if (going != null) {
      return going.focus.room();
    }
    return extension == null || !wanted.matches("[0-9]{1,12}") ? null : fresh;
  }

  boolean isModerator(String name, String callId) {
    Live found = live.get(name);
    Member who = found == null ? null : found.focus.member(callId);
    return who != null && who.moderator() && !who.waiting();
  }

  PinGuard pins() {
    return pins;
  }

  /**
   * Somebody comes; its program is told what to do.
   *
   * @return the mixer, or null when there are too many conferences
   */
  @Nullable Room enters(ConferenceRoom room, VoiceCall call, Member who) {
    if (live.size() >= LIVE_MAX && !live.containsKey(room.name())) {
      LOG.warn("room={} is not opened: {} conferences go on", room.name(), LIVE_MAX);
      return null;
    }
    Live next =
        live.compute(
            room.name(),
            (name, before) -> {
              Live now =
                  before == null
                      ? new Live(
                          Focus.of(room),
                          calls.room(name, room.participantsMax()),
                          Map.of(),
                          clock.instant())
                      : before;
              return advanced(now.with(call), new ConferenceEvent.Came(who));
            });
    tell(next);
    return next.mixer;
  }

  void leaves(String name, String id) {
    AtomicReference<@Nullable Live> last = new AtomicReference<>();
    live.computeIfPresent(
        name,
        (n, before) -> {
          Live after = advanced(before, new ConferenceEvent.Left(id)).without(id);
          last.set(after);
          return after.programs.isEmpty() ? null : after;
        });
    Live after = last.get();
    if (after != null) {
      tell(after);
    }
  }

  private Live advanced(Live before, ConferenceEvent event) {
    Step<Focus, ConferenceEffect> step = before.focus.on(event);
    for (ConferenceEffect effect : step.effects()) {
      carryOut(before, effect);
    }
    return new Live(step.state(), before.mixer, before.programs, before.since);
  }

  private void carryOut(Live in, ConferenceEffect effect) {
    switch (effect) {
      case ConferenceEffect.Tell e -> {
        VoiceCall program = in.programs.get(e.id());
        if (program != null) {
          program.tell(e.order());
        }
      }
      case ConferenceEffect.Announce e -> in.mixer.announce(e.prompts(), calls.language());
      case ConferenceEffect.Recorded e -> record(in, e.on());
    }
  }

  private void record(Live in, boolean on) {
    if (!on) {
      in.mixer.stopRecording();
      return;
    }
    Path file = rooms.recording(in.focus.room(), clock.instant());
    if (file == null) {
      LOG.warn("room={} cannot be recorded", in.focus.room().name());
    } else {
      String name = in.focus.room().name();
      in.mixer.record(
          file,
          result -> {
            if (result instanceof Recorded.Failed why) {
              LOG.warn("room={} is not recorded any more: {}", name, why.sentence());
            }
            rooms.recorded(file);
          });
    }
  }

  private void tell(Live after) {
    View view = view(after);
    listeners.forEach(each -> each.accept(view));
  }
}
