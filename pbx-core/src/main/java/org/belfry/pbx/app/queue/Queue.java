package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.ivr.Line;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.Service;
import org.jspecify.annotations.Nullable;

/**
 * Callers that wait, and agents who take them.
 *
 * @param name unique
 * @param number its own, or null
 * @param language of what callers hear; null for the site's
 * @param members in order; {@value #MEMBERS_MAX} at most
 * @param ringTime how long an agent rings, 5 to 120 s
 * @param wrapUp how long an agent has after a call before the next one, 0 to 30 min
 * @param missedMax calls in a row that an agent may miss before they are paused; 0 for any
 * @param waitingMax callers that may wait, 1 to {@value #WAITING_MAX}
 * @param waitMax how long one may wait, up to 4 h
 * @param greeting said once, before the music
 * @param music the playlist of it; empty for the site's
 * @param announcements what is said meanwhile
 * @param callBack whether callers may hang up and be called when it is their turn, or null
 * @param full where a call goes when too many wait; null for a refusal
 * @param late where it goes when it has waited too long; null for a goodbye
 * @param nobody where it goes while no agent is logged in and not paused; null to let it wait
 * @param serviceLevel within which a call is to be answered
 */
public record Queue(
    String name,
    @Nullable String number,
    @Nullable String language,
    Strategy strategy,
    List<Member> members,
    Duration ringTime,
    Duration wrapUp,
    int missedMax,
    int waitingMax,
    Duration waitMax,
    List<Line> greeting,
    String music,
    Announcements announcements,
    @Nullable CallBack callBack,
    @Nullable Destination full,
    @Nullable Destination late,
    @Nullable Destination nobody,
    Duration serviceLevel)
    implements Service {
  /** The name of the application. */
  public static final String APPLICATION = "queue";

  /** More people need more queues. */
  public static final int MEMBERS_MAX = 500;

  /** More callers are better told to call again. */
  public static final int WAITING_MAX = 1000;

  public Queue {
    members = List.copyOf(members);
    greeting = List.copyOf(greeting);
  }

  /** Who rings first. */
  public enum Strategy {
    /** All who have time, for the first caller. */
    RING_ALL,
    /** Whose last call is the longest ago. */
    LONGEST_IDLE,
    /** Who has had the fewest calls since the day began. */
    FEWEST_CALLS,
    /** Whose turn it is, in the order of the members. */
    ROUND_ROBIN,
    /** The lowest level first, and among equals the longest idle. */
    BY_LEVEL
  }

  /**
   * Somebody who may take calls.
   *
   * @param agent extension of a user, or an outside number ({@code +} and digits)
   * @param level 1 to 10: who is asked first, with {@link Strategy#BY_LEVEL}
   * @param skills what they can; callers that need one go only to agents that have it
   * @param confirm whether a key must be pressed to take a call: an outside number may be answered
   *     by a machine
   */
  public record Member(String agent, int level, Set<String> skills, boolean confirm) {
    public Member {
      skills = Set.copyOf(skills);
    }

    public boolean outside() {
      return agent.startsWith("+");
    }
  }

  /**
   * What who waits is told.
   *
   * @param every how often, 10 s to 10 min; zero for never
   * @param position whether their place is said
   * @param estimate whether it is said how long it may take
   * @param lines said each time as well
   */
  public record Announcements(
      Duration every, boolean position, boolean estimate, List<Line> lines) {
    public Announcements {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Callers may be called back.
   *
   * @param after how long they must have waited before it is offered
   * @param tries how often they are called
   * @param pause between two tries
   * @param mayCall which numbers are called back. A caller's number is what the caller's network
   *     says, and may be anybody's: premium and emergency numbers never are
   */
  public record CallBack(Duration after, int tries, Duration pause, Permissions mayCall) {
    /** What calls inside a country, and nothing that costs more. */
    public static final Permissions USUAL =
        new Permissions(
            Set.of(
                NumberClass.INTERNAL, NumberClass.LOCAL, NumberClass.NATIONAL, NumberClass.MOBILE),
            Set.of());

    /**
     * @param country of the number, ISO 3166, or null when it has none
     */
    boolean allows(NumberClass kind, @Nullable String country) {
      return kind != NumberClass.PREMIUM
          && kind != NumberClass.EMERGENCY
          && mayCall.allow(kind, country);
    }
  }

  @Override
  public String application() {
    return APPLICATION;
  }

  @Override
  public List<Onward> onward() {
    List<Onward> all = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      all.add(Onward.to("members[" + i + "].agent", new Destination.Dial(members.get(i).agent())));
    }
    add(all, "full", full);
    add(all, "late", late);
    add(all, "nobody", nobody);
    return all;
  }

  private static void add(List<Onward> all, String field, @Nullable Destination to) {
    if (to != null) {
      all.add(Onward.to(field, to));
    }
  }
}
