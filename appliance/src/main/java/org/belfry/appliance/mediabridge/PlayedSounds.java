package org.belfry.appliance.mediabridge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.SoundFile;
import org.belfry.media.play.Cadence;
import org.belfry.media.play.Clip;
import org.belfry.media.play.CountryTones;
import org.belfry.media.play.FileSound;
import org.belfry.media.play.Sound;
import org.belfry.media.play.ToneKind;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds;
import org.belfry.pbx.app.PromptSounds.Piece;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sounds of prompts. May wait for the disk and for the speech engine. */
final class PlayedSounds {
  private static final Logger LOG = LoggerFactory.getLogger(PlayedSounds.class);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
  private static final Cadence ENTRY = Cadence.of("600/90 800/140.");
  private static final Cadence EXIT = Cadence.of("800/90 600/140.");

  private final PromptSounds prompts;
  private final SoundFile files;
  private final CountryTones tones = new CountryTones();
  private final Supplier<String> country;
  private final Executor reading;
  private final Playlists music;

  /**
   * @param country whose tones are heard, ISO 3166
   * @param reading where files are read ahead
   * @param music what those hear who wait
   */
  PlayedSounds(
      PromptSounds prompts,
      Codecs codecs,
      Supplier<String> country,
      Executor reading,
      Playlists music) {
    this.prompts = prompts;
    this.files = new SoundFile(codecs);
    this.country = country;
    this.reading = reading;
    this.music = music;
  }

  /** Sounds for these; what cannot be played is left out. */
  List<Sound> of(List<Prompt> wanted, String language, int rate) {
    List<Sound> sounds = new ArrayList<>();
    for (Piece piece : prompts.sounds(wanted, language, rate)) {
      Sound sound = sound(piece, rate);
      if (sound != null) {
        sounds.add(sound);
      }
    }
    return sounds;
  }

  private @Nullable Sound sound(Piece piece, int rate) {
    return switch (piece) {
      case Piece.Pcm pcm -> new Clip(rate, pcm.pcm()).sound();
      case Piece.Silence silence -> silence(silence.length(), rate);
      case Piece.Tone tone -> tone(tone, rate);
      case Piece.Music waiting -> {
        Clip clip = music.clip(waiting.playlist(), rate);
        yield clip == null ? silence(LONGEST_SILENCE, rate) : clip.loop();
      }
      case Piece.File file -> {
        try {
          yield FileSound.of(files.open(file.file(), rate), false, reading);
        } catch (IOException e) {
          LOG.warn("the sound {} cannot be played: {}", file.file(), e.getMessage());
          yield null;
        }
      }
    };
  }

  private static Sound silence(Duration length, int rate) {
    Duration time = length.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : length;
    return new Clip(rate, new short[(int) (time.toMillis() * rate / 1000)]).sound();
  }

  private Sound tone(Piece.Tone tone, int rate) {
    Sound sound = cadence(tone.kind()).sound(rate);
    boolean whole =
        tone.length().isZero()
            || switch (tone.kind()) {
              case BEEP, ENTRY, EXIT -> true;
              default -> false;
            };
    return whole ? sound : new CutSound(sound, tone.length().toMillis() * rate / 1000);
  }

  private Cadence cadence(Prompt.Kind kind) {
    return switch (kind) {
      case RINGBACK -> tones.tone(country.get(), ToneKind.RINGBACK);
      case BUSY -> tones.tone(country.get(), ToneKind.BUSY);
      case CONGESTION -> tones.tone(country.get(), ToneKind.CONGESTION);
      case SPECIAL_INFORMATION -> tones.tone(country.get(), ToneKind.SPECIAL_INFORMATION);
      case BEEP -> tones.tone(country.get(), ToneKind.BEEP);
      case ENTRY -> ENTRY;
      case EXIT -> EXIT;
    };
  }
}
