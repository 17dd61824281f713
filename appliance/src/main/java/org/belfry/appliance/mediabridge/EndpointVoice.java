package org.belfry.appliance.mediabridge;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Direction;
import org.belfry.media.session.Endpoint;
import org.belfry.media.session.EndpointEvents;
import org.belfry.media.session.EndpointSound;
import org.belfry.media.session.NoPort;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceMedia;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sound of one leg of an application, by an endpoint of the media server. */
final class EndpointVoice implements VoiceMedia.Voice, EndpointEvents {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointVoice.class);
  private static final Duration KEY_LENGTH = Duration.ofMillis(160);
  private static final String GONE = "the call was over before";

  private final String id;
  private final VoiceMedia.Events events;
  private final PlayedSounds sounds;
  private final Recordings recordings;
  private final Endpoints endpoints;

  /** Once there was a description. */
  private @Nullable Endpoint endpoint;

  /** Once something was agreed on, until the end. */
  private volatile @Nullable EndpointSound sound;

  private boolean closed;

  /** Makes endpoints, and knows how many there are. */
  interface Endpoints {
    /** One that tells its events to who asks for it. */
    Endpoint open(String id, EndpointEvents events);

    void closed(Endpoint endpoint);
  }

  EndpointVoice(
      String id,
      VoiceMedia.Events events,
      Endpoints endpoints,
      PlayedSounds sounds,
      Recordings recordings) {
    this.id = id;
    this.events = events;
    this.sounds = sounds;
    this.recordings = recordings;
    this.endpoints = endpoints;
  }

  // ---- on the lane

  @Override
  public byte[] answer(byte[] offer) throws Unusable {
    try {
      Endpoint mine = endpoint();
      byte[] answer = mine.answer(offer);
      sound = mine.sound();
      return answer;
    } catch (BadSdp e) {
      throw new Unusable(488, String.valueOf(e.getMessage()));
    } catch (NoPort e) {
      throw new Unusable(503, e.why());
    }
  }

  @Override
  public byte[] offer() throws Unusable {
    try {
      return endpoint().offer(Direction.SENDRECV);
    } catch (BadSdp e) {
      throw new Unusable(488, String.valueOf(e.getMessage()));
    } catch (NoPort e) {
      throw new Unusable(503, e.why());
    }
  }

  @Override
  public void answered(byte[] answer) throws Unusable {
    try {
      Endpoint mine = endpoint();
      mine.answered(answer);
      sound = mine.sound();
    } catch (BadSdp e) {
      throw new Unusable(488, String.valueOf(e.getMessage()));
    }
  }

  private Endpoint endpoint() throws Unusable {
    if (closed) {
      throw new Unusable(488, GONE);
    }
    Endpoint mine = endpoint;
    if (mine == null) {
      mine = endpoints.open(id, this);
      endpoint = mine;
    }
    return mine;
  }

  @Override
  public void close() {
    closed = true;
    sound = null;
    Endpoint mine = endpoint;
    if (mine != null) {
      endpoint = null;
      mine.close(reports -> LOG.debug("call={} its application is done", id));
      endpoints.closed(mine);
    }
  }

  // ---- on any thread

  @Override
  public void play(long order, List<Prompt> prompts, String language) {
    EndpointSound to = sound;
    if (to == null) {
      events.played(order);
    } else {
      to.playInstead(order, sounds.of(prompts, language, to.rate()));
    }
  }

  @Override
  public void stopPlaying() {
    with(EndpointSound::stopPlaying);
  }

  @Override
  public void seek(Duration by) {
    with(to -> to.seek(by));
  }

  @Override
  public void holdPlaying(boolean on) {
    with(to -> to.pause(on));
  }

  @Override
  public void record(Recording wanted) {
    EndpointSound of = sound;
    if (of == null) {
      events.recorded(new Recorded.Failed(GONE));
      return;
    }
    recordings.begin(
        wanted.file(),
        of.rate(),
        wanted.lengthMax(),
        recorder -> of.record(recorder, false),
        events::recorded);
  }

  @Override
  public void stopRecording() {
    with(EndpointSound::stopRecording);
  }

  @Override
  public void listenForSilence(Duration length) {
    with(to -> to.listenForSilence(length));
  }

  @Override
  public void press(char key) {
    Digit.of(key).ifPresent(digit -> with(to -> to.send(digit, KEY_LENGTH)));
  }

  @Override
  public void echo(boolean on) {
    with(to -> to.echo(on));
  }

  @Override
  public Room.@Nullable Seat enter(Room room, String name, boolean muted) {
    EndpointSound who = sound;
    return who != null && room instanceof MixedRoom mixed ? mixed.enter(who, name, muted) : null;
  }

  private void with(Consumer<EndpointSound> what) {
    EndpointSound to = sound;
    if (to != null) {
      what.accept(to);
    }
  }

  // ---- what media tells

  @Override
  public void dialled(String endpointId, Digit digit, Duration held) {
    events.pressed(digit.symbol());
  }

  @Override
  public void played(String endpointId, long order, boolean whole) {
    events.played(order);
  }

  @Override
  public void silent(String endpointId) {
    events.silent();
  }

  @Override
  public void mediaLost(String sessionId, String why) {
    events.lost(why);
  }

  @Override
  public void noted(String sessionId, String what) {
    LOG.debug("call={} media: {}", sessionId, what);
  }
}
