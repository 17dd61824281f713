package org.belfry.pbx.cdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one leg of a call sounded, from us.
 *
 * @param side {@code caller} or {@code callee}
 * @param medium {@code audio}, {@code video} …
 * @param codec encoding name as in SDP, or null when nothing was agreed on
 * @param protection {@code SDES} or {@code DTLS}, or empty in the clear
 * @param received packets that came from it
 * @param sent packets that went to it
 * @param lost packets of its stream that did not come
 * @param jitterMs of what came, in milliseconds (RFC 3550 §6.4.1)
 * @param roundTripMs or null when the far end sent no reports
 * @param mos 1.0 to 4.5 by the E-model (ITU-T G.107), or null when too little came to tell
 * @param note one sentence when something was wrong, or null
 * @param samples over its whole time; empty in lists of calls and where only totals are known
 */
public record LegQuality(
    String side,
    String medium,
    @Nullable String codec,
    String protection,
    long received,
    long sent,
    long lost,
    double jitterMs,
    @Nullable Double roundTripMs,
    @Nullable Double mos,
    @Nullable String note,
    List<QualitySample> samples) {

  public LegQuality {
    samples = List.copyOf(samples);
  }

  /** Of which only the totals are known. */
  public LegQuality(
      String side,
      String medium,
      @Nullable String codec,
      String protection,
      long received,
      long sent,
      long lost,
      double jitterMs,
      @Nullable Double roundTripMs,
      @Nullable Double mos,
      @Nullable String note) {
    this(
        side,
        medium,
        codec,
        protection,
        received,
        sent,
        lost,
        jitterMs,
        roundTripMs,
        mos,
        note,
        List.of());
  }

  /** The same with what is known of its time. */
  public LegQuality with(List<QualitySample> over) {
    return new LegQuality(
        side,
        medium,
        codec,
        protection,
        received,
        sent,
        lost,
        jitterMs,
        roundTripMs,
        mos,
        note,
        over);
  }

  /** Lost packets of its stream in per cent, 0 to 100; 0 when nothing was expected. */
  public double lossPercent() {
    long expected = received + lost;
    return expected == 0 ? 0 : 100.0 * lost / expected;
  }
}
