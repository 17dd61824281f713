package org.belfry.media.mix;

import java.util.Arrays;
import org.belfry.media.record.ToneLevel;

/** Keeps what a participant hears. */
final class Ear {
  private final Participant participant;
  private short[] heard = new short[0];

  Ear(Participant participant) {
    this.participant = participant;
  }

  Participant participant() {
    return participant;
  }

  void listen() {
    short[] frame = participant.frame();
    int old = heard.length;
    heard = Arrays.copyOf(heard, old + frame.length);
    System.arraycopy(frame, 0, heard, old, frame.length);
  }

  void forget() {
    heard = new short[0];
  }

  short[] heard() {
    return heard;
  }

  /** Level of a tone in the last half second, in dB under full scale. */
  double level(double hertz) {
    int rate = participant.rate();
    int from = Math.max(0, heard.length - rate / 2);
    return ToneLevel.decibels(Arrays.copyOfRange(heard, from, heard.length), rate, hertz);
  }
}
