package org.belfry.pbx.directory;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that ring for one number.
 *
 * @param number what is dialled
 * @param members in order; may be empty, then the overflow is taken at once
 * @param ringTime how long all of it takes at most, 5 to 600 s
 * @param memberTime how long each member rings when one rings after the other, 5 to 120 s
 * @param skipBusy whether members who are on the phone are left out
 * @param overflow where a call goes that nobody took, or null to tell the caller so
 */
public record RingGroup(
    String number,
    String name,
    Strategy strategy,
    List<Member> members,
    Duration ringTime,
    Duration memberTime,
    boolean skipBusy,
    @Nullable Destination overflow) {

  public RingGroup {
    members = List.copyOf(members);
    if (members.size() > 100) {
      throw new IllegalArgumentException("A group has at most 100 members.");
    }
  }

  /** Who rings when. */
  public enum Strategy {
    ALL,
    /** One after the other, always from the first. */
    LINEAR,
    /** One after the other, beginning after the one who was rung first the last time. */
    ROUND_ROBIN,
    /** One after the other, who has not talked for the longest time first. */
    LONGEST_IDLE,
    RANDOM
  }

  /**
   * @param delay how much later than the others this member rings; 0 to 60 s, for {@link
   *     Strategy#ALL} only
   */
  public record Member(String extension, Duration delay) {}
}
