package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.belfry.appliance.phones.Phone.Wishes;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.vendor.Profiles;
import org.jspecify.annotations.Nullable;

/** Reads a command about a phone: whatever its types say, anything may be null or nonsense. */
final class PhoneForm {
  private static final int NAME_MAX = 64;

  private final List<FieldProblem> problems = new ArrayList<>();
  private final String prefix;
  private final Directory directory;

  /**
   * @param prefix before the names of fields: {@code [3].} for one of several
   */
  PhoneForm(String prefix, Directory directory) {
    this.prefix = prefix;
    this.directory = directory;
  }

  /**
   * What was read; its id and secrets are the caller's. Nothing of it counts when there are
   * problems.
   */
  record Read(@Nullable Mac mac, @Nullable Model model, Wishes wishes, List<Long> users) {}

  Read read(SavePhone c) {
    Model model = model("brand", c.brand(), "model", c.model());
    Mac mac = mac(c.mac(), model);
    List<Long> users = users(c.user(), c.lines(), model);
    Wishes wishes =
        new Wishes(
            line("name", c.name()),
            site(c.site()),
            Boolean.TRUE.equals(c.plainHttp()),
            settings(c.settings()),
            keys(c.keys(), model, Math.max(1, users.size())),
            overrides(c.overrides()));
    return new Read(mac, model, wishes, users);
  }

  void problem(String field, String message) {
    problems.add(new FieldProblem(prefix + field, message));
  }

  List<FieldProblem> problems() {
    return problems;
  }

  /**
   * @throws InvalidCommand when there was any problem
   */
  void refuse() {
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  @Nullable Model model(
      String brandField, @Nullable String word, String modelField, @Nullable String name) {
    Brand brand = Brand.of(word);
    if (brand == null) {
      problem(brandField, "must be one of " + words());
      return null;
    }
    Optional<Model> model = name == null ? Optional.empty() : Catalogue.model(brand, name);
    if (model.isEmpty()) {
      problem(
          modelField,
          name == null || name.isBlank()
              ? "required"
              : "not a model of " + brand.shown() + " that there are templates for");
    }
    return model.orElse(null);
  }

  private static String words() {
    List<String> words = new ArrayList<>();
    for (Brand brand : Brand.values()) {
      words.add(brand.word());
    }
    return String.join(", ", words);
  }

  @Nullable Mac mac(@Nullable String text, @Nullable Model model) {
    boolean soft = model != null && model.brand().soft();
    if (text == null || text.isBlank()) {
      if (model != null && !soft) {
        problem("mac", "required for a " + model.brand().shown());
      }
      return null;
    }
    if (soft) {
      problem("mac", "not used for softphones");
      return null;
    }
    try {
      return Mac.parse(text);
    } catch (IllegalArgumentException e) {
      problem("mac", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private List<Long> users(
      @Nullable String first, @Nullable List<String> more, @Nullable Model model) {
    List<Long> users = new ArrayList<>();
    if (first != null && !first.isBlank()) {
      user("user", first, users);
    }
    if (more != null) {
      for (int i = 0; i < more.size(); i++) {
        user("lines[" + i + "]", more.get(i), users);
      }
      if (users.isEmpty() && !more.isEmpty()) {
        problem("user", "required for additional lines");
      }
    }
    if (model != null && users.size() > model.lines()) {
      problem("lines", "a " + model.name() + " has only " + model.lines() + " lines");
    }
    return users;
  }

  private void user(String field, @Nullable String extension, List<Long> users) {
    User user = directory.user(extension == null ? "" : extension.strip());
    if (user == null) {
      problem(field, "user not found");
    } else if (users.contains(user.id())) {
      problem(field, "already on this phone");
    } else {
      users.add(user.id());
    }
  }

  private @Nullable String line(String field, @Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.length() > NAME_MAX || text.chars().anyMatch(Character::isISOControl)) {
      problem(field, "must be one line of at most " + NAME_MAX + " characters");
    }
    return text.isEmpty() ? null : text;
  }

  private @Nullable String site(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (!text.matches("[\\p{L}\\p{N} ._-]{0,40}")) {
      problem("site", "must have at most 40 letters, digits, spaces or . _ -");
    }
    return text.isEmpty() ? null : text;
  }

  /** Settings by their words; null and empty ones are left out. */
  Map<String, String> settings(@Nullable Map<String, String> wanted) {
    Map<String, String> good = new LinkedHashMap<>();
    if (wanted != null) {
      wanted.forEach((word, value) -> {
        Setting setting = word == null ? null : Setting.of(word);
        String text = value == null ? "" : value.strip();
        String why = setting == null ? "unknown setting" : setting.problem(text);
        if (text.isEmpty() && setting != null) {
          return;
        }
        if (setting == null || why != null) {
          problem("settings." + word, String.valueOf(why));
        } else {
          good.put(setting.word(), text);
        }
      });
    }
    return good;
  }

  List<PlacedKey> keys(@Nullable List<PlacedKey> wanted, @Nullable Model model, int lines) {
    List<PlacedKey> good = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    if (wanted == null) {
      return good;
    }
    for (int i = 0; i < wanted.size(); i++) {
      PlacedKey each = wanted.get(i);
      String field = "keys[" + i + "]";
      String why = each == null ? "required" : problem(each, model, lines);
      if (each != null && why == null && !taken.add(each.key())) {
        why = "this key is already in the list";
      }
      if (each == null || why != null) {
        problem(field, String.valueOf(why));
      } else {
        good.add(each);
      }
    }
    return good;
  }

  private static @Nullable String problem(PlacedKey each, @Nullable Model model, int lines) {
    if (model != null && (each.key() < 1 || each.key() > model.keys())) {
      return model.keys() == 0
          ? "missing: a " + model.name() + " has no keys"
          : "must be a key from 1 to " + model.keys();
    }
    String word = each.kind() == null ? "" : each.kind().strip().toLowerCase(Locale.ROOT);
    if (!word.matches("none|line|lamp|park|speed-dial")) {
      return "must be none, line, lamp, park or speed-dial";
    }
    int line = each.line() == null ? 1 : each.line();
    if (line < 1 || line > lines) {
      return "the phone does not have this line";
    }
    return new Key(
            Key.Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')),
            line,
            each.value() == null ? "" : each.value(),
            each.label() == null ? "" : each.label())
        .problem();
  }

  private Map<String, String> overrides(@Nullable Map<String, String> wanted) {
    Map<String, String> good = new HashMap<>();
    if (wanted == null) {
      return good;
    }
    if (wanted.size() > Profiles.OVERRIDES_MAX) {
      problem("overrides", "must have at most " + Profiles.OVERRIDES_MAX + " entries");
      return good;
    }
    wanted.forEach((word, value) -> good.put(word, value == null ? "" : value));
    return good;
  }
}
