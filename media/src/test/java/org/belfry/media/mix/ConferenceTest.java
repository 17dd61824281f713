package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.EventFormat;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.LegFormat;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.Clip;
import org.belfry.media.play.Player;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones with codecs in a room: packets in, packets out. */
class ConferenceTest {
  private static final long FRAME = 20_000_000;

  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);
  private final List<Phone> phones = new ArrayList<>();
  private long now = 1_000_000_000L;
  @TempDir private Path directory;

  @AfterEach
  void hangUp() {
    phones.forEach(Phone::hangUp);
  }

  @Test
  void phonesOfThreeCodecsHearEachOtherAndNotThemselves() throws RoomRefusal {
    SoundLibraries libraries = SoundLibraries.load(directory);
    assertThat(libraries.missing()).isEmpty();
    Phone desk = enter(codec(libraries, "PCMA", 8000, 1), 8, 8000, 300);
    Phone browser = enter(codec(libraries, "opus", 48000, 2), 111, 16_000, 500);
    Phone wideband = enter(codec(libraries, "G722", 8000, 1), 9, 16_000, 700);
    talk(100);
    for (Phone phone : phones) {
      for (Phone other : phones) {
        double level = phone.hears(other.hertz);
        if (phone == other) {
          assertThat(level).as("%s hears itself", phone).isLessThan(-50);
        } else {
          assertThat(level).as("%s hears %s", phone, other).isCloseTo(-12, within(1.5));
        }
      }
    }
    // Somebody plays something to all of them.
    Player player = new Player(16_000);
    player.add(new Clip(16_000, Tone.sine(1000, 16_000, 16_000, 0.1)).loop());
    mixer.join(player).hearAlways();
    desk.participant.mute(true);
    talk(60);
    assertThat(desk.hears(1000)).isCloseTo(-20, within(1.5));
    assertThat(browser.hears(1000)).isCloseTo(-20, within(1.5));
    assertThat(wideband.hears(1000)).isCloseTo(-20, within(1.5));
    assertThat(browser.hears(300)).isLessThan(-50);
  }

  private static Codec codec(SoundLibraries libraries, String name, int clock, int channels) {
    return libraries.codecs().find(name, clock, channels).orElseThrow();
  }

  private Phone enter(Codec codec, int type, int rate, int hertz) throws RoomRefusal {
    Phone phone = new Phone(codec, type, rate, hertz);
    phones.add(phone);
    return phone;
  }

  private void talk(int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += FRAME;
      phones.forEach(Phone::speak);
      mixer.tick();
      phones.forEach(Phone::listen);
    }
  }

  /** A phone, its leg in the appliance, and the wires between. */
  private final class Phone implements FrameSource {
    private final int rate;
    private final int hertz;
    private final AudioLeg handset;
    private final AudioLeg leg;
    private final Participant participant;
    private final short[] tone;
    private final short[] frame;
    private short[] heard = new short[0];
    private int said;

    Phone(Codec codec, int type, int rate, int hertz) throws RoomRefusal {
      this.rate = rate;
      this.hertz = hertz;
      LegFormat format =
          LegFormat.of(
              codec, type, FormatParameters.NONE, 20, Optional.of(new EventFormat(101, 8000)));
      handset = new AudioLeg(format, rate, digit -> {}, null, new Random(hertz));
      leg = new AudioLeg(format, rate, digit -> {}, null, new Random(-hertz));
      tone = Tone.sine(hertz, rate, rate, 0.25);
      frame = new short[rate / 50];
      participant = mixer.join(this);
    }

    void speak() {
      System.arraycopy(tone, said, frame, 0, frame.length);
      said = (said + frame.length) % tone.length;
      handset.write(frame, packet -> leg.put(packet, now));
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public Got read(short[] into) {
      return leg.take(into, now);
    }

    void listen() {
      leg.write(participant.frame(), packet -> handset.put(packet, now));
      Arrays.fill(frame, (short) 0);
      handset.take(frame, now);
      int old = heard.length;
      heard = Arrays.copyOf(heard, old + frame.length);
      System.arraycopy(frame, 0, heard, old, frame.length);
    }

    /** In the last half second. */
    double hears(int frequency) {
      short[] last = Arrays.copyOfRange(heard, heard.length - rate / 2, heard.length);
      return ToneLevel.decibels(last, rate, frequency);
    }

    void hangUp() {
      handset.close();
      leg.close();
    }

    @Override
    public String toString() {
      return "the phone of " + hertz + " Hz";
    }
  }
}
