package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundWriter;
import org.belfry.media.path.SoundLibraries;

/**
 * Makes the packs that come with Belfry: {@code ./belfry prompts}. A sound is made anew when its
 * text is not that of its last making, which {@code made.txt} in the pack remembers.
 */
final class PackMaker {
  private static final int FRAME = SpeechEngine.RATE / 50;

  private final SpeechEngine engine;
  private final SoundLibraries sound;

  private PackMaker(SpeechEngine engine, SoundLibraries sound) {
    this.engine = engine;
    this.sound = sound;
  }

  /** What {@code made.txt} holds of a text: eight hexadecimal digits. */
  static String mark(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /**
   * @param packs the folder of the languages' folders
   */
  static void make(Path packs, Path scratch) throws IOException {
    SoundLibraries sound = SoundLibraries.load(scratch);
    PackMaker maker =
        new PackMaker(new SpeechEngine(new SoundFile(sound.codecs()), scratch), sound);
    try (var languages = Files.newDirectoryStream(packs)) {
      for (Path pack : languages) {
        maker.pack(pack);
      }
    }
  }

  private void pack(Path pack) throws IOException {
    String language = pack.getFileName().toString();
    Map<String, String> texts = Phrases.read(Files.readString(pack.resolve("phrases.txt")));
    Path madeFile = pack.resolve("made.txt");
    Map<String, String> before =
        Files.exists(madeFile) ? Phrases.read(Files.readString(madeFile)) : Map.of();
    List<String> made = new ArrayList<>();
    made.add(
        "# " + engine.name(language).orElse("nothing") + "; marks of the texts that were spoken");
    for (Map.Entry<String, String> each : texts.entrySet()) {
      Path file = pack.resolve(each.getKey() + RecordingFormat.OGG_OPUS.suffix());
      String mark = mark(each.getValue());
      if (!mark.equals(before.get(each.getKey())) || !Files.exists(file)) {
        Files.deleteIfExists(file);
        write(file, engine.say(language, each.getValue()));
      }
      made.add(each.getKey() + " = " + mark);
    }
    for (String gone : before.keySet()) {
      if (!texts.containsKey(gone)) {
        Files.deleteIfExists(pack.resolve(gone + RecordingFormat.OGG_OPUS.suffix()));
      }
    }
    Files.write(madeFile, made);
  }

  private void write(Path file, short[] pcm) throws IOException {
    PartFile part = PartFile.of(file, RecordingFormat.OGG_OPUS);
    try (SoundWriter to = part.create(SpeechEngine.RATE, 1, sound.codecs(), List.of())) {
      short[] frame = new short[FRAME];
      for (int at = 0; at < pcm.length; at += FRAME) {
        int length = Math.min(FRAME, pcm.length - at);
        Arrays.fill(frame, (short) 0);
        System.arraycopy(pcm, at, frame, 0, length);
        to.write(frame);
      }
    }
    part.publish();
  }
}
