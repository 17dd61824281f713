package org.belfry.appliance.mediabridge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.play.Clip;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.session.Device;
import org.belfry.media.session.Endpoint;
import org.belfry.media.session.EndpointEvents;
import org.belfry.media.session.MediaSessions;
import org.belfry.media.session.NoPort;
import org.belfry.pbx.call.WaitingSound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Music for legs of our own calls that wait for somebody: the one on hold, and the one whose target
 * is still being rung. Such a leg's media comes from our own anchor, so it speaks plain RTP.
 */
final class WaitingMusic implements WaitingSound, EndpointEvents {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingMusic.class);
  private final MediaSessions sessions;
  private final Device ourselves;
  private final Supplier<@Nullable Clip> music;
  private final NarrowMusic narrow = new NarrowMusic();
  private final Map<String, Endpoint> waiting = new ConcurrentHashMap<>();

  /**
   * @param here the address of ours at which media of applications meets
   * @param music 16000 samples per second; null for silence
   */
  WaitingMusic(MediaSessions sessions, InetAddress here, Supplier<@Nullable Clip> music) {
    this.sessions = sessions;
    this.ourselves = new Device(false, false, Encryption.ALLOWED, here, here);
    this.music = music;
  }

  @Override
  public byte @Nullable [] answer(String callId, byte[] offer) {
    Clip wide = music.get();
    if (wide == null) {
      return null;
    }
    Endpoint endpoint =
        waiting.computeIfAbsent(callId, id -> sessions.endpoint(id, ourselves, this));
    try {
      byte[] answer = endpoint.answer(offer);
      endpoint.sound().stopPlaying();
      endpoint.sound().play(List.of(narrow.of(wide, endpoint.sound().rate()).loop()));
      return answer;
    } catch (BadSdp | NoPort | IllegalStateException e) {
      LOG.info("call={} waits in silence: {}", callId, e.getMessage());
      ended(callId);
      return null;
    }
  }

  @Override
  public void ended(String callId) {
    Endpoint endpoint = waiting.remove(callId);
    if (endpoint != null) {
      endpoint.close(reports -> LOG.debug("call={} waits no more", callId));
    }
  }

  /** Legs that wait now. */
  int size() {
    return waiting.size();
  }

  @Override
  public void dialled(String endpointId, Digit digit, Duration held) {
    LOG.debug("call={} dials {} while it waits", endpointId, digit.symbol());
  }

  @Override
  public void played(String endpointId, long order, boolean whole) {
    LOG.debug("call={} waited with music", endpointId);
  }

  @Override
  public void silent(String endpointId) {
    LOG.debug("call={} is silent", endpointId);
  }

  @Override
  public void mediaLost(String sessionId, String why) {
    // Its own call notices, and ends us with it.
    LOG.debug("call={} {}", sessionId, why);
  }

  @Override
  public void noted(String sessionId, String what) {
    LOG.debug("call={} media: {}", sessionId, what);
  }
}
