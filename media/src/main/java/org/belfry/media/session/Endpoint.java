package org.belfry.media.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.Agreement;
import org.belfry.media.sdp.negotiation.ApplicationEnd;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.sdp.negotiation.MediaNegotiation;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.jspecify.annotations.Nullable;

/**
 * The media of a call between a device and one of our applications: voicemail, a menu, a
 * conference. Signalling gives it the device's descriptions and sends on what it gives (RFC 3264);
 * the application speaks and hears by {@link #sound}. Called from one thread at a time, except
 * {@link #sound} and {@link #live}.
 */
public final class Endpoint {
  /** One audio line, as far as it matters which lines there are. */
  private static final byte[] ONE_LINE =
      "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final MediaSessions world;
  private final ApplicationEnd application;
  private final CallLines lines;
  private final SessionSide half;
  private final EndpointSound sound;
  private final long session;
  private @Nullable MediaNegotiation negotiation;
  private @Nullable SideProfile profile;
  private @Nullable SessionDescription theirs;
  private byte[] lastIn = {};
  private byte[] lastOut = {};

  Endpoint(MediaSessions world, String id, Device device, EndpointEvents events) {
    this.world = world;
    this.application = new ApplicationEnd(world.codecs());
    this.lines = CallLines.withApplication(world, id, events);
    this.half = lines.half(Side.A, "phone", "phone", device);
    this.sound = new EndpointSound(world, id, events);
    this.session = world.random().nextLong() >>> 2;
  }

  /** What the application says to the device and hears of it. For any thread. */
  public EndpointSound sound() {
    return sound;
  }

  /**
   * The device offers, for the first time or again.
   *
   * @return our answer; the same again for the same offer
   * @throws BadSdp when there is nothing in it that we can talk by: 488; what was agreed on stays
   * @throws NoPort when there is no port left: 503
   */
  public byte[] answer(byte[] offer) throws BadSdp, NoPort {
    if (lastIn.length > 0 && Arrays.equals(lastIn, offer)) {
      return lastOut.clone(); // sent again
    }
    SessionDescription read = SessionDescription.parse(offer);
    SideProfile to = profile(read);
    MediaNegotiation before = begun(to);
    lines.faces(read);
    if (before.restartsIce(Side.A, read)) {
      half.restartIce();
    }
    boolean withKeys = read.media().stream().anyMatch(section -> !section.crypto().isEmpty());
    MediaNegotiation.Answered answered =
        application.answer(before, read, half.answered(session, read, to, withKeys));
    negotiation = answered.next();
    theirs = read;
    lastIn = offer.clone();
    lastOut = answered.description().toBytes();
    apply(answered.agreement());
    return lastOut.clone();
  }

  /**
   * We offer: the device called without an offer, or the application calls, holds or resumes.
   *
   * @param direction as the application sees it
   * @throws NoPort when there is no port left
   */
  public byte[] offer(Direction direction) throws BadSdp, NoPort {
    SideProfile to = profile(null);
    SessionDescription shape = theirs == null ? SessionDescription.parse(ONE_LINE) : theirs;
    boolean withKeys =
        to.opportunistic() || (to.transport().isSecure() && !to.transport().isDtls());
    MediaNegotiation.Forwarded offered =
        application.offer(begun(to), direction, half.offered(session, shape, to, withKeys));
    negotiation = offered.next();
    return offered.description().toBytes();
  }

  /**
   * The device answers what we offered last.
   *
   * @throws BadSdp when it is no answer to that, or nothing is left in common
   */
  public void answered(byte[] answer) throws BadSdp {
    MediaNegotiation waiting = negotiation;
    if (waiting == null) {
      throw new BadSdp(Warning.MISCELLANEOUS, "An answer came that nobody asked for");
    }
    SessionDescription read = SessionDescription.parse(answer);
    MediaNegotiation.Answered answered = application.answered(waiting, read);
    negotiation = answered.next();
    theirs = read;
    lastIn = new byte[0];
    apply(answered.agreement());
  }

  /** Signalling comes from elsewhere by now. */
  public void device(Device now) {
    half.device(now);
  }

  /**
   * The call is over. A second time does nothing.
   *
   * @param then is given how the leg sounded, on another thread or at once
   */
  public void close(Consumer<List<LegReport>> then) {
    lines.close(sound::close, then);
  }

  /** How the leg sounds now. For any thread. */
  public CompletableFuture<List<LegReport>> live() {
    return lines.live();
  }

  private SideProfile profile(@Nullable SessionDescription offer) {
    SideProfile known = profile;
    if (known == null) {
      known = MediaSession.profile(half.device(), offer, 0);
      profile = known;
    }
    return known;
  }

  private MediaNegotiation begun(SideProfile to) {
    return negotiation == null ? application.call(to) : negotiation;
  }

  private void apply(Agreement agreement) {
    boolean spoken = false;
    for (AgreedStream stream : agreement.streams()) {
      switch (stream) {
        case AgreedStream.Declined declined -> {
          Line line = half.line(declined.index());
          if (line != null) {
            line.shut();
          }
        }
        case AgreedStream.Open agreed -> {
          Line line = half.line(agreed.index());
          if (line != null && agreed.type().equals("audio")) {
            LegMedia media = agreed.a();
            line.apply(
                agreed.type(),
                media,
                half.device(),
                world.settings().latching(),
                media.direction() == Direction.SENDRECV
                    ? world.settings().mediaTimeout()
                    : Duration.ZERO);
            spoken |= speak(line, media);
          }
        }
      }
    }
    if (!spoken) {
      sound.mayNotSpeak();
    }
  }

  private boolean speak(Line line, LegMedia media) {
    try {
      sound.speakBy(
          Transcoding.format(media, world.sound().codecs()), line.leg(), media.direction().sends());
      return true;
    } catch (Transcoding.UnsupportedCodec e) {
      lines.note("nothing can be said: " + e.getMessage() + " is none of our codecs");
      return false;
    }
  }
}
