package org.belfry.appliance.dialplan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.QueueAdmin.CallBack;
import org.belfry.pbx.admin.QueueAdmin.Member;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.pbx.app.queue.Queue;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** Queues: from the command to what is stored, and on to what the call path knows. */
final class QueueForm {
  private static final Pattern SKILL = Pattern.compile("[a-z0-9-]{1,32}");
  private static final int SKILLS_MAX = 20;
  private static final Pattern PLAYLIST = Pattern.compile("[a-z0-9-]{1,64}");

  private final Fields fields = new Fields();

  static SaveQueue checked(SaveQueue c) {
    return new QueueForm().check(c);
  }

  private SaveQueue check(SaveQueue c) {
    Set<String> seen = new HashSet<>();
    int announce = c.announceSeconds() == null ? 60 : c.announceSeconds();
    if (announce != 0 && (announce < 10 || announce > 600)) {
      fields.problem("announceSeconds", "must be between 10 and 600, or 0 for never");
    }
    SaveQueue good =
        new SaveQueue(
            fields.number("name", c.name()),
            AttendantForm.numberOrNull(fields, c.number()),
            AttendantForm.language(fields, c.language()),
            CallForm.or(c.strategy(), Strategy.LONGEST_IDLE),
            fields.list("members", c.members(), Queue.MEMBERS_MAX, (at, m) -> member(at, m, seen)),
            fields.range("ringSeconds", c.ringSeconds(), 20, 5, 120),
            fields.range("wrapUpSeconds", c.wrapUpSeconds(), 0, 0, 1800),
            fields.range("missedMax", c.missedMax(), 3, 0, 100),
            fields.range("waitingMax", c.waitingMax(), 50, 1, Queue.WAITING_MAX),
            fields.range("waitMaxSeconds", c.waitMaxSeconds(), 1800, 10, 14_400),
            AttendantForm.lines(fields, "greeting", c.greeting()),
            c.music() == null || c.music().isBlank()
                ? null
                : fields.matching(
                    "music",
                    c.music().strip(),
                    PLAYLIST,
                    "use only lower-case letters, digits and hyphens"),
            announce,
            CallForm.or(c.announcePosition(), true),
            CallForm.or(c.announceEstimate(), false),
            AttendantForm.lines(fields, "announcements", c.announcements()),
            c.callBack() == null ? null : callBack(c.callBack()),
            fields.destination("full", c.full()),
            fields.destination("late", c.late()),
            fields.destination("nobody", c.nobody()),
            fields.range("serviceSeconds", c.serviceSeconds(), 20, 1, 3600));
    String itself = "app:" + Queue.APPLICATION + ":" + good.name();
    itself("full", good.full(), itself, good.number());
    itself("late", good.late(), itself, good.number());
    itself("nobody", good.nobody(), itself, good.number());
    fields.refuse();
    return good;
  }

  private void itself(String field, @Nullable String to, String itself, @Nullable String number) {
    if (to != null && (to.equals(itself) || to.equals("dial:" + number))) {
      fields.problem(field, "must not lead back to the same queue");
    }
  }

  private Member member(String at, Member m, Set<String> seen) {
    String agent =
        m.agent() != null && m.agent().strip().startsWith("+")
            ? CallForm.text(fields.outside(at + ".agent", m.agent()))
            : fields.number(at + ".agent", m.agent());
    if (!agent.isEmpty() && !seen.add(agent.toLowerCase(Locale.ROOT))) {
      fields.problem(at + ".agent", "listed twice");
    }
    return new Member(
        agent,
        fields.range(at + ".level", m.level(), 1, 1, 10),
        new TreeSet<>(
            fields.distinct(
                at + ".skills",
                m.skills(),
                SKILLS_MAX,
                (field, skill) ->
                    fields.matching(
                        field,
                        skill.toLowerCase(Locale.ROOT),
                        SKILL,
                        "must have 1 to 32 letters, digits or hyphens"))),
        CallForm.or(m.confirm(), agent.startsWith("+")));
  }

  private CallBack callBack(CallBack c) {
    return new CallBack(
        fields.range("callBack.afterSeconds", c.afterSeconds(), 60, 0, 3600),
        fields.range("callBack.tries", c.tries(), 3, 1, 10),
        fields.range("callBack.pauseSeconds", c.pauseSeconds(), 300, 30, 3600),
        mayCall(c.mayCall()),
        new TreeSet<>(fields.countries("callBack.countries", c.countries())));
  }

  private Set<NumberKind> mayCall(@Nullable Set<NumberKind> wanted) {
    if (wanted == null) {
      return CallForm.kinds(Queue.CallBack.USUAL.classes());
    }
    Set<NumberKind> kinds = EnumSet.noneOf(NumberKind.class);
    wanted.stream().filter(Objects::nonNull).forEach(kinds::add);
    if (kinds.contains(NumberKind.PREMIUM) || kinds.contains(NumberKind.EMERGENCY)) {
      fields.problem(
          "callBack.mayCall", "premium-rate and emergency numbers are never called back");
    }
    return kinds;
  }

  /** As it is kept, with what was not asked for when it was. */
  static @Nullable CallBack shown(@Nullable CallBack kept) {
    return kept == null || kept.mayCall() != null
        ? kept
        : new CallBack(
            kept.afterSeconds(),
            kept.tries(),
            kept.pauseSeconds(),
            CallForm.kinds(Queue.CallBack.USUAL.classes()),
            Set.of());
  }

  static Queue queue(SaveQueue q) {
    CallBack back = q.callBack();
    return new Queue(
        q.name(),
        q.number(),
        q.language(),
        Queue.Strategy.valueOf(Objects.requireNonNull(q.strategy()).name()),
        Fields.orEmpty(q.members()).stream().map(QueueForm::member).toList(),
        Fields.seconds(q.ringSeconds()),
        Fields.seconds(q.wrapUpSeconds()),
        Objects.requireNonNull(q.missedMax()),
        Objects.requireNonNull(q.waitingMax()),
        Fields.seconds(q.waitMaxSeconds()),
        AttendantForm.lines(q.greeting()),
        q.music() == null ? "" : q.music(),
        new Queue.Announcements(
            Fields.seconds(q.announceSeconds()),
            Boolean.TRUE.equals(q.announcePosition()),
            Boolean.TRUE.equals(q.announceEstimate()),
            AttendantForm.lines(q.announcements())),
        back == null
            ? null
            : new Queue.CallBack(
                Fields.seconds(back.afterSeconds()),
                Objects.requireNonNull(back.tries()),
                Fields.seconds(back.pauseSeconds()),
                back.mayCall() == null
                    ? Queue.CallBack.USUAL
                    : new Permissions(
                        CallForm.classes(back.mayCall()), Fields.orEmpty(back.countries()))),
        to(q.full()),
        to(q.late()),
        to(q.nobody()),
        Duration.ofSeconds(Objects.requireNonNull(q.serviceSeconds())));
  }

  private static Queue.Member member(Member m) {
    return new Queue.Member(
        m.agent(),
        Objects.requireNonNull(m.level()),
        Fields.orEmpty(m.skills()),
        Boolean.TRUE.equals(m.confirm()));
  }

  private static @Nullable Destination to(@Nullable String text) {
    return text == null ? null : Destination.parse(text);
  }
}
