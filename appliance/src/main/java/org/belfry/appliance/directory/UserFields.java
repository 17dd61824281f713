package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a user may hold. Collects every problem, so that people see all of them at
 * once.
 */
final class UserFields {
  private static final String EXTENSION_MARKS = "._-+";

  private final List<FieldProblem> problems = new ArrayList<>();
  private final String prefix;

  /**
   * @param prefix put before field names: {@code [3].} for one of several commands
   */
  UserFields(String prefix) {
    this.prefix = prefix;
  }

  List<FieldProblem> problems() {
    return problems;
  }

  void problem(String field, String message) {
    problems.add(new FieldProblem(prefix + field, message));
  }

  String extension(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      problem("extension", "required");
    } else if (text.length() > 32) {
      problem("extension", "must have 1 to 32 characters");
    } else if (!text.chars().allMatch(UserFields::mayBeDialled)) {
      problem("extension", "use only letters, digits and . _ - +");
    }
    return text;
  }

  String name(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      problem("name", "required");
    } else if (text.length() > 128) {
      problem("name", "must have 1 to 128 characters");
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      problem("name", "must not contain control characters");
    }
    return text;
  }

  @Nullable String email(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      return null;
    }
    int at = text.indexOf('@');
    boolean good =
        at > 0
            && at == text.lastIndexOf('@')
            && at < text.length() - 1
            && text.length() <= 254
            && text.chars()
                .noneMatch(c -> c <= ' ' || c == ',' || c == ';' || c == '<' || c == '>');
    if (!good) {
      problem("email", "enter a valid e-mail address");
    }
    return text;
  }

  void sipPassword(String value) {
    if (value.length() < 8 || value.length() > 128) {
      problem("sipPassword", "must have 8 to 128 characters");
    } else if (!value.chars().allMatch(c -> c > ' ' && c != '"' && c != '\\' && c < 0x7f)) {
      problem(
          "sipPassword",
          "use only printable ASCII characters without spaces, quotes and backslashes");
    }
  }

  private static boolean mayBeDialled(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || EXTENSION_MARKS.indexOf(c) >= 0;
  }
}
