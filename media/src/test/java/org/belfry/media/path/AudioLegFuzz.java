package org.belfry.media.path;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.InfoBody;
import org.belfry.media.jitter.JitterSettings;
import org.belfry.media.rtp.Packet;

/**
 * A phone that sends anything at any time: each press has one release, frames keep coming, and the
 * jitter buffer stays within its bounds. The input is a row of packets: what to change of the
 * number, the timestamp and the time since the last one, then type, length and payload.
 */
public final class AudioLegFuzz {
  private static final Map<Integer, Codec> CODECS = Map.of(0, G711Codec.PCMU, 8, G711Codec.PCMA);

  private AudioLegFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    InfoBody.of(InfoBody.RELAY, data);
    InfoBody.of(InfoBody.PLAIN, data);
    int[] down = {0};
    LegFormat format =
        new LegFormat(
            new LegFormat.Receiving(
                CODECS, 13, Optional.of(new EventFormat(101, 8000)), JitterSettings.DEFAULT),
            new LegFormat.Sending(G711Codec.PCMU, 0, FormatParameters.NONE, 20, Optional.empty()));
    try (AudioLeg leg =
        new AudioLeg(format, 16_000, event -> note(event, down), null, new Random(1))) {
      ByteBuffer in = ByteBuffer.wrap(data);
      short[] frame = new short[320];
      long now = 1_000_000_000L;
      int sequence = 0;
      int timestamp = 0;
      int ssrc = 0;
      Packet packet = new Packet();
      while (in.remaining() >= 8) {
        sequence += in.get() == 99 ? in.getShort() : 1;
        timestamp += in.get() * 80;
        int type = in.get();
        ssrc += type == 77 ? 1 : 0;
        int length = Math.min(in.get() & 0xff, in.remaining());
        packet.beginRtp(new int[] {0, 8, 13, 101}[type & 3], sequence, timestamp, ssrc, length);
        in.get(packet.bytes(), packet.payloadOffset(), length);
        leg.put(packet, now);
        for (int takes = type >> 2 & 7; takes > 0; takes--) {
          leg.take(frame, now);
          now += 20_000_000;
        }
        int held = leg.jitter(now).held();
        if (held < 0 || held > 64) {
          throw new AssertionError(held + " packets are held");
        }
      }
      now += 1_000_000_000L;
      leg.take(frame, now);
    }
    if (down[0] != 0) {
      throw new AssertionError("a key is down for ever");
    }
  }

  private static void note(DtmfEvent event, int[] down) {
    down[0] += event instanceof DtmfEvent.Pressed ? 1 : -1;
    if (down[0] < 0 || down[0] > 1) {
      throw new AssertionError(event + " with " + down[0] + " keys down");
    }
  }
}
