package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** The site's outside numbers, and where calls to them go. */
public interface InboundAdmin {

  /** All, in the order in which they are tried: the closest description of a number first. */
  List<InboundView> numbers();

  Optional<InboundView> number(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  InboundView create(SaveInbound command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such entry
   */
  InboundView replace(long id, SaveInbound command);

  /**
   * @throws NotFound when there is no such entry
   */
  void delete(long id);

  /**
   * @param pattern an outside number as {@code +} and digits, {@code X} for any digit, a trailing
   *     {@code *} for any rest; unique for its trunk
   * @param trunk that it must come in by, or null for any
   * @param schedule that decides, or null
   * @param open where calls go, while the schedule is open or when there is none: {@code dial:600}
   * @param closed where calls go otherwise; null for the same
   */
  record SaveInbound(
      String pattern,
      @Nullable String trunk,
      @Nullable String schedule,
      String open,
      @Nullable String closed) {}

  record InboundView(
      long id,
      String pattern,
      @Nullable String trunk,
      @Nullable String schedule,
      String open,
      @Nullable String closed,
      List<FieldProblem> warnings) {}
}
