package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.UnreadableSound;
import org.belfry.media.record.Wav;
import org.belfry.media.session.MediaSessions;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.app.recorder.PromptRecorder;
import org.belfry.pbx.call.Payer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The commands on prompts. */
@Component
class StoredPromptAdmin implements PromptAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(StoredPromptAdmin.class);
  private static final Duration RINGS = Duration.ofSeconds(30);

  private final LanguagePacks packs;
  private final OwnRecordings own;
  private final SpokenCache engine;
  private final SoundFile files;
  private final DirectoryStore directory;
  private final ObjectProvider<VoiceCalls> calls;

  StoredPromptAdmin(
      LanguagePacks packs,
      OwnRecordings own,
      SpokenCache engine,
      MediaSessions media,
      DirectoryStore directory,
      ObjectProvider<VoiceCalls> calls) {
    this.packs = packs;
    this.own = own;
    this.engine = engine;
    this.files = new SoundFile(media.sound().codecs());
    this.directory = directory;
    this.calls = calls;
  }

  @Override
  public List<String> languages() {
    try {
      return List.copyOf(packs.languages());
    } catch (IOException e) {
      throw new IllegalStateException("the owner's prompts cannot be listed", e);
    }
  }

  @Override
  public List<PromptView> prompts(String language) {
    if (!languages().contains(language)) {
      throw new NotFound("language", language);
    }
    Map<String, PromptView> all = new TreeMap<>();
    packs.texts(language).forEach((name, text) -> all.put(name, new PromptView(name, text, false)));
    for (OwnKey key : keys()) {
      if (key.language().equals(language)) {
        String text = packs.texts(language).getOrDefault(key.name(), "");
        all.put(key.name(), new PromptView(key.name(), text, true));
      }
    }
    return new ArrayList<>(all.values());
  }

  private List<OwnKey> keys() {
    try {
      return own.keys();
    } catch (IOException e) {
      throw new IllegalStateException("the owner's prompts cannot be listed", e);
    }
  }

  @Override
  public List<RecordingView> recordings() {
    try {
      return own.all();
    } catch (IOException e) {
      throw new IllegalStateException("the owner's prompts cannot be listed", e);
    }
  }

  @Override
  public List<String> announcements() {
    return keys().stream()
        .map(OwnKey::name)
        .distinct()
        .filter(name -> !packs.isOurs(name))
        .toList();
  }

  @Override
  public byte[] sound(String language, String name) {
    checked(language, name);
    try {
      short[] pcm = packs.sound(language, name, SpeechEngine.RATE);
      if (pcm == null) {
        throw new NotFound("prompt", name);
      }
      return new Wav(SpeechEngine.RATE, pcm).toBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be read", e);
    }
  }

  @Override
  public void replace(String language, String name, Made made, byte[] sound) {
    checked(language, name);
    try {
      short[] pcm = files.load(sound, SpeechEngine.RATE, OwnRecordings.SECONDS_MAX);
      if (pcm.length == 0) {
        throw new InvalidCommand("sound", "must not be empty");
      }
      own.keep(new OwnKey(language, name), made, "", pcm);
    } catch (UnreadableSound e) {
      throw new InvalidCommand("sound", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be kept", e);
    }
  }

  @Override
  public void speak(String language, String name, String text) {
    checked(language, name);
    String words = text.strip();
    if (words.isEmpty()) {
      throw new InvalidCommand("text", "required");
    }
    if (words.length() > SpeechEngine.TEXT_MAX) {
      throw new InvalidCommand(
          "text", "must have at most " + SpeechEngine.TEXT_MAX + " characters");
    }
    short[] pcm;
    try {
      pcm = packs.spoken(language, words, SpeechEngine.RATE, engine);
    } catch (IOException e) {
      throw new InvalidCommand("text", String.valueOf(e.getMessage()));
    }
    try {
      own.keep(new OwnKey(language, name), Made.SPOKEN, words, pcm);
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be kept", e);
    }
  }

  @Override
  public boolean speaks(String language) {
    return engine.speaks(language);
  }

  @Override
  public void rename(String name, String to) {
    checkName(name);
    checkName(to);
    try {
      own.rename(name, to);
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be renamed", e);
    }
  }

  @Override
  public void reset(String language, String name) {
    checked(language, name);
    try {
      if (!own.delete(new OwnKey(language, name))) {
        throw new NotFound("recording of", name);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be reset", e);
    }
  }

  @Override
  public String record(String language, String name, String extension) {
    checked(language, name);
    if (directory.current().user(extension) == null) {
      throw new NotFound("user", extension);
    }
    try {
      Path draft = Files.createTempDirectory("belfry-prompt").resolve(name + ".wav");
      PromptRecorder recorder =
          new PromptRecorder(draft, recorded -> recorded(language, name, recorded));
      return calls
          .getObject()
          .call(
              recorder,
              new OutgoingCall(
                  extension,
                  "prompts",
                  "Belfry",
                  new Payer.Site("prompts are recorded"),
                  RINGS,
                  language,
                  name),
              none -> LOG.info("prompt {}: {} did not answer: {}", name, extension, none));
    } catch (IOException e) {
      throw new IllegalStateException("a prompt cannot be recorded", e);
    }
  }

  private void recorded(String language, String name, Path draft) {
    try {
      short[] pcm = files.load(draft, SpeechEngine.RATE, OwnRecordings.SECONDS_MAX);
      own.keep(new OwnKey(language, name), Made.RECORDED, "", pcm);
      Files.delete(draft);
      Files.delete(draft.getParent());
      LOG.info("prompt {} in {} was recorded by phone", name, language);
    } catch (IOException | InvalidCommand e) {
      LOG.error("the prompt {} cannot be kept: {}", name, e.getMessage());
    }
  }

  private static void checked(String language, String name) {
    if (!language.matches("[a-z]{2,3}")) {
      throw new InvalidCommand("language", "must have two or three lower-case letters");
    }
    checkName(name);
  }

  private static void checkName(String name) {
    if (!isName(name)) {
      throw new InvalidCommand("name", "use only lower-case letters, digits and hyphens");
    }
  }

  static boolean isName(String name) {
    return name.matches("[a-z0-9-]{1,64}");
  }
}
