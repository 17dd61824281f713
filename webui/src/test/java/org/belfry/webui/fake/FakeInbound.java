package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;

/** Inbound numbers in memory. */
public final class FakeInbound implements InboundAdmin {
  private final FakeThings<InboundView> numbers =
      new FakeThings<>(InboundView::id, n -> n.pattern() + "@" + n.trunk(), "pattern");

  public void clear() {
    numbers.clear();
  }

  @Override
  public List<InboundView> numbers() {
    return numbers.all(Comparator.comparing(InboundView::pattern));
  }

  @Override
  public Optional<InboundView> number(long id) {
    return numbers.byId(id);
  }

  @Override
  public InboundView create(SaveInbound command) {
    return numbers.save(view(numbers.nextId(), command));
  }

  @Override
  public InboundView replace(long id, SaveInbound command) {
    numbers.existing(id);
    return numbers.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    numbers.delete(id);
  }

  private InboundView view(long id, SaveInbound c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (!c.pattern().matches("\\+?[0-9X]{1,20}\\*?")) {
      problems.add(
          new FieldProblem(
              "pattern",
              "must be + and digits; X matches any digit, * at the end matches anything"));
    }
    if (c.open().isEmpty()) {
      problems.add(new FieldProblem("open", "required"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new InboundView(
        id, c.pattern(), c.trunk(), c.schedule(), c.open(), c.closed(), warnings(c));
  }

  /** As if each pattern were as wide as the others. */
  private List<FieldProblem> warnings(SaveInbound c) {
    return numbers().stream()
        .filter(other -> c.pattern().contains("X") && other.pattern().contains("X"))
        .map(other ->
            new FieldProblem("pattern", "some of its numbers are routed by " + other.pattern()))
        .toList();
  }
}
