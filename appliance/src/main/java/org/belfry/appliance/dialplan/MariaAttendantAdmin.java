package org.belfry.appliance.dialplan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.app.ivr.Trial;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commands on attendants. */
@Component
class MariaAttendantAdmin implements AttendantAdmin {
  private static final int MAX = 200;
  private static final int INPUTS_MAX = 200;
  private static final int DAYS_MAX = 366;

  private final DirectoryStore store;
  private final Documents<SaveAttendant> table;
  final Things<SaveAttendant> things;
  private final AttendantFigures figures;

  MariaAttendantAdmin(DirectoryStore store, DialPlanTables tables, AttendantFigures figures) {
    this.store = store;
    this.table = tables.attendants;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.ATTENDANT, "name", MAX);
    this.figures = figures;
  }

  @Override
  public List<AttendantView> attendants() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<AttendantView> attendant(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public AttendantView create(SaveAttendant command) {
    SaveAttendant good = AttendantForm.checked(command);
    return view(things.create(good.name(), good));
  }

  @Override
  public AttendantView replace(long id, SaveAttendant command) {
    SaveAttendant good = AttendantForm.checked(command);
    return view(things.replace(id, good.name(), before -> good));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  @Override
  public List<Step> tryOut(String name, List<@Nullable String> inputs, Instant at) {
    return steps(named(name), inputs, at);
  }

  @Override
  public List<Step> tryOut(SaveAttendant draft, List<@Nullable String> inputs, Instant at) {
    return steps(AttendantForm.checked(draft), inputs, at);
  }

  private List<Step> steps(SaveAttendant attendant, List<@Nullable String> inputs, Instant at) {
    if (inputs.size() > INPUTS_MAX) {
      throw new InvalidCommand("input", "must have at most " + INPUTS_MAX + " entries");
    }
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i);
      if (input != null && input.length() > 64) {
        throw new InvalidCommand("input[" + i + "]", "must have at most 64 characters");
      }
    }
    return Trial.of(AttendantForm.attendant(attendant), store.current(), inputs, at).stream()
        .map(s -> new Step(s.node(), s.does(), s.said(), s.input()))
        .toList();
  }

  @Override
  public List<NodeFigure> figures(String name, LocalDate from, LocalDate to) {
    if (from.plusDays(DAYS_MAX).isBefore(to)) {
      throw new InvalidCommand("from", "must be within " + DAYS_MAX + " days of to");
    }
    return figures.of(named(name).name(), from, to);
  }

  private SaveAttendant named(String name) {
    return table.byName(name).map(Row::value).orElseThrow(() -> new NotFound("attendant", name));
  }

  private AttendantView view(Row<SaveAttendant> row) {
    SaveAttendant a = row.value();
    return new AttendantView(
        row.id(),
        a.name(),
        a.number(),
        a.language(),
        a.start(),
        a.nodes() == null ? java.util.Map.of() : a.nodes(),
        store.warnings(new Owner(Owner.Kind.ATTENDANT, a.name())));
  }
}
