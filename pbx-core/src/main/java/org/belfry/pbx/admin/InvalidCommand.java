package org.belfry.pbx.admin;

import java.util.List;

/** A command that cannot be carried out as given; nothing was changed. */
public final class InvalidCommand extends RuntimeException {
  private final transient List<FieldProblem> problems;

  public InvalidCommand(List<FieldProblem> problems) {
    super(problems.toString());
    this.problems = List.copyOf(problems);
  }

  public InvalidCommand(String field, String message) {
    this(List.of(new FieldProblem(field, message)));
  }

  /** What is wrong, one entry per field; never empty. */
  public List<FieldProblem> problems() {
    return problems;
  }

  /**
   * @param field the command's component, for one of several commands with its position: {@code
   *     [3].extension}
   * @param message a sentence for people
   */
  public record FieldProblem(String field, String message) {}
}
