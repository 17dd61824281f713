package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;

/**
 * What a command is about, so that what it would break is told at its own field, and what it would
 * break elsewhere in a sentence that names the place.
 *
 * @param prefixes what is edited, with what is put before its fields: {@code [3].} for one of
 *     several
 * @param field of the command that is to blame for what breaks elsewhere
 */
public record Edit(Map<Owner, String> prefixes, String field) {
  private static final int NAMED_MAX = 5;

  public static Edit of(Owner.Kind kind, String name, String field) {
    return new Edit(Map.of(new Owner(kind, name), ""), field);
  }

  /**
   * @throws InvalidCommand when there is anything severe that was not there before
   */
  void refuse(Set<Finding> before, List<Finding> now) {
    List<Finding> fresh = now.stream().filter(f -> f.severe() && !before.contains(f)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    List<FieldProblem> own = new ArrayList<>();
    for (Finding f : fresh) {
      String prefix = prefixes.get(f.owner());
      if (prefix != null) {
        own.add(new FieldProblem(prefix + f.field(), f.message()));
      }
    }
    throw new InvalidCommand(
        own.isEmpty() ? List.of(new FieldProblem(field, usersOfIt(fresh))) : own);
  }

  private static String usersOfIt(List<Finding> fresh) {
    List<String> places = fresh.stream().map(f -> Objects.toString(f.owner())).distinct().toList();
    String named = String.join(", ", places.subList(0, Math.min(NAMED_MAX, places.size())));
    return "is still used by "
        + named
        + (places.size() > NAMED_MAX ? " and " + (places.size() - NAMED_MAX) + " more" : "");
  }
}
