package org.belfry.media.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.play.MusicOnHold;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.Side;
import org.jspecify.annotations.Nullable;

/**
 * How two lines hear each other: packets pass, or sound is decoded and encoded in between. Who is
 * held hears music.
 */
final class Bridge {
  private final AgreedStream.Open agreed;
  private final Line a;
  private final Line b;
  private final Ticker ticker;
  private final Ticker.@Nullable Ticked ticked;
  private @Nullable DigitTranslation digits;

  private Bridge(
      AgreedStream.Open agreed, Line a, Line b, Ticker ticker, Ticker.@Nullable Ticked ticked) {
    this.agreed = agreed;
    this.a = a;
    this.b = b;
    this.ticker = ticker;
    this.ticked = ticked;
  }

  /**
   * @param music for who is held, or null for silence
   * @param browser whether a side is one: it has no music, and sends silence while it holds
   */
  static Bridge between(
      MediaSessions world,
      AgreedStream.Open agreed,
      Line a,
      Line b,
      @Nullable MusicOnHold music,
      Predicate<Side> browser,
      Consumer<String> notes) {
    String why = agreed.transcoding();
    Side holder = holder(agreed);
    if (music != null && holder != null) {
      HoldMusic playing = playing(world, agreed, holder, a, b, music, notes);
      if (playing != null) {
        if (why == null && !browser.test(holder)) {
          pass(agreed, a, b);
          (holder == Side.A ? a : b).leg().sink(playing);
        } else {
          // A phone's own music would have to be decoded: who is held hears ours at once.
          pass(null, a, b);
        }
        world.ticker().add(playing);
        return new Bridge(agreed, a, b, world.ticker(), playing);
      }
    }
    if (why == null) {
      pass(agreed, a, b);
      DigitTranslation digits = digits(world, agreed, a, b, notes);
      if (digits != null) {
        digits.begin();
        world.ticker().add(digits);
      }
      Bridge passing = new Bridge(agreed, a, b, world.ticker(), digits);
      passing.digits = digits;
      return passing;
    }
    pass(null, a, b);
    try {
      Transcoding transcoding =
          new Transcoding(
              agreed.a(),
              agreed.b(),
              a,
              b,
              world.sound().codecs(),
              world.sound().toneReceivers(),
              digit -> {},
              world.random());
      notes.accept(why);
      a.leg().sink(transcoding.sinkA());
      b.leg().sink(transcoding.sinkB());
      Ticker.Ticked ticked =
          new Ticker.Ticked() {
            @Override
            public void tick(long now) {
              transcoding.tick(now);
            }

            @Override
            public void ended() {
              transcoding.close();
            }
          };
      world.ticker().add(ticked);
      return new Bridge(agreed, a, b, world.ticker(), ticked);
    } catch (Transcoding.UnsupportedCodec e) {
      notes.accept("sound cannot be transcoded: " + e.getMessage() + " is none of our codecs");
      return new Bridge(agreed, a, b, world.ticker(), null);
    }
  }

  /** What translates digits between two who dial in different ways; null when they do not. */
  private static @Nullable DigitTranslation digits(
      MediaSessions world, AgreedStream.Open agreed, Line a, Line b, Consumer<String> notes) {
    boolean eventsOfA = DigitTranslation.hasEvents(agreed.a());
    if (!agreed.type().equals("audio") || eventsOfA == DigitTranslation.hasEvents(agreed.b())) {
      return null;
    }
    try {
      DigitTranslation translation =
          new DigitTranslation(
              a,
              agreed.a(),
              map(agreed.fromB()),
              b,
              agreed.b(),
              map(agreed.fromA()),
              world.sound().codecs(),
              world.sound().toneReceivers(),
              world.random());
      notes.accept(
          "only the %s dials by telephone-events: digits are translated"
              .formatted((eventsOfA ? a : b).who()));
      return translation;
    } catch (Transcoding.UnsupportedCodec e) {
      notes.accept("digits are not translated: " + e.getMessage() + " is none of our codecs");
      return null;
    }
  }

  /**
   * A device dialled by INFO.
   *
   * @return whether the other side is told by an event; else the INFO itself has to go there
   */
  boolean dialled(Side from, Digit digit, int ms) {
    return digits != null && digits.dialled(from, digit, ms);
  }

  /** Packets pass as agreed, or not at all. */
  private static void pass(AgreedStream.@Nullable Open agreed, Line a, Line b) {
    a.leg().sink(null);
    b.leg().sink(null);
    if (agreed == null) {
      a.hearsNobody();
      b.hearsNobody();
    } else {
      a.hears(b, map(agreed.fromB()));
      b.hears(a, map(agreed.fromA()));
    }
  }

  /** Who wants to hear nothing while the other listens (RFC 3264 §8.4); null for nobody. */
  private static @Nullable Side holder(AgreedStream.Open agreed) {
    boolean toA = agreed.a().direction().sends();
    boolean toB = agreed.b().direction().sends();
    return !agreed.type().equals("audio") || toA == toB ? null : toA ? Side.B : Side.A;
  }

  private static @Nullable HoldMusic playing(
      MediaSessions world,
      AgreedStream.Open agreed,
      Side holder,
      Line a,
      Line b,
      MusicOnHold music,
      Consumer<String> notes) {
    Line listener = holder == Side.A ? b : a;
    try {
      return new HoldMusic(
          music,
          Transcoding.format(agreed.leg(holder.other()), world.sound().codecs()),
          listener,
          world.random());
    } catch (Transcoding.UnsupportedCodec e) {
      notes.accept(
          "the "
              + listener.who()
              + " is held in silence: "
              + e.getMessage()
              + " is none of our codecs");
      return null;
    }
  }

  /** True when the new agreement asks for the same: only who may speak has changed, say. */
  boolean does(AgreedStream.Open other) {
    return holder(agreed) == holder(other)
        && holder(agreed) == null // who hears music may want it by another codec now
        && agreed.fromA().equals(other.fromA())
        && agreed.fromB().equals(other.fromB())
        && (agreed.transcoding() == null) == (other.transcoding() == null)
        && ((other.transcoding() == null && digits == null)
            || (agreed.a().sends().equals(other.a().sends())
                && agreed.a().receives().equals(other.a().receives())
                && agreed.b().sends().equals(other.b().sends())
                && agreed.b().receives().equals(other.b().receives())));
  }

  void end() {
    a.hearsNobody();
    b.hearsNobody();
    a.leg().sink(null);
    b.leg().sink(null);
    if (ticked != null) {
      ticker.remove(ticked);
    }
  }

  private static PayloadMap map(org.belfry.media.sdp.negotiation.PayloadMap of) {
    Map<Integer, Integer> pairs = new HashMap<>();
    boolean same = true;
    for (int type = 0; type < 128; type++) {
      int target = of.target(type);
      same &= target == type;
      if (target >= 0) {
        pairs.put(type, target);
      }
    }
    return same ? PayloadMap.SAME : PayloadMap.of(pairs);
  }
}
