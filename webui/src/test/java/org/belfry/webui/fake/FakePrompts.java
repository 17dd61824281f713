package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin;

/**
 * Two prompts in two languages, and the owner's recordings in memory: a byte sounds for a second, a
 * letter for a tenth. There is a voice for English only.
 */
public final class FakePrompts implements PromptAdmin {
  private static final Map<String, String> ENGLISH =
      Map.of("goodbye", "Goodbye.", "please-hold", "Please hold the line.");
  private static final Map<String, String> GERMAN =
      Map.of("goodbye", "Auf Wiederhören.", "please-hold", "Bitte warten Sie.");

  private final Map<String, RecordingView> own = new TreeMap<>();
  private final List<String> called = new ArrayList<>();

  public void clear() {
    own.clear();
    called.clear();
  }

  void opens() {
    replace("en", "closed", Made.UPLOADED, new byte[8]);
    replace("de", "closed", Made.RECORDED, new byte[9]);
    speak("en", "holiday", "We are on holiday until the sixth of January.");
    speak("en", "please-hold", "One moment, please.");
  }

  /** Whom it has called, for what. */
  public List<String> called() {
    return called;
  }

  @Override
  public List<String> languages() {
    return List.of("de", "en");
  }

  @Override
  public List<PromptView> prompts(String language) {
    Map<String, PromptView> all = new TreeMap<>();
    (language.equals("de") ? GERMAN : ENGLISH)
        .forEach((name, text) ->
            all.put(name, new PromptView(name, text, own.containsKey(name + " " + language))));
    own.values().stream()
        .filter(each -> each.language().equals(language) && !each.replaces())
        .forEach(each -> all.put(each.name(), new PromptView(each.name(), "", true)));
    return List.copyOf(all.values());
  }

  @Override
  public List<RecordingView> recordings() {
    return List.copyOf(own.values());
  }

  @Override
  public List<String> announcements() {
    return own.values().stream()
        .filter(each -> !each.replaces())
        .map(RecordingView::name)
        .distinct()
        .toList();
  }

  @Override
  public byte[] sound(String language, String name) {
    return new byte[44];
  }

  @Override
  public void replace(String language, String name, Made made, byte[] sound) {
    if (sound.length == 0) {
      throw new InvalidCommand("sound", "must not be empty");
    }
    keep(language, name, made, "", sound.length);
  }

  @Override
  public void speak(String language, String name, String text) {
    if (text.isBlank()) {
      throw new InvalidCommand("text", "required");
    }
    keep(language, name, Made.SPOKEN, text, text.length() / 10.0);
  }

  private void keep(String language, String name, Made made, String text, double seconds) {
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new InvalidCommand("name", "use only lower-case letters, digits and hyphens");
    }
    own.put(
        name + " " + language,
        new RecordingView(
            name, language, made, text, seconds, Instant.EPOCH, ENGLISH.containsKey(name)));
  }

  @Override
  public boolean speaks(String language) {
    return language.equals("en");
  }

  @Override
  public void rename(String name, String to) {
    for (RecordingView each : recordings()) {
      if (each.name().equals(name)) {
        own.remove(name + " " + each.language());
        keep(each.language(), to, each.made(), each.text(), each.seconds());
      }
    }
  }

  @Override
  public void reset(String language, String name) {
    if (own.remove(name + " " + language) == null) {
      throw new NotFound("recording of", name);
    }
  }

  @Override
  public String record(String language, String name, String extension) {
    called.add(extension + " for " + name + " " + language);
    return "call";
  }
}
