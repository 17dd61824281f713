package org.belfry.pbx.admin;

import java.util.List;

/**
 * The texts of the mails that Belfry writes, per language. A text is plain: a placeholder in braces
 * is replaced by its value, once, and nothing in it is carried out.
 */
public interface MailTemplateAdmin {
  /** Longest text of a mail, in characters. */
  int TEXT_MAX = 10_000;

  /** Longest subject, in characters. */
  int SUBJECT_MAX = 200;

  /** What a mail is about, with the placeholders that its template may use. */
  enum MailKind {
    /** To the owner of a mailbox, with a new message. */
    VOICEMAIL("caller name extension time length code attached link", "", ""),
    /** To a user, with the one-time link to choose a password; it must not be in the subject. */
    INVITATION("name extension until link", "link", "link"),
    /** A scheduled report, with its workbook attached. */
    REPORT("period calls answered missed talked cost", "", ""),
    /** An alarm has begun. */
    ALARM("domain problem since advice", "problem", ""),
    /** An alarm is over. */
    ALARM_OVER("domain problem since until", "problem", ""),
    /** To the front desk: somebody has called an emergency number. */
    EMERGENCY("extension name number location", "extension location", "");

    private final List<String> placeholders;
    private final List<String> required;
    private final List<String> secret;

    MailKind(String placeholders, String required, String secret) {
      this.placeholders = words(placeholders);
      this.required = words(required);
      this.secret = words(secret);
    }

    private static List<String> words(String all) {
      return all.isEmpty() ? List.of() : List.of(all.split(" ", -1));
    }

    public List<String> placeholders() {
      return placeholders;
    }

    /** Those that the text must have. */
    public List<String> required() {
      return required;
    }

    /** Those that the subject must not have, as subjects are shown in lists and logs. */
    public List<String> secret() {
      return secret;
    }
  }

  /** Languages with texts of our own, as two letters. */
  List<String> languages();

  /** All kinds in all languages. */
  List<TemplateView> templates();

  /**
   * @throws NotFound when there are no texts in this language
   */
  TemplateView template(MailKind kind, String language);

  /**
   * Changes what mails say from now on.
   *
   * @throws InvalidCommand naming {@code subject} or {@code text}: empty, too long, an unknown
   *     placeholder, a required one missing, a secret one in the subject
   * @throws NotFound when there are no texts in this language
   */
  TemplateView save(MailKind kind, String language, SaveTemplate command);

  /** Forgets the changed text; the default counts again. */
  TemplateView restore(MailKind kind, String language);

  /**
   * A mail as it would be, with example values.
   *
   * @throws InvalidCommand as {@link #save}
   */
  Preview preview(MailKind kind, String language, SaveTemplate command);

  record SaveTemplate(String subject, String text) {}

  /**
   * @param changed whether it is another than the default
   */
  record TemplateView(
      MailKind kind,
      String language,
      String subject,
      String text,
      boolean changed,
      List<String> placeholders) {}

  record Preview(String subject, String text) {}
}
