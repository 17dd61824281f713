package org.belfry.webui.fake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;

/** Attendants in memory. Dry runs know menus, schedules (always open) and where calls go. */
public final class FakeAttendants implements AttendantAdmin {
  private final FakeThings<AttendantView> attendants =
      new FakeThings<>(AttendantView::id, AttendantView::name, "name");
  private final List<NodeFigure> figures = new ArrayList<>();

  public void clear() {
    attendants.clear();
    figures.clear();
  }

  /** Callers have been there. */
  public void passed(String attendant, String node, String what, String key, long times) {
    figures.add(new NodeFigure(LocalDate.EPOCH, node, what, key, times));
  }

  @Override
  public List<AttendantView> attendants() {
    return attendants.all(Comparator.comparing(AttendantView::name));
  }

  @Override
  public Optional<AttendantView> attendant(long id) {
    return attendants.byId(id);
  }

  @Override
  public AttendantView create(SaveAttendant command) {
    return attendants.save(view(attendants.nextId(), command));
  }

  @Override
  public AttendantView replace(long id, SaveAttendant command) {
    attendants.existing(id);
    return attendants.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    attendants.delete(id);
  }

  @Override
  public List<Step> tryOut(String name, List<@Nullable String> inputs, Instant at) {
    AttendantView a =
        attendants().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new NotFound("attendant", name));
    return tryOut(
        new SaveAttendant(a.name(), a.number(), a.language(), a.start(), a.nodes()), inputs, at);
  }

  @Override
  public List<Step> tryOut(SaveAttendant draft, List<@Nullable String> inputs, Instant at) {
    check(draft);
    List<Step> steps = new ArrayList<>();
    int next = 0;
    @Nullable String at2 = draft.start();
    while (at2 != null) {
      SaveNode node = draft.nodes().get(at2);
      if (node.branch() != null) {
        steps.add(new Step(at2, "looks at the schedule and goes on", List.of(), null));
        at2 = node.branch().open();
      } else if (node.menu() != null && next < inputs.size()) {
        String key = inputs.get(next++);
        String does = key == null ? "asks, and nothing is pressed" : "asks";
        steps.add(new Step(at2, does, node.menu().lines(), key));
        at2 =
            key != null
                ? node.menu().keys().get(key)
                : node.menu().silence() == null ? null : node.menu().silence().then();
      } else if (node.menu() != null) {
        steps.add(new Step(at2, "asks, and waits 5 s", node.menu().lines(), null));
        at2 = null;
      } else if (node.goTo() != null) {
        steps.add(new Step(at2, "hands the call to " + node.goTo().to(), List.of(), null));
        at2 = null;
      } else {
        steps.add(new Step(at2, "hangs up", List.of(), null));
        at2 = null;
      }
    }
    return steps;
  }

  @Override
  public List<NodeFigure> figures(String name, LocalDate from, LocalDate to) {
    return List.copyOf(figures);
  }

  private static void check(SaveAttendant c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    Map<String, SaveNode> nodes = c.nodes() == null ? Map.of() : c.nodes();
    nodes.forEach((name, node) -> {
      if (node.goTo() != null && node.goTo().to().isEmpty()) {
        problems.add(new FieldProblem("nodes." + name + ".goTo.to", "required"));
      }
      if (node.menu() != null
          && node.menu().keys().isEmpty()
          && !Boolean.TRUE.equals(node.menu().extensions())) {
        problems.add(new FieldProblem("nodes." + name + ".menu.keys", "add a key"));
      }
    });
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  private static AttendantView view(long id, SaveAttendant c) {
    check(c);
    return new AttendantView(
        id,
        c.name(),
        c.number(),
        c.language(),
        c.start(),
        c.nodes() == null ? Map.of() : c.nodes(),
        List.of());
  }
}
