package org.belfry.pbx.app.conference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.conference.ConferenceEffect.Announce;
import org.belfry.pbx.app.conference.ConferenceEffect.Order;
import org.belfry.pbx.app.conference.ConferenceEffect.Tell;
import org.belfry.pbx.engine.Step;
import org.jspecify.annotations.Nullable;

/**
 * A conference that goes on (RFC 4353 §3, the focus): who is in it and what they may do.
 *
 * @param members in the order in which they came; waiting members are among them
 * @param locked whether nobody else may come; who is in stays
 * @param quiet whether participants are muted until a moderator says otherwise
 */
public record Focus(
    ConferenceRoom room, List<Member> members, boolean locked, boolean quiet, boolean recording) {

  public Focus {
    members = List.copyOf(members);
  }

  static Focus of(ConferenceRoom room) {
    return new Focus(room, List.of(), false, false, false);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** The member with this call, or null. */
  @Nullable Member member(String id) {
    for (Member each : members) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    return null;
  }

  private boolean hasModerator() {
    return members.stream().anyMatch(Member::moderator);
  }

  Step<Focus, ConferenceEffect> on(ConferenceEvent event) {
    return switch (event) {
      case ConferenceEvent.Came e -> came(e.who());
      case ConferenceEvent.Left e -> left(e.id());
      case ConferenceEvent.Keyed e -> keyed(e.id(), e.key());
      case ConferenceEvent.Mute e -> mute(e.id(), e.on());
      case ConferenceEvent.MuteAll e -> muteAll(e.on());
      case ConferenceEvent.Lock e -> lock(e.on());
      case ConferenceEvent.Kick e -> kick(e.id());
      case ConferenceEvent.Recorded e -> record(e.on());
      case ConferenceEvent.End e -> end("conference-ended");
    };
  }

  private Step<Focus, ConferenceEffect> came(Member who) {
    if (members.size() >= room.participantsMax()) {
      return Step.to(this, go(who, "conference-full"));
    }
    if (locked && !who.moderator()) {
      return Step.to(this, go(who, "conference-locked"));
    }
    boolean waits = room.waitForModerator() && !who.moderator() && !hasModerator();
    boolean muted = !who.moderator() && (room.mutedEntry() || quiet);
    Member coming =
        new Member(
            who.id(),
            who.name(),
            who.number(),
            who.moderator(),
            muted,
            waits,
            who.since(),
            who.spoken());
    List<Member> all = new ArrayList<>(members);
    all.add(coming);
    List<ConferenceEffect> effects = new ArrayList<>();
    if (waits) {
      effects.add(new Tell(who.id(), new Order.Wait()));
      return Step.to(with(all), effects);
    }
    boolean records = recording || room.record();
    if (records && !recording) {
      effects.add(new ConferenceEffect.Recorded(true));
    }
    sits(coming, records, effects);
    if (coming.moderator()) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).waiting()) {
          all.set(i, all.get(i).admitted());
          sits(all.get(i), records, effects);
        }
      }
    }
    return Step.to(new Focus(room, all, locked, quiet, records), effects);
  }

  private void sits(Member who, boolean records, List<ConferenceEffect> effects) {
    if (records) {
      effects.add(new Tell(who.id(), new Order.Say("conference-recorded")));
    }
    effects.add(new Tell(who.id(), new Order.Sit(who.muted())));
    if (who.spoken() != null) {
      effects.add(named(who, "conference-joined"));
    } else if (room.tones()) {
      effects.add(Announce.tone(Prompt.Kind.ENTRY));
    }
  }

  private static Announce named(Member who, String phrase) {
    return new Announce(
        List.of(new Prompt.Sound(Objects.requireNonNull(who.spoken())), Prompt.phrase(phrase)));
  }

  private Step<Focus, ConferenceEffect> left(String id) {
    Member who = member(id);
    if (who == null) {
      return Step.to(this);
    }
    List<Member> rest = members.stream().filter(m -> !m.id().equals(id)).toList();
    Focus next = with(rest);
    List<ConferenceEffect> effects = new ArrayList<>();
    if (!who.waiting() && !rest.isEmpty()) {
      if (who.spoken() != null) {
        effects.add(named(who, "conference-left"));
      } else if (room.tones()) {
        effects.add(Announce.tone(Prompt.Kind.EXIT));
      }
    }
    if (who.moderator() && room.endWithModerator() && !next.hasModerator()) {
      rest.forEach(m -> effects.add(go(m, "conference-ended")));
    }
    boolean over = recording && rest.stream().allMatch(Member::waiting);
    if (over) {
      effects.add(new ConferenceEffect.Recorded(false));
    }
    return Step.to(
        new Focus(room, rest, locked && !rest.isEmpty(), quiet, recording && !over), effects);
  }

  private Step<Focus, ConferenceEffect> keyed(String id, char key) {
    Member who = member(id);
    if (who == null || who.waiting()) {
      return Step.to(this);
    }
    if (key == '6') {
      // Who was silenced by a moderator stays so.
      return quiet && !who.moderator() && who.muted()
          ? Step.to(this, say(id, "conference-all-muted"))
          : mute(id, !who.muted());
    }
    if (!who.moderator()) {
      return Step.to(this);
    }
    return switch (key) {
      case '1' ->
          answering(id, lock(!locked), locked ? "conference-unlocked" : "conference-now-locked");
      case '2' ->
          answering(id, muteAll(!quiet), quiet ? "conference-all-unmuted" : "conference-all-muted");
      case '3' -> kickLast(id);
      case '8' -> end("conference-ended");
      default -> Step.to(this);
    };
  }

  private static Step<Focus, ConferenceEffect> answering(
      String id, Step<Focus, ConferenceEffect> step, String phrase) {
    List<ConferenceEffect> effects = new ArrayList<>(step.effects());
    effects.add(say(id, phrase));
    return Step.to(step.state(), effects);
  }

  /** The latest who is no moderator. */
  private Step<Focus, ConferenceEffect> kickLast(String by) {
    for (Member each : members.reversed()) {
      if (!each.moderator() && !each.id().equals(by)) {
        return kick(each.id());
      }
    }
    return Step.to(this);
  }

  private Step<Focus, ConferenceEffect> mute(String id, boolean on) {
    Member who = member(id);
    if (who == null || who.muted() == on) {
      return Step.to(this);
    }
    return Step.to(change(id, m -> m.muted(on)), new Tell(id, new Order.Mute(on)));
  }

  private Step<Focus, ConferenceEffect> muteAll(boolean on) {
    List<Member> all = new ArrayList<>(members.size());
    List<ConferenceEffect> effects = new ArrayList<>();
    for (Member each : members) {
      boolean changes = !each.moderator() && each.muted() != on;
      all.add(changes ? each.muted(on) : each);
      if (changes) {
        effects.add(new Tell(each.id(), new Order.Mute(on)));
      }
    }
    return Step.to(new Focus(room, all, locked, on, recording), effects);
  }

  private Step<Focus, ConferenceEffect> lock(boolean on) {
    return Step.to(new Focus(room, members, on, quiet, recording));
  }

  private Step<Focus, ConferenceEffect> kick(String id) {
    Member who = member(id);
    return who == null ? Step.to(this) : Step.to(this, go(who, "conference-kicked"));
  }

  private Step<Focus, ConferenceEffect> record(boolean on) {
    if (on == recording) {
      return Step.to(this);
    }
    List<ConferenceEffect> effects = new ArrayList<>();
    effects.add(new ConferenceEffect.Recorded(on));
    if (on) {
      members.forEach(m -> effects.add(say(m.id(), "conference-recorded")));
    }
    return Step.to(new Focus(room, members, locked, quiet, on), effects);
  }

  private Step<Focus, ConferenceEffect> end(String phrase) {
    List<ConferenceEffect> effects = new ArrayList<>();
    members.forEach(m -> effects.add(go(m, phrase)));
    return Step.to(this, effects);
  }

  private static Tell go(Member who, String phrase) {
    return new Tell(who.id(), new Order.Go(phrase));
  }

  private static Tell say(String id, String phrase) {
    return new Tell(id, new Order.Say(phrase));
  }

  private Focus with(List<Member> all) {
    return new Focus(room, all, locked, quiet, recording);
  }

  private Focus change(String id, UnaryOperator<Member> how) {
    return with(members.stream().map(m -> m.id().equals(id) ? how.apply(m) : m).toList());
  }
}
