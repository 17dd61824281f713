package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private static final int SECONDS_MAX = 300;
  private static final Duration RINGS = Duration.ofSeconds(30);

  private final LanguagePacks packs;
  private final SoundFile files;
  private final DirectoryStore directory;
  private final ObjectProvider<VoiceCalls> calls;

  StoredPromptAdmin(
      LanguagePacks packs,
      MediaSessions media,
      DirectoryStore directory,
      ObjectProvider<VoiceCalls> calls) {
    this.packs = packs;
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
    Path own = packs.ownFile(language, "any").getParent();
    if (own != null && Files.isDirectory(own)) {
      try (Stream<Path> recordings = Files.list(own)) {
        recordings
            .map(f -> f.getFileName().toString())
            .filter(n -> n.endsWith(".wav"))
            .map(n -> n.substring(0, n.length() - ".wav".length()))
            .forEach(name ->
                all.put(
                    name,
                    new PromptView(name, packs.texts(language).getOrDefault(name, ""), true)));
      } catch (IOException e) {
        throw new IllegalStateException("the owner's prompts cannot be listed", e);
      }
    }
    return new ArrayList<>(all.values());
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
  public void replace(String language, String name, byte[] sound) {
    checked(language, name);
    try {
      take(language, name, files.load(sound, SpeechEngine.RATE, SECONDS_MAX));
    } catch (UnreadableSound e) {
      throw new InvalidCommand("sound", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("the prompt " + name + " cannot be kept", e);
    }
  }

  private void take(String language, String name, short[] pcm) throws IOException {
    Path file = packs.ownFile(language, name);
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling(name + ".new");
    Files.write(draft, new Wav(SpeechEngine.RATE, pcm).toBytes());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    packs.changed(language, name);
  }

  @Override
  public void reset(String language, String name) {
    checked(language, name);
    try {
      if (!Files.deleteIfExists(packs.ownFile(language, name))) {
        throw new NotFound("recording of", name);
      }
      packs.changed(language, name);
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
      take(language, name, files.load(draft, SpeechEngine.RATE, SECONDS_MAX));
      Files.delete(draft);
      Files.delete(draft.getParent());
      LOG.info("prompt {} in {} was recorded by phone", name, language);
    } catch (IOException e) {
      LOG.error("the prompt {} cannot be kept: {}", name, e.getMessage());
    }
  }

  private static void checked(String language, String name) {
    if (!language.matches("[a-z]{2,3}")) {
      throw new InvalidCommand("language", "must have two or three lower-case letters");
    }
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new InvalidCommand("name", "use only lower-case letters, digits and hyphens");
    }
  }
}
