package org.belfry.media.codec.spandsp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.DtmfEvent.Pressed;
import org.belfry.media.dtmf.DtmfEvent.Released;
import org.belfry.media.dtmf.ToneReceiver;
import org.jspecify.annotations.Nullable;

/** Digits in sound, found by libspandsp in blocks of 102 samples (12.75 ms). */
public final class SpandspToneReceiver implements ToneReceiver {
  private static final int MAX_SAMPLES = SAMPLE_RATE / 1000 * 60;
  private static final int MAX_DIGITS = 8;

  private final Spandsp library;
  private final SpandspState state;
  private final MemorySegment pcm;
  private final MemorySegment found;
  private @Nullable Digit down;
  private int heldSamples;

  public SpandspToneReceiver(Spandsp library) {
    this.library = library;
    state = library.newDtmfDetector();
    pcm = state.buffer(2L * MAX_SAMPLES);
    found = state.buffer(MAX_DIGITS + 1);
  }

  @Override
  public List<DtmfEvent> on(short[] sound, int from, int samples) {
    if (samples < 0 || samples > MAX_SAMPLES) {
      throw new IllegalArgumentException(samples + " samples");
    }
    MemorySegment.copy(sound, from, pcm, ValueLayout.JAVA_SHORT, 0, samples);
    library.dtmfReceive(state, pcm, samples);
    int count = library.dtmfGet(state, found);
    int sounding = library.dtmfStatus(state);
    heldSamples += samples;
    if (count == 0 && (down == null || sounding == down.symbol() || sounding == 'x')) {
      return List.of();
    }
    List<DtmfEvent> news = new ArrayList<>(2);
    for (int i = 0; i < count; i++) {
      release(news);
      Digit.of((char) found.get(ValueLayout.JAVA_BYTE, i)).ifPresent(digit -> press(digit, news));
    }
    if (down != null && sounding != down.symbol() && sounding != 'x') {
      release(news);
    }
    return news;
  }

  private void press(Digit digit, List<DtmfEvent> news) {
    down = digit;
    heldSamples = 0;
    news.add(new Pressed(digit));
  }

  private void release(List<DtmfEvent> news) {
    if (down != null) {
      Duration held = Duration.ofMillis(heldSamples / (SAMPLE_RATE / 1000));
      news.add(new Released(down, held));
      down = null;
    }
  }

  @Override
  public void lost(int samples) {
    library.dtmfFillIn(state, samples);
  }

  @Override
  public void close() {
    state.close();
  }
}
