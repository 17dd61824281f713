package org.belfry.media.jitter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.belfry.media.jitter.JitterBuffer.Arrival;
import org.belfry.media.jitter.JitterBuffer.Playout;
import org.belfry.media.rtp.Packet;

/** A jitter buffer between packets with set times of arrival and a take each 20 ms. */
final class Line {
  private static final int CLOCK = 8000;

  private record Arriving(
      double ms,
      int sequence,
      int timestamp,
      int ssrc,
      boolean marker,
      Content content,
      int ticks) {}

  final JitterBuffer buffer;
  private final int frameMs;
  private final List<Arriving> arriving = new ArrayList<>();
  final List<Arrival> arrivals = new ArrayList<>();
  private int ssrc = 1;
  private boolean quiet;

  Line() {
    this(JitterSettings.DEFAULT, 20);
  }

  Line(JitterSettings settings, int frameMs) {
    this.buffer = new JitterBuffer(settings, CLOCK, frameMs);
    this.frameMs = frameMs;
  }

  Line quiet() {
    quiet = true;
    return this;
  }

  Line ssrc(int next) {
    ssrc = next;
    return this;
  }

  /** Number and timestamp in frames; arrival in ms. */
  Line sound(int sequence, int frame, double ms) {
    return add(sequence, frame * ticks(), ms, false, Content.SOUND);
  }

  Line spurt(int sequence, int frame, double ms) {
    return add(sequence, frame * ticks(), ms, true, Content.SOUND);
  }

  Line noise(int sequence, int frame, double ms) {
    return add(sequence, frame * ticks(), ms, false, Content.NOISE);
  }

  Line event(int sequence, int frame, double ms) {
    return add(sequence, frame * ticks(), ms, false, Content.EVENT);
  }

  /** Packets number from to (exclusive), on time, later by a fixed delay. */
  Line steady(int from, int to, double delayMs) {
    for (int i = from; i < to; i++) {
      sound(i, i, i * frameMs + delayMs);
    }
    return this;
  }

  private int ticks() {
    return CLOCK / 1000 * frameMs;
  }

  Line add(int sequence, int timestamp, double ms, boolean marker, Content content) {
    arriving.add(new Arriving(ms, sequence, timestamp, ssrc, marker, content, ticks()));
    return this;
  }

  /**
   * Takes each frame time from the first one on; answers what each gave: the number, {@code -} for
   * made up, {@code .} for waiting.
   */
  String play(double fromMs, int takes) {
    arriving.sort(Comparator.comparingDouble(Arriving::ms));
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (int i = 0; i < takes; i++) {
      double now = fromMs + i * frameMs;
      for (; next < arriving.size() && arriving.get(next).ms <= now; next++) {
        put(arriving.get(next));
      }
      out.append(i == 0 ? "" : " ").append(take(now));
    }
    arriving.subList(0, next).clear();
    return out.toString();
  }

  private String take(double ms) {
    Playout playout = buffer.take((long) (ms * 1e6), quiet);
    return switch (playout) {
      case FRAME -> number();
      case MISSING -> "-";
      case WAITING -> ".";
    };
  }

  private String number() {
    HeldPacket packet = buffer.current();
    int number = (packet.bytes()[0] & 0xff) << 8 | packet.bytes()[1] & 0xff;
    return (packet.content() == Content.NOISE ? "n" : "") + number;
  }

  private void put(Arriving a) {
    Packet packet = new Packet();
    packet.beginRtp(0, a.sequence & 0xffff, a.timestamp, a.ssrc, 160);
    packet.marker(a.marker);
    packet.bytes()[packet.payloadOffset()] = (byte) (a.sequence >> 8);
    packet.bytes()[packet.payloadOffset() + 1] = (byte) a.sequence;
    arrivals.add(buffer.put(packet, a.content, a.ticks, (long) (a.ms * 1e6)));
  }

  JitterFigures figures() {
    return buffer.figures(0);
  }
}
