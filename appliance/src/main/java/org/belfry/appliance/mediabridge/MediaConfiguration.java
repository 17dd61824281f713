package org.belfry.appliance.mediabridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Dscp;
import org.belfry.media.file.SoundFile;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.ice.Subnet;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.Clip;
import org.belfry.media.play.HoldTune;
import org.belfry.media.relay.Latching;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServerSettings;
import org.belfry.media.session.MediaSessions;
import org.belfry.media.session.SessionSettings;
import org.belfry.pbx.app.PromptSounds;
import org.belfry.pbx.app.VoiceMedia;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the media server by the settings, and stops it behind signalling. */
@Configuration(proxyBeanMethods = false)
class MediaConfiguration {
  private static final int MUSIC_RATE = 16_000;
  private static final int MUSIC_SECONDS = 600;
  private static final Logger LOG = LoggerFactory.getLogger(MediaConfiguration.class);

  @Bean
  SoundLibraries soundLibraries(Bootstrap groundwork) {
    SoundLibraries sound = SoundLibraries.load(groundwork.data().path());
    sound.missing().forEach(LOG::warn);
    return sound;
  }

  @Bean(destroyMethod = "close")
  MediaSessions mediaSessions(
      BelfryProperties properties, Bootstrap groundwork, SoundLibraries sound) {
    BelfryProperties.Media media = properties.media();
    Advertised advertised = properties.sip().advertised();
    try {
      return new MediaSessions(
          MediaServerSettings.on(addresses(groundwork))
              .withPorts(media.firstPort(), media.lastPort())
              .withSharedPort(media.webrtcPort())
              .withTrafficClass(Dscp.of(media.dscp()).trafficClass()),
          new SessionSettings(
              CodecPolicy.DEFAULT.withAdding(CodecPolicy.Adding.WHEN_NOT_KNOWN),
              IceSettings.DEFAULT,
              media.exclude().stream().map(Subnet::of).toList(),
              Latching.HOST,
              media.timeout(),
              music(media.musicOnHold(), sound)),
          (local, remote) ->
              advertised
                  .towards(
                      new Hop(
                          Transport.UDP,
                          new InetSocketAddress(local, 0),
                          new InetSocketAddress(remote, 0),
                          0))
                  .getAddress(),
          sound);
    } catch (IOException e) {
      throw new CannotStart("The system gives no sockets for media: " + e.getMessage(), e);
    }
  }

  @Bean
  MediaBridge mediaBridge(
      MediaSessions sessions,
      BelfryProperties properties,
      DirectoryStore directory,
      Bootstrap groundwork) {
    return new MediaBridge(
        sessions,
        Encryption.valueOf(properties.media().encryption().toUpperCase(Locale.ROOT)),
        directory::current,
        InetAddress.ofLiteral(groundwork.addresses().main()));
  }

  @Bean
  WaitingSound waitingSound(
      MediaSessions sessions, BelfryProperties properties, Bootstrap groundwork) {
    return properties.media().anchor()
        ? new WaitingMusic(
            sessions, InetAddress.ofLiteral(groundwork.addresses().main()), sessions::musicClip)
        : WaitingSound.NONE;
  }

  @Bean
  Playlists playlists(
      MediaSessions sessions, SoundLibraries sound, Bootstrap groundwork, AuditTrail audit) {
    return new Playlists(
        groundwork.data().path().resolve("music"),
        sound.codecs(),
        sessions,
        sessions.musicClip(),
        audit);
  }

  @Bean
  FileThreads fileThreads() {
    return new FileThreads();
  }

  @Bean
  PlayedSounds playedSounds(
      SoundLibraries sound,
      FileThreads files,
      ObjectProvider<PromptSounds> prompts,
      DirectoryStore directory,
      Playlists music) {
    return new PlayedSounds(
        prompts.getIfAvailable(PlainPrompts::new),
        sound.codecs(),
        () -> directory.current().dialPlan().country(),
        files.executor(),
        music);
  }

  @Bean
  Recordings recordings(SoundLibraries sound, FileThreads files) {
    return new Recordings(sound.codecs(), files.executor());
  }

  @Bean
  RecordedCalls recordedCalls(MediaBridge media, Recordings recordings, PlayedSounds sounds) {
    return new RecordedCalls(media, recordings, sounds);
  }

  @Bean
  VoiceMedia voiceMedia(
      MediaSessions sessions, PlayedSounds sounds, Recordings recordings, Bootstrap groundwork) {
    return new ApplicationSound(
        sessions, sounds, recordings, InetAddress.ofLiteral(groundwork.addresses().main()));
  }

  private static @Nullable Clip music(String setting, SoundLibraries sound) {
    return switch (setting.toLowerCase(Locale.ROOT)) {
      case "false" -> null;
      case "true", "" -> HoldTune.clip();
      default -> {
        try {
          short[] pcm =
              new SoundFile(sound.codecs()).load(Path.of(setting), MUSIC_RATE, MUSIC_SECONDS);
          yield new Clip(MUSIC_RATE, pcm);
        } catch (IOException | InvalidPathException e) {
          throw new CannotStart(
              "belfry.media.music-on-hold cannot be read: " + setting + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private static List<LocalAddress> addresses(Bootstrap groundwork) {
    List<LocalAddress> all = new ArrayList<>();
    for (InetAddress address : groundwork.addresses().all()) {
      all.add(new LocalAddress(AddressText.of(address), address));
    }
    return all;
  }
}
