package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundWriter;

/**
 * Text that was spoken live, kept as files, so that the name of a queue is made once and not for
 * each caller. When there is too much, what was not said for the longest time goes.
 */
final class SpokenCache {
  private static final long BYTES_MAX = 64L * 1024 * 1024;
  private static final int FILES_MAX = 2000;
  private static final int FRAME = SpeechEngine.RATE / 50;

  private final SpeechEngine engine;
  private final Path directory;
  private final Codecs codecs;
  private final long bytesMax;
  private final InstantSource clock = InstantSource.system();
  private final ReentrantLock making = new ReentrantLock();

  private record Kept(Path file, long bytes, FileTime used) {}

  SpokenCache(SpeechEngine engine, Path directory, Codecs codecs) {
    this(engine, directory, codecs, BYTES_MAX);
  }

  SpokenCache(SpeechEngine engine, Path directory, Codecs codecs, long bytesMax) {
    this.engine = engine;
    this.directory = directory;
    this.codecs = codecs;
    this.bytesMax = bytesMax;
  }

  /** Whether an engine of this machine speaks the language. */
  boolean speaks(String language) {
    return engine.name(language).isPresent();
  }

  /**
   * A file with this text spoken; made now if it is not there.
   *
   * @throws IOException when it cannot be made; a sentence
   */
  Path spoken(String language, String text) throws IOException {
    Path file = directory.resolve(name(language, text) + RecordingFormat.WAV.suffix());
    if (Files.exists(file)) {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return file;
    }
    making.lock();
    try {
      if (!Files.exists(file)) {
        write(file, engine.say(language, text));
        makeRoom(file);
      }
      return file;
    } finally {
      making.unlock();
    }
  }

  private void write(Path file, short[] pcm) throws IOException {
    Path draft = Files.createTempFile(directory, "draft", ".wav");
    Files.delete(draft);
    PartFile part = PartFile.of(draft, RecordingFormat.WAV);
    try (SoundWriter to = part.create(SpeechEngine.RATE, 1, codecs, List.of())) {
      short[] frame = new short[FRAME];
      for (int at = 0; at < pcm.length; at += FRAME) {
        int length = Math.min(FRAME, pcm.length - at);
        System.arraycopy(pcm, at, frame, 0, length);
        Arrays.fill(frame, length, FRAME, (short) 0);
        to.write(frame);
      }
    }
    Files.move(part.part(), file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void makeRoom(Path newest) throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    all.sort(Comparator.comparing(Kept::used));
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    int count = all.size();
    for (Kept oldest : all) {
      if ((bytes <= bytesMax && count <= FILES_MAX) || oldest.file.equals(newest)) {
        return;
      }
      Files.deleteIfExists(oldest.file);
      bytes -= oldest.bytes;
      count--;
    }
  }

  private String name(String language, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = engine.name(language).orElse("") + '\n' + language + '\n' + text;
      byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
