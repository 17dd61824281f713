package org.belfry.appliance.announcements;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.belfry.appliance.dialplan.AnnouncementUses;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;
import org.springframework.stereotype.Component;

/** The commands on announcements. */
@Component
class StoredAnnouncementAdmin implements AnnouncementAdmin {
  private static final int NAMED_MAX = 5;

  private final PromptAdmin prompts;
  private final AnnouncementUses uses;

  StoredAnnouncementAdmin(PromptAdmin prompts, AnnouncementUses uses) {
    this.prompts = prompts;
    this.uses = uses;
  }

  @Override
  public List<AnnouncementView> announcements() {
    Map<String, List<RecordingView>> byName = new TreeMap<>();
    for (RecordingView each : prompts.recordings()) {
      if (!each.replaces()) {
        byName.computeIfAbsent(each.name(), first -> new ArrayList<>()).add(each);
      }
    }
    Map<String, List<UseView>> used = uses.all();
    return byName.entrySet().stream()
        .map(each ->
            new AnnouncementView(
                each.getKey(),
                List.copyOf(each.getValue()),
                used.getOrDefault(each.getKey(), List.of())))
        .toList();
  }

  @Override
  public AnnouncementView announcement(String name) {
    return announcements().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NotFound("announcement", name));
  }

  @Override
  public List<String> names() {
    return prompts.announcements();
  }

  @Override
  public byte[] sound(String name, String language) {
    recording(name, language);
    return prompts.sound(language, name);
  }

  @Override
  public AnnouncementView put(String name, String language, Made made, byte[] sound) {
    checkFree(name);
    prompts.replace(language, name, made, sound);
    return announcement(name);
  }

  @Override
  public AnnouncementView speak(String name, String language, String text) {
    checkFree(name);
    prompts.speak(language, name, text);
    return announcement(name);
  }

  @Override
  public String record(String name, String language, String extension) {
    checkFree(name);
    return prompts.record(language, name, extension);
  }

  @Override
  public AnnouncementView rename(String name, String to) {
    AnnouncementView before = announcement(name);
    checkUnused("name", before);
    checkFree(to);
    prompts.rename(name, to);
    return announcement(to);
  }

  @Override
  public void delete(String name, String language) {
    recording(name, language);
    AnnouncementView before = announcement(name);
    if (before.recordings().size() == 1) {
      checkUnused("", before);
    }
    prompts.reset(language, name);
  }

  @Override
  public void delete(String name) {
    AnnouncementView before = announcement(name);
    checkUnused("", before);
    before.recordings().forEach(each -> prompts.reset(each.language(), name));
  }

  private void recording(String name, String language) {
    if (announcement(name).recordings().stream().noneMatch(r -> r.language().equals(language))) {
      throw new NotFound("announcement", name + " in " + language);
    }
  }

  /** What Belfry says itself is replaced among the prompts, not here. */
  private void checkFree(String name) {
    if (!prompts.announcements().contains(name)
        && prompts.languages().stream()
            .flatMap(language -> prompts.prompts(language).stream())
            .anyMatch(each -> each.name().equals(name))) {
      throw new InvalidCommand("name", "is the name of a built-in prompt");
    }
  }

  private static void checkUnused(String field, AnnouncementView announcement) {
    if (announcement.uses().isEmpty()) {
      return;
    }
    String users =
        announcement.uses().stream()
            .limit(NAMED_MAX)
            .map(UseView::name)
            .collect(Collectors.joining(", "));
    throw new InvalidCommand(field, "still used by " + users);
  }
}
