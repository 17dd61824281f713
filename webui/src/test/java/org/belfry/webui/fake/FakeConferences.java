package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;

/** Conferences that go on in memory; the Call-ID of a participant is the number. */
public final class FakeConferences implements ConferenceControl {
  private final Map<String, ConferenceView> all = new LinkedHashMap<>();
  private final List<Consumer<ConferenceView>> listeners = new CopyOnWriteArrayList<>();
  private final List<String> invited = new ArrayList<>();

  public void clear() {
    all.clear();
    invited.clear();
  }

  public List<String> invited() {
    return List.copyOf(invited);
  }

  public int listeners() {
    return listeners.size();
  }

  /** Somebody dials in. */
  public void comes(
      String room, String title, @Nullable String name, String number, boolean moderator) {
    Instant now = Instant.now();
    ConferenceView before =
        all.getOrDefault(
            room,
            new ConferenceView(
                room, null, title, now.minusSeconds(312), false, false, false, List.of()));
    List<ParticipantView> people = new ArrayList<>(before.participants());
    people.add(new ParticipantView(number, name, number, moderator, false, false, false, now));
    put(with(before, people));
  }

  public void talks(String room, String number) {
    change(room, number, p -> person(p, p.muted(), true));
  }

  @Override
  public List<ConferenceView> conferences() {
    return List.copyOf(all.values());
  }

  @Override
  public ConferenceView conference(String name) {
    ConferenceView found = all.get(name);
    if (found == null) {
      throw new NotFound("conference", name);
    }
    return found;
  }

  @Override
  public void mute(String name, String callId, boolean on) {
    change(name, callId, p -> person(p, on, p.talking()));
  }

  @Override
  public void muteAll(String name, boolean on) {
    ConferenceView c = conference(name);
    put(
        new ConferenceView(
            name,
            c.number(),
            c.title(),
            c.since(),
            c.locked(),
            on,
            c.recording(),
            c.participants().stream()
                .map(p -> p.moderator() ? p : person(p, on, p.talking()))
                .toList()));
  }

  @Override
  public void kick(String name, String callId) {
    ConferenceView c = conference(name);
    put(with(c, c.participants().stream().filter(p -> !p.callId().equals(callId)).toList()));
  }

  @Override
  public void lock(String name, boolean on) {
    ConferenceView c = conference(name);
    put(
        new ConferenceView(
            name,
            c.number(),
            c.title(),
            c.since(),
            on,
            c.mutedAll(),
            c.recording(),
            c.participants()));
  }

  @Override
  public void record(String name, boolean on) {
    ConferenceView c = conference(name);
    put(
        new ConferenceView(
            name,
            c.number(),
            c.title(),
            c.since(),
            c.locked(),
            c.mutedAll(),
            on,
            c.participants()));
  }

  @Override
  public void end(String name) {
    ConferenceView last = conference(name);
    all.remove(name);
    listeners.forEach(listener -> listener.accept(with(last, List.of())));
  }

  @Override
  public String invite(String name, String number) {
    conference(name);
    if (!number.matches("[+0-9]+")) {
      throw new InvalidCommand("to", "Enter a valid number or SIP address.");
    }
    invited.add(number);
    return "invited";
  }

  @Override
  public String invite(String name, String number, String extension) {
    return invite(name, number);
  }

  @Override
  public LiveUpdates.Subscription onChange(Consumer<ConferenceView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void change(String name, String callId, UnaryOperator<ParticipantView> other) {
    ConferenceView c = conference(name);
    put(
        with(
            c,
            c.participants().stream()
                .map(p -> p.callId().equals(callId) ? other.apply(p) : p)
                .toList()));
  }

  private void put(ConferenceView now) {
    all.put(now.name(), now);
    listeners.forEach(listener -> listener.accept(now));
  }

  private static ConferenceView with(ConferenceView c, List<ParticipantView> people) {
    return new ConferenceView(
        c.name(),
        c.number(),
        c.title(),
        c.since(),
        c.locked(),
        c.mutedAll(),
        c.recording(),
        people);
  }

  private static ParticipantView person(ParticipantView p, boolean muted, boolean talking) {
    return new ParticipantView(
        p.callId(), p.name(), p.number(), p.moderator(), muted, p.waiting(), talking, p.since());
  }
}
