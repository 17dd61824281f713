package org.belfry.appliance.mediabridge;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.media.mix.MixerSettings;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.session.Device;
import org.belfry.media.session.Endpoint;
import org.belfry.media.session.EndpointEvents;
import org.belfry.media.session.MediaSessions;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceMedia;

/** The sound of calls that applications lead. */
final class ApplicationSound implements VoiceMedia {
  private final MediaSessions sessions;
  private final PlayedSounds sounds;
  private final Recordings recordings;
  private final Device ourselves;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param here the address of ours at which media of applications meets
   */
  ApplicationSound(
      MediaSessions sessions, PlayedSounds sounds, Recordings recordings, InetAddress here) {
    this.sessions = sessions;
    this.sounds = sounds;
    this.recordings = recordings;
    this.ourselves = new Device(false, false, Encryption.ALLOWED, here, here);
  }

  @Override
  public Voice open(String id, Events events) {
    return new EndpointVoice(id, events, new Endpoints(), sounds, recordings);
  }

  @Override
  public Room room(String name, int participantsMax) {
    return new MixedRoom(
        name,
        sessions.room(MixerSettings.DEFAULT.withParticipantsMax(participantsMax)),
        sounds,
        recordings);
  }

  /** Legs of applications. */
  int open() {
    return open.get();
  }

  private final class Endpoints implements EndpointVoice.Endpoints {
    @Override
    public Endpoint open(String id, EndpointEvents events) {
      open.incrementAndGet();
      return sessions.endpoint(id, ourselves, events);
    }

    @Override
    public void closed(Endpoint endpoint) {
      open.decrementAndGet();
    }
  }
}
