package org.belfry.media.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.jspecify.annotations.Nullable;

/** How two lines hear each other: packets pass, or sound is decoded and encoded in between. */
final class Bridge {
  private final AgreedStream.Open agreed;
  private final Line a;
  private final Line b;
  private final Ticker ticker;
  private final Ticker.@Nullable Ticked ticked;

  private Bridge(
      AgreedStream.Open agreed, Line a, Line b, Ticker ticker, Ticker.@Nullable Ticked ticked) {
    this.agreed = agreed;
    this.a = a;
    this.b = b;
    this.ticker = ticker;
    this.ticked = ticked;
  }

  static Bridge between(
      MediaSessions world, AgreedStream.Open agreed, Line a, Line b, Consumer<String> notes) {
    String why = agreed.transcoding();
    if (why == null) {
      a.leg().sink(null);
      b.leg().sink(null);
      a.leg().hears(b.leg(), map(agreed.fromB()));
      b.leg().hears(a.leg(), map(agreed.fromA()));
      return new Bridge(agreed, a, b, world.ticker(), null);
    }
    a.leg().hearsNobody();
    b.leg().hearsNobody();
    try {
      Transcoding transcoding =
          new Transcoding(
              agreed.a(),
              agreed.b(),
              a.leg(),
              b.leg(),
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

  /** True when the new agreement asks for the same: only who may speak has changed, say. */
  boolean does(AgreedStream.Open other) {
    return agreed.fromA().equals(other.fromA())
        && agreed.fromB().equals(other.fromB())
        && (agreed.transcoding() == null) == (other.transcoding() == null)
        && (other.transcoding() == null
            || (agreed.a().sends().equals(other.a().sends())
                && agreed.a().receives().equals(other.a().receives())
                && agreed.b().sends().equals(other.b().sends())
                && agreed.b().receives().equals(other.b().receives())));
  }

  void end() {
    a.leg().hearsNobody();
    b.leg().hearsNobody();
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
