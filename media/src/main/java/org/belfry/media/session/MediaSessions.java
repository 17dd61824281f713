package org.belfry.media.session;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.belfry.media.mix.MixerSettings;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.Clip;
import org.belfry.media.play.MusicOnHold;
import org.belfry.media.play.Player;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServer;
import org.belfry.media.server.MediaServerSettings;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.session.SessionSettings.OurAddress;
import org.belfry.media.srtp.dtls.Dtls;
import org.belfry.media.srtp.dtls.DtlsIdentity;
import org.belfry.media.srtp.dtls.DtlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the media of calls: holds the media server, the certificate, the codecs and the threads
 * that they share. Safe for any thread.
 */
public final class MediaSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaSessions.class);

  private final SessionSettings settings;
  private final OurAddress ourAddress;
  private final SoundLibraries sound;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final ScheduledExecutorService control;
  private final MediaServer server;
  private final Dtls dtls;
  private final Ticker ticker;
  private final Map<InetAddress, String> names = new HashMap<>();
  private final List<LocalAddress> addresses;
  private final String cname;
  private volatile @Nullable Clip musicClip;
  private volatile @Nullable MusicOnHold music;

  /**
   * Starts the media server.
   *
   * @param ourAddress what devices are told instead of our own address
   * @throws IOException when the system gives no sockets
   */
  public MediaSessions(
      MediaServerSettings serverSettings,
      SessionSettings settings,
      OurAddress ourAddress,
      SoundLibraries sound)
      throws IOException {
    this.settings = settings;
    this.ourAddress = ourAddress;
    this.sound = sound;
    this.addresses = serverSettings.addresses();
    for (LocalAddress address : addresses) {
      names.put(address.bind(), address.name());
    }
    var thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("media-control").daemon().unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
    this.control = thread;
    Sockets sockets = Sockets.best();
    this.server = new MediaServer(serverSettings, sockets, control, random);
    this.ticker = new Ticker(sockets::hurry, server::flush);
    this.dtls =
        new Dtls(
            DtlsIdentity.make(random, clock.instant()),
            DtlsSettings.DEFAULT,
            random,
            Thread.ofVirtual().name("dtls-", 0).factory());
    music(settings.music());
    byte[] name = new byte[12];
    random.nextBytes(name);
    this.cname =
        new String(
            HexFormat.of().formatHex(name).getBytes(StandardCharsets.US_ASCII),
            StandardCharsets.US_ASCII);
  }

  /**
   * The media of a new call; nothing is opened before the first description.
   *
   * @param id what the call is called, for logs and events
   */
  public MediaSession open(String id, Device caller, SessionEvents events) {
    return new MediaSession(this, id, caller, events);
  }

  /**
   * The media of a call with one of our applications; nothing is opened before the first
   * description.
   *
   * @param id what the call is called, for logs and events
   */
  public Endpoint endpoint(String id, Device device, EndpointEvents events) {
    return new Endpoint(this, id, device, events);
  }

  /** A new room for endpoints; it costs nothing while nobody is in it. */
  public Room room(MixerSettings room) {
    return new Room(this, room);
  }

  /** The server below, for figures. */
  public MediaServer server() {
    return server;
  }

  /** Ticks of transcoded calls that came more than 20 ms late. */
  public long lateTicks() {
    return ticker.late();
  }

  /** How late the latest tick of rooms and transcoded calls was since this was asked last. */
  public Duration latestTick() {
    return Duration.ofNanos(ticker.latest());
  }

  /** What those hear who are held, 16000 samples per second; null for silence. */
  public @Nullable Clip musicClip() {
    return musicClip;
  }

  /** What cannot be done here, in words; empty when all is well. */
  public List<String> missing() {
    return sound.missing();
  }

  SessionSettings settings() {
    return settings;
  }

  /** The site's policy, without what this machine cannot encode, or not find in sound. */
  CodecPolicy codecs() {
    CodecPolicy policy = settings.codecs();
    return new CodecPolicy(
        policy.order(),
        policy.allowed(),
        policy.transcodable().stream()
            .filter(format ->
                sound
                    .codecs()
                    .find(format.encoding(), format.clockRate(), format.channels())
                    .isPresent())
            .toList(),
        policy.adding(),
        sound.toneReceivers().isPresent());
  }

  OurAddress ourAddress() {
    return ourAddress;
  }

  /** What this machine can do with sound. */
  public SoundLibraries sound() {
    return sound;
  }

  SecureRandom random() {
    return random;
  }

  InstantSource clock() {
    return clock;
  }

  ScheduledExecutorService control() {
    return control;
  }

  Dtls dtls() {
    return dtls;
  }

  Ticker ticker() {
    return ticker;
  }

  /** What all who are held hear; belongs to the ticker's thread. Null for silence. */
  @Nullable MusicOnHold music() {
    return music;
  }

  /**
   * Who begins to wait from now on hears this.
   *
   * @param clip 16000 samples per second; null for silence
   */
  public void music(@Nullable Clip clip) {
    musicClip = clip;
    if (clip == null) {
      music = null;
      return;
    }
    Player player = new Player(clip.rate());
    player.add(clip.loop());
    music = new MusicOnHold(player);
  }

  String cname() {
    return cname;
  }

  /**
   * The media address for a device that speaks to this address of ours: the same, or one of its
   * family.
   */
  String addressName(InetAddress local) {
    String name = names.get(local);
    if (name != null) {
      return name;
    }
    for (LocalAddress address : addresses) {
      if (address.bind().getClass() == local.getClass()) {
        return address.name();
      }
    }
    return addresses.getFirst().name();
  }

  /**
   * Ends all calls and threads. Who closed a call before has been told how it sounded when this
   * returns.
   */
  @Override
  public void close() {
    ticker.close();
    server.close();
    try {
      // What the legs told when they closed stands before this.
      control.submit(() -> LOG.debug("all media has ended")).get(5, TimeUnit.SECONDS);
      control.shutdownNow();
      if (!control.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("the media of some calls did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.warn("how some calls sounded was not told in time: {}", e.toString());
    } finally {
      control.shutdownNow();
    }
  }
}
