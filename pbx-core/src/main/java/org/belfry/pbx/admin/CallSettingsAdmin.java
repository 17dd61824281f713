package org.belfry.pbx.admin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** What holds for calls to and from each user: numbers, rules, limits, permissions. */
public interface CallSettingsAdmin {

  /**
   * @throws NotFound when nobody has this extension
   */
  CallSettingsView settings(String extension);

  /**
   * Changes what the command names and leaves the rest.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when nobody has this extension
   */
  CallSettingsView change(String extension, ChangeCallSettings command);

  /**
   * Null leaves a field as it is; an empty text, list or map empties it.
   *
   * @param aliases further numbers and names, 50 at most; outside numbers as {@code +} and digits
   * @param doNotDisturb calls find the user busy
   * @param rules 50 at most, in order; the first that fits wins
   * @param ringSeconds how long the phones ring, 5 to 300
   * @param callLimit calls at once, 0 to 100; 0 is no limit
   * @param blocked patterns of callers that are declined: literal characters, {@code X} for any
   *     digit, a trailing {@code *} for any rest
   * @param allowed when not empty only these, and everybody inside, get through
   * @param mayCall kinds of numbers; emergency numbers are always open
   * @param countries ISO 3166 codes that international calls are limited to; empty for all
   * @param outsideNumber what outside parties see, {@code +} and digits; empty for the site's
   * @param pickupGroup users of the same one may pick up each other's calls
   * @param speedDials a short number to the number that is dialled for it, 100 at most
   * @param location what an emergency centre is told of where the phone stands
   * @param mailbox whether unanswered calls end in voicemail; until it is said, those of users with
   *     a mail address do
   */
  record ChangeCallSettings(
      @Nullable List<String> aliases,
      @Nullable Boolean doNotDisturb,
      @Nullable List<Rule> rules,
      @Nullable Integer ringSeconds,
      @Nullable Integer callLimit,
      @Nullable List<String> blocked,
      @Nullable List<String> allowed,
      @Nullable Set<NumberKind> mayCall,
      @Nullable Set<String> countries,
      @Nullable String outsideNumber,
      @Nullable String pickupGroup,
      @Nullable Map<String, String> speedDials,
      @Nullable String location,
      @Nullable Boolean mailbox) {}

  /**
   * A rule for calls to a user: exactly one of {@code forwardTo}, {@code ring} and {@code follow}.
   *
   * @param on null for {@link On#CALL}
   * @param from null for {@link From#ANYBODY}
   * @param numbers patterns, for {@link From#NUMBERS} only
   * @param schedule name of a schedule, or null for any time
   * @param whileOpen whether it holds while the schedule is open (null: it does) or closed
   * @param forwardTo {@code dial:1002}, {@code voicemail:1001}, {@code app:attendant:day}, {@code
   *     refuse:busy}
   * @param ring the phones, in another way than usual
   * @param follow find me, follow me: 1 to 8 steps
   */
  record Rule(
      @Nullable On on,
      @Nullable From from,
      @Nullable List<String> numbers,
      @Nullable String schedule,
      @Nullable Boolean whileOpen,
      @Nullable String forwardTo,
      @Nullable Ring ring,
      @Nullable List<Step> follow) {}

  /** What happened to the call. */
  enum On {
    CALL,
    BUSY,
    NO_ANSWER,
    UNREACHABLE
  }

  /** Who calls. */
  enum From {
    ANYBODY,
    INSIDE,
    OUTSIDE,
    ANONYMOUS,
    NUMBERS
  }

  /**
   * @param seconds 5 to 300, or null for the usual time
   * @param ringTone what the phone is told in Alert-Info, or null
   */
  record Ring(@Nullable Integer seconds, @Nullable String ringTone) {}

  /**
   * Numbers that ring together.
   *
   * @param numbers 1 to 8; the user's own extension means their phones
   * @param seconds 5 to 120, or null for 20
   * @param confirm whether who answers an outside number must press 1
   */
  record Step(List<String> numbers, @Nullable Integer seconds, @Nullable Boolean confirm) {}

  /**
   * @param warnings what works but is hardly meant so
   */
  record CallSettingsView(
      String extension,
      String name,
      List<String> aliases,
      boolean doNotDisturb,
      List<Rule> rules,
      int ringSeconds,
      int callLimit,
      List<String> blocked,
      List<String> allowed,
      Set<NumberKind> mayCall,
      Set<String> countries,
      @Nullable String outsideNumber,
      @Nullable String pickupGroup,
      Map<String, String> speedDials,
      @Nullable String location,
      boolean mailbox,
      List<FieldProblem> warnings) {}
}
