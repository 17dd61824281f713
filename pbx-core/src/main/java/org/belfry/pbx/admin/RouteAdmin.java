package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Which trunks take which outside calls. */
public interface RouteAdmin {

  /** All routes in the order in which they are tried. */
  List<RouteView> routes();

  Optional<RouteView> route(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  RouteView create(SaveRoute command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such route
   */
  RouteView replace(long id, SaveRoute command);

  /**
   * @throws NotFound when there is no such route
   */
  void delete(long id);

  /**
   * A route takes a call when patterns, classes and countries all fit.
   *
   * @param name unique, 1 to 64 characters
   * @param position 0 to 100000: routes are tried from the lowest up, those of the same position by
   *     name; null for 100
   * @param patterns outside numbers as {@code +} and digits, {@code X} for any digit, a trailing
   *     {@code *} for any rest; empty for any number; 20,000 at most
   * @param classes kinds of numbers; empty for any
   * @param countries ISO 3166 codes; empty for any
   * @param trunks in the order they are tried, 1 to 16
   * @param callerNumber what the called party sees instead of the user's number, or null
   */
  record SaveRoute(
      String name,
      @Nullable Integer position,
      @Nullable List<String> patterns,
      @Nullable Set<NumberKind> classes,
      @Nullable Set<String> countries,
      List<String> trunks,
      @Nullable String callerNumber) {}

  record RouteView(
      long id,
      String name,
      int position,
      List<String> patterns,
      Set<NumberKind> classes,
      Set<String> countries,
      List<String> trunks,
      @Nullable String callerNumber,
      List<FieldProblem> warnings) {}
}
