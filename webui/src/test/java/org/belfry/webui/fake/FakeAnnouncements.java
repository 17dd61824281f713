package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;
import org.belfry.pbx.admin.QueueAdmin;

/** The announcements among the recordings of {@link FakePrompts}, used by the fake queues. */
public final class FakeAnnouncements implements AnnouncementAdmin {
  private final FakePrompts prompts;
  private final QueueAdmin queues;

  FakeAnnouncements(FakePrompts prompts, QueueAdmin queues) {
    this.prompts = prompts;
    this.queues = queues;
  }

  @Override
  public List<AnnouncementView> announcements() {
    Map<String, List<RecordingView>> all = new TreeMap<>();
    prompts.recordings().stream()
        .filter(each -> !each.replaces())
        .forEach(each -> all.computeIfAbsent(each.name(), n -> new ArrayList<>()).add(each));
    return all.entrySet().stream()
        .map(each -> new AnnouncementView(each.getKey(), each.getValue(), uses(each.getKey())))
        .toList();
  }

  private List<UseView> uses(String name) {
    return queues.queues().stream()
        .filter(queue -> queue.greeting().contains("prompt:" + name))
        .map(queue -> new UseView(User.QUEUE, queue.name()))
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
    return prompts.sound(language, name);
  }

  @Override
  public AnnouncementView put(String name, String language, Made made, byte[] sound) {
    prompts.replace(language, name, made, sound);
    return announcement(name);
  }

  @Override
  public AnnouncementView speak(String name, String language, String text) {
    prompts.speak(language, name, text);
    return announcement(name);
  }

  @Override
  public String record(String name, String language, String extension) {
    return prompts.record(language, name, extension);
  }

  @Override
  public AnnouncementView rename(String name, String to) {
    checkUnused(name);
    prompts.rename(name, to);
    return announcement(to);
  }

  @Override
  public void delete(String name, String language) {
    if (announcement(name).recordings().size() == 1) {
      checkUnused(name);
    }
    prompts.reset(language, name);
  }

  @Override
  public void delete(String name) {
    checkUnused(name);
    announcement(name).recordings().forEach(each -> prompts.reset(each.language(), name));
  }

  private void checkUnused(String name) {
    for (UseView use : announcement(name).uses()) {
      throw new InvalidCommand("name", "still used by " + use.name());
    }
  }
}
