package org.belfry.media.path;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.codec.opus.LibOpus;
import org.belfry.media.codec.opus.OpusCodec;
import org.belfry.media.codec.spandsp.G722Codec;
import org.belfry.media.codec.spandsp.Spandsp;
import org.belfry.media.codec.spandsp.SpandspToneReceiver;
import org.belfry.media.dtmf.ToneReceiver;

/**
 * What this machine can do with sound. Made once, at the start; its parts may be used by any
 * thread.
 *
 * @param codecs all that can be used, best first: those that are absent are not offered
 * @param toneReceivers makes receivers of digits in sound; empty without libspandsp
 * @param missing what is absent and what to do about it, in words for the log; empty when all is
 *     well
 */
public record SoundLibraries(
    Codecs codecs, Optional<Supplier<ToneReceiver>> toneReceivers, List<String> missing) {

  public SoundLibraries {
    missing = List.copyOf(missing);
  }

  /**
   * Loads the C libraries. G.711 needs none, so there is always something to talk with.
   *
   * @param directory where libopus is unpacked for a moment: one of ours, not mounted noexec
   */
  public static SoundLibraries load(Path directory) {
    List<Codec> codecs = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Optional<Supplier<ToneReceiver>> tones = Optional.empty();
    try {
      codecs.add(new OpusCodec(LibOpus.load(directory)));
    } catch (LibraryMissing e) {
      missing.add(e.getMessage());
    }
    try {
      Spandsp spandsp = Spandsp.load();
      codecs.add(new G722Codec(spandsp));
      tones = Optional.of(() -> new SpandspToneReceiver(spandsp));
    } catch (LibraryMissing e) {
      missing.add(e.getMessage());
    }
    codecs.add(G711Codec.PCMA);
    codecs.add(G711Codec.PCMU);
    return new SoundLibraries(new Codecs(codecs), tones, missing);
  }
}
