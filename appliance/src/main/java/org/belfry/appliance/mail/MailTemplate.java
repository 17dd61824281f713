package org.belfry.appliance.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;

/**
 * The text of a mail with placeholders in braces. They are replaced in one pass: what a value says
 * is never read as a placeholder.
 */
public record MailTemplate(String subject, String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.]*)}");
  private static final String SUBJECT = "Subject: ";

  /** A file whose first line is the subject. */
  static MailTemplate read(String file) {
    int line = file.indexOf('\n');
    String first = line < 0 ? file : file.substring(0, line);
    return new MailTemplate(
        first.startsWith(SUBJECT) ? first.substring(SUBJECT.length()) : first,
        line < 0 ? "" : file.substring(line + 1));
  }

  /**
   * @return this one, with the line ends of mails
   * @throws InvalidCommand naming {@code subject} or {@code text}
   */
  MailTemplate checked(MailKind kind) {
    List<FieldProblem> problems = new ArrayList<>();
    examine(kind, "subject", subject, MailTemplateAdmin.SUBJECT_MAX, problems);
    examine(kind, "text", text, MailTemplateAdmin.TEXT_MAX, problems);
    for (String name : kind.secret()) {
      if (subject.contains("{" + name + "}")) {
        problems.add(
            new FieldProblem("subject", "must not contain the placeholder {" + name + "}"));
      }
    }
    for (String name : kind.required()) {
      if (!text.contains("{" + name + "}")) {
        problems.add(new FieldProblem("text", "must contain the placeholder {" + name + "}"));
      }
    }
    if (subject.chars().anyMatch(Character::isISOControl)) {
      problems.add(new FieldProblem("subject", "must be a single line"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new MailTemplate(subject.strip(), text.replace("\r\n", "\n").replace('\r', '\n'));
  }

  private static void examine(
      MailKind kind, String field, String value, int max, List<FieldProblem> problems) {
    if (value.isBlank()) {
      problems.add(new FieldProblem(field, "required"));
    }
    if (value.length() > max) {
      problems.add(new FieldProblem(field, "must have at most " + max + " characters"));
    }
    Matcher found = PLACEHOLDER.matcher(value);
    while (found.find()) {
      if (!kind.placeholders().contains(found.group(1))) {
        problems.add(
            new FieldProblem(
                field,
                "unknown placeholder {" + found.group(1).replaceAll("(.{30}).*", "$1…") + "}"));
      }
    }
  }

  /** The mail's own words; a placeholder without a value stays as it is. */
  MailTemplate filled(Map<String, String> values) {
    return new MailTemplate(filled(subject, values), filled(text, values));
  }

  private static String filled(String template, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found ->
            Matcher.quoteReplacement(plain(values.getOrDefault(found.group(1), found.group()))));
  }

  /** Without what could move a reader's terminal or begin a header line. */
  private static String plain(String value) {
    return value.replaceAll("\\R", "\n").replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
  }
}
