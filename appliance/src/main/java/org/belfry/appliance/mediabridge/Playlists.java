package org.belfry.appliance.mediabridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundReader;
import org.belfry.media.file.UnreadableSound;
import org.belfry.media.play.Clip;
import org.belfry.media.record.Wav;
import org.belfry.media.session.MediaSessions;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's own music, a WAV file a piece, and playlists beside it, a folder each; in memory as
 * one sound that all who wait hear.
 */
final class Playlists implements MusicAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(Playlists.class);
  private static final int RATE = 16_000;
  private static final String SUFFIX = ".wav";

  /** Of all pieces of a list together: 29 MB of memory. */
  private static final int SECONDS_MAX = 900;

  private static final int PLAYLISTS_MAX = 10;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final String WHAT_NAMES_MAY = "use only lower-case letters, digits and hyphens";

  private final Path directory;
  private final SoundFile files;
  private final MediaSessions sessions;
  private final @Nullable Clip usual;
  private final AuditTrail audit;
  private final NarrowMusic narrow = new NarrowMusic();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Map<String, Clip> clips = Map.of();

  /**
   * @param usual what is heard without pieces of one's own; null for silence
   */
  Playlists(
      Path directory,
      Codecs codecs,
      MediaSessions sessions,
      @Nullable Clip usual,
      AuditTrail audit) {
    this.directory = directory;
    this.files = new SoundFile(codecs);
    this.sessions = sessions;
    this.usual = usual;
    this.audit = audit;
    try {
      load(SITE);
      for (String each : playlists()) {
        load(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the site's own music cannot be read: {}", e.getMessage());
    }
  }

  /**
   * One file of a list.
   *
   * @param samples at {@link #RATE}
   */
  private record Piece(String name, Path file, long samples) {
    PieceView view() {
      return new PieceView(name, (double) samples / RATE);
    }
  }

  /**
   * What is heard by who waits.
   *
   * @param playlist empty, or one that is not there, for the site's
   * @return of this rate; null for silence
   */
  @Nullable Clip clip(String playlist, int rate) {
    Clip own = clips.get(playlist);
    Clip wide = own == null ? sessions.musicClip() : own;
    return wide == null ? null : narrow.of(wide, rate);
  }

  private Path folder(String playlist) {
    return playlist.equals(SITE) ? directory : directory.resolve(playlist);
  }

  /** Lengths stand in the heads of files: nothing is decoded for them. */
  private List<Piece> read(String playlist) throws IOException {
    Path folder = folder(playlist);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found;
    try (Stream<Path> all = Files.list(folder)) {
      found = all.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<Piece> pieces = new ArrayList<>();
    for (Path each : found) {
      String file = each.getFileName().toString();
      try (SoundReader sound = files.open(each, RATE)) {
        pieces.add(
            new Piece(file.substring(0, file.length() - SUFFIX.length()), each, sound.samples()));
      } catch (UnreadableSound e) {
        LOG.warn("the piece {} cannot be read: {}", file, e.getMessage());
      }
    }
    return pieces;
  }

  /** Who begins to wait hears what there is now. */
  private void load(String playlist) throws IOException {
    List<short[]> pieces = new ArrayList<>();
    for (Piece each : read(playlist)) {
      pieces.add(files.load(each.file(), RATE, SECONDS_MAX));
    }
    short[] all = new short[pieces.stream().mapToInt(each -> each.length).sum()];
    int at = 0;
    for (short[] each : pieces) {
      System.arraycopy(each, 0, all, at, each.length);
      at += each.length;
    }
    if (playlist.equals(SITE)) {
      sessions.music(all.length == 0 ? usual : new Clip(RATE, all));
      return;
    }
    Map<String, Clip> next = new HashMap<>(clips);
    if (all.length == 0) {
      next.remove(playlist);
    } else {
      next.put(playlist, new Clip(RATE, all));
    }
    clips = Map.copyOf(next);
  }

  @Override
  public List<String> playlists() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory)
          .map(each -> each.getFileName().toString())
          .filter(each -> NAME.matcher(each).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the site's own music cannot be read", e);
    }
  }

  @Override
  public List<PieceView> pieces(String playlist) {
    checkPlaylist(playlist);
    try {
      return read(playlist).stream().map(Piece::view).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the site's own music cannot be read", e);
    }
  }

  @Override
  public PieceView put(String playlist, String name, byte[] sound) {
    Path file = file(playlist, name);
    lock.lock();
    try {
      short[] pcm = files.load(sound, RATE, SECONDS_MAX);
      if (pcm.length < RATE) {
        throw new InvalidCommand("sound", "must be at least one second long");
      }
      List<String> there = playlists();
      if (!playlist.equals(SITE) && !there.contains(playlist) && there.size() >= PLAYLISTS_MAX) {
        throw new InvalidCommand("playlist", PLAYLISTS_MAX + " already exist, which is the limit");
      }
      List<Piece> before = read(playlist);
      long others =
          before.stream().filter(each -> !each.name().equals(name)).mapToLong(Piece::samples).sum();
      if (others + pcm.length > (long) SECONDS_MAX * RATE) {
        throw new InvalidCommand(
            "sound", "all pieces together must not exceed " + SECONDS_MAX / 60 + " minutes");
      }
      Files.createDirectories(file.getParent());
      Path draft = file.resolveSibling(name + ".new");
      Files.write(draft, new Wav(RATE, pcm).toBytes());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      load(playlist);
      PieceView piece = new Piece(name, file, pcm.length).view();
      tell(playlist, name, before, piece);
      return piece;
    } catch (UnreadableSound e) {
      throw new InvalidCommand("sound", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the piece " + name + " cannot be kept", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] sound(String playlist, String name) {
    try {
      return Files.readAllBytes(file(playlist, name));
    } catch (NoSuchFileException e) {
      throw new NotFound("piece", name);
    } catch (IOException e) {
      throw new UncheckedIOException("the piece " + name + " cannot be read", e);
    }
  }

  @Override
  public void remove(String playlist, String name) {
    Path file = file(playlist, name);
    lock.lock();
    try {
      List<Piece> before = read(playlist);
      Files.delete(file);
      load(playlist);
      if (!playlist.equals(SITE) && read(playlist).isEmpty()) {
        Files.deleteIfExists(folder(playlist));
      }
      tell(playlist, name, before, null);
    } catch (NoSuchFileException e) {
      throw new NotFound("piece", name);
    } catch (IOException e) {
      throw new UncheckedIOException("the piece " + name + " cannot be removed", e);
    } finally {
      lock.unlock();
    }
  }

  private void tell(String playlist, String name, List<Piece> before, @Nullable PieceView after) {
    PieceView was =
        before.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(Piece::view)
            .orElse(null);
    audit.tell("music", playlist.isEmpty() ? name : playlist + "/" + name, was, after);
  }

  private static void checkPlaylist(String playlist) {
    if (!playlist.equals(SITE) && !NAME.matcher(playlist).matches()) {
      throw new InvalidCommand("playlist", WHAT_NAMES_MAY);
    }
  }

  private Path file(String playlist, String name) {
    checkPlaylist(playlist);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidCommand("name", WHAT_NAMES_MAY);
    }
    return folder(playlist).resolve(name + SUFFIX);
  }
}
