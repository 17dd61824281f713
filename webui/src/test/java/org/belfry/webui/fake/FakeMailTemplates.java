package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailTemplateAdmin;

/** Texts of mails in memory; those of our own are short. */
public final class FakeMailTemplates implements MailTemplateAdmin {
  private final Map<String, SaveTemplate> changed = new HashMap<>();

  public void clear() {
    changed.clear();
  }

  @Override
  public List<String> languages() {
    return List.of("en", "de");
  }

  @Override
  public List<TemplateView> templates() {
    List<TemplateView> all = new ArrayList<>();
    for (MailKind kind : MailKind.values()) {
      languages().forEach(language -> all.add(template(kind, language)));
    }
    return all;
  }

  @Override
  public TemplateView template(MailKind kind, String language) {
    SaveTemplate standard =
        new SaveTemplate(
            "Belfry",
            String.join("\n", kind.placeholders().stream().map(each -> "{" + each + "}").toList()));
    SaveTemplate now = changed.getOrDefault(kind + language, standard);
    return new TemplateView(
        kind, language, now.subject(), now.text(), !now.equals(standard), kind.placeholders());
  }

  @Override
  public TemplateView save(MailKind kind, String language, SaveTemplate command) {
    preview(kind, language, command);
    changed.put(kind + language, command);
    return template(kind, language);
  }

  @Override
  public TemplateView restore(MailKind kind, String language) {
    changed.remove(kind + language);
    return template(kind, language);
  }

  @Override
  public Preview preview(MailKind kind, String language, SaveTemplate command) {
    Stream.of(command.text().split("[^{}a-z]+", -1))
        .filter(word -> word.matches("\\{.*}"))
        .map(word -> word.substring(1, word.length() - 1))
        .filter(word -> !kind.placeholders().contains(word))
        .forEach(word -> {
          throw new InvalidCommand("text", "unknown placeholder {" + word + "}");
        });
    return new Preview(command.subject(), command.text().replace("{name}", "Alice Berger"));
  }
}
