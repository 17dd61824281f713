package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.QueueAdmin;
import org.jspecify.annotations.Nullable;

/** Queues in memory. */
public final class FakeQueues implements QueueAdmin {
  private final FakeThings<QueueView> queues =
      new FakeThings<>(QueueView::id, QueueView::name, "name");

  public void clear() {
    queues.clear();
  }

  @Override
  public List<QueueView> queues() {
    return queues.all(Comparator.comparing(QueueView::name));
  }

  @Override
  public Optional<QueueView> queue(long id) {
    return queues.byId(id);
  }

  @Override
  public QueueView create(SaveQueue command) {
    return queues.save(view(queues.nextId(), command));
  }

  @Override
  public QueueView replace(long id, SaveQueue command) {
    queues.existing(id);
    return queues.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    queues.delete(id);
  }

  private static QueueView view(long id, SaveQueue c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    List<Member> members = c.members() == null ? List.of() : c.members();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).agent().isEmpty()) {
        problems.add(new FieldProblem("members[" + i + "].agent", "required"));
      }
    }
    if (c.ringSeconds() != null && (c.ringSeconds() < 5 || c.ringSeconds() > 120)) {
      problems.add(new FieldProblem("ringSeconds", "must be 5 to 120"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new QueueView(
        id,
        c.name(),
        c.number(),
        c.language(),
        c.strategy() == null ? Strategy.LONGEST_IDLE : c.strategy(),
        members,
        or(c.ringSeconds(), 20),
        or(c.wrapUpSeconds(), 0),
        or(c.missedMax(), 3),
        or(c.waitingMax(), 50),
        or(c.waitMaxSeconds(), 1800),
        c.greeting() == null ? List.of() : c.greeting(),
        c.music(),
        or(c.announceSeconds(), 60),
        !Boolean.FALSE.equals(c.announcePosition()),
        Boolean.TRUE.equals(c.announceEstimate()),
        c.announcements() == null ? List.of() : c.announcements(),
        c.callBack(),
        c.full(),
        c.late(),
        c.nobody(),
        or(c.serviceSeconds(), 20),
        List.of());
  }

  private static int or(@Nullable Integer value, int usual) {
    return value == null ? usual : value;
  }
}
