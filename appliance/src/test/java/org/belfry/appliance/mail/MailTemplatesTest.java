package org.belfry.appliance.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mails say, ours and the owner's, and what no text can do. */
class MailTemplatesTest {
  @TempDir private Path data;

  @ParameterizedTest
  @EnumSource(MailKind.class)
  void eachMailHasATextInEachLanguageThatIsGoodAndLeavesNoPlaceholder(MailKind kind) {
    MailTemplates templates = new MailTemplates(data);
    Map<String, String> values = new HashMap<>();
    kind.placeholders().forEach(name -> values.put(name, "value"));
    for (String language : MailTemplates.LANGUAGES) {
      MailTemplate standard = templates.standard(kind, language);
      assertThat(standard).as(kind + " in " + language).isNotNull();
      assertThat(standard.checked(kind)).isEqualTo(standard);
      MailTemplate filled = templates.fill(kind, language, values);
      assertThat(filled.subject() + filled.text()).doesNotContain("{").contains("value");
    }
    assertThat(templates.fill(kind, "fr", values)).isEqualTo(templates.fill(kind, "en", values));
  }

  @Test
  void aChangedTextGoesBeforeTheFileAndTheFileBeforeOurs() throws IOException {
    MailTemplates templates = new MailTemplates(data);
    Files.createDirectories(data.resolve("mail"));
    Files.writeString(data.resolve("mail/invitation.en.txt"), "Subject: File\n{link}");
    Map<String, String> values = Map.of("link", "https://x");
    assertThat(templates.fill(MailKind.INVITATION, "en", values).subject()).isEqualTo("File");
    templates.use(MailKind.INVITATION, "en", new MailTemplate("Page", "{link}"));
    assertThat(templates.fill(MailKind.INVITATION, "en", values).subject()).isEqualTo("Page");
    templates.use(MailKind.INVITATION, "en", null);
    assertThat(templates.fill(MailKind.INVITATION, "en", values).subject()).isEqualTo("File");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{password}",
        "{sipPassword}",
        "{java.home}",
        "{link}",
        "{settings}",
        "{user.secret}"
      })
  void whatAMailDoesNotGiveAwayCannotBeAskedFor(String placeholder) {
    InvalidCommand refused =
        catchThrowableOfType(
            InvalidCommand.class,
            () -> new MailTemplate("x", placeholder).checked(MailKind.REPORT));
    assertThat(refused.problems().getFirst().message())
        .isEqualTo("unknown placeholder " + placeholder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${jndi:ldap://x/a}",
        "#{T(java.lang.Runtime).getRuntime().exec('id')}",
        "{{7*7}}",
        "<%= 1 %>",
        "{0}",
        "%s %n",
        "\\1 $1 $name",
        "{ name }",
        "<script>alert(1)</script>"
      })
  void aHostileTextIsOnlyText(String text) {
    MailTemplate good = new MailTemplate("x", text + " {calls}").checked(MailKind.REPORT);
    assertThat(good.filled(Map.of("calls", "412")).text()).isEqualTo(text + " 412");
  }

  @Test
  void whatACallerIsNamedIsNeverAPlaceholderNorAHeader() {
    MailTemplate filled =
        new MailTemplate("From {caller}", "{caller} {name}")
            .filled(Map.of("caller", "{link}\r\nBcc: x $1 \\", "name", "Bob", "link", "secret"));
    assertThat(filled.text()).isEqualTo("{link}\nBcc: x $1 \\ Bob");
    assertThat(Mail.of("a@b", filled.subject(), filled.text()).subject())
        .isEqualTo("From {link} Bcc: x $1 \\");
  }

  @Test
  void theLinkOfAnInvitationIsInItsTextAndNeverInItsSubject() {
    assertThat(problems(MailKind.INVITATION, "Hello {link}", "{link}")).containsExactly("subject");
    assertThat(problems(MailKind.INVITATION, "Hello", "{name}")).containsExactly("text");
  }

  @Test
  void aTextHasALimitAndASubjectIsOneLine() {
    assertThat(problems(MailKind.REPORT, "", " ")).containsExactly("subject", "text");
    assertThat(problems(MailKind.REPORT, "a\nBcc: b@c", "x")).containsExactly("subject");
    assertThat(problems(MailKind.REPORT, "s".repeat(201), "x".repeat(10_001)))
        .containsExactly("subject", "text");
    assertThat(problems(MailKind.REPORT, "x", "{" + "a".repeat(5_000) + "}")).hasSize(1);
  }

  private static List<String> problems(MailKind kind, String subject, String text) {
    return catchThrowableOfType(
            InvalidCommand.class, () -> new MailTemplate(subject, text).checked(kind))
        .problems()
        .stream()
        .map(InvalidCommand.FieldProblem::field)
        .toList();
  }
}
