package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.GroupAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.UserAdmin.UserView;

/** Ring groups in memory. */
public final class FakeGroups implements GroupAdmin {
  private final FakeThings<GroupView> groups =
      new FakeThings<>(GroupView::id, GroupView::number, "number");
  private final FakeDeletedItems deleted;
  private final FakePbx pbx;

  public FakeGroups(FakePbx pbx) {
    this.deleted = pbx.deleted();
    this.pbx = pbx;
  }

  public FakeDeletedItems deleted() {
    return deleted;
  }

  public void clear() {
    groups.clear();
    deleted.clear();
  }

  @Override
  public List<GroupView> groups() {
    return groups.all(Comparator.comparing(GroupView::number));
  }

  @Override
  public Optional<GroupView> group(long id) {
    return groups.byId(id);
  }

  @Override
  public GroupView create(SaveGroup command) {
    return groups.save(view(groups.nextId(), command));
  }

  @Override
  public GroupView replace(long id, SaveGroup command) {
    groups.existing(id);
    return groups.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    group(id).ifPresent(gone -> deleted.keep("ring_group", gone.number(), () -> groups.save(gone)));
    groups.delete(id);
  }

  private GroupView view(long id, SaveGroup c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.number().isBlank()) {
      problems.add(new FieldProblem("number", "required"));
    }
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    List<Member> members = c.members() == null ? List.of() : c.members();
    for (int i = 0; i < members.size(); i++) {
      String extension = members.get(i).extension();
      if (pbx.users().stream().map(UserView::extension).noneMatch(extension::equals)) {
        problems.add(
            new FieldProblem("members[" + i + "].extension", "there is no user " + extension));
      }
    }
    if (members.isEmpty() && c.overflow() == null) {
      problems.add(new FieldProblem("members", "a group without members needs an overflow"));
    }
    int seconds = c.ringSeconds() == null ? 60 : c.ringSeconds();
    if (seconds < 5 || seconds > 600) {
      problems.add(new FieldProblem("ringSeconds", "must be 5 to 600"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new GroupView(
        id,
        c.number(),
        c.name(),
        c.strategy() == null ? Strategy.ALL : c.strategy(),
        members,
        seconds,
        c.memberSeconds() == null ? 15 : c.memberSeconds(),
        c.skipBusy() == null || c.skipBusy(),
        c.overflow(),
        List.of());
  }
}
