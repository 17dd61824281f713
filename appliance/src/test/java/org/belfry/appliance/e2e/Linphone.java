package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;

/** Debian's linphonec: plays a file instead of a microphone and records into another. */
final class Linphone implements RealPhone {
  private final Path home;
  private final Console console;
  private final Account account;

  Linphone(Path home, Account account) {
    this.home = home;
    this.account = account;
    boolean tcp = account.transport().equals("tcp");
    int port = RunningAppliance.freePort();
    try {
      Files.createDirectories(home.resolve(".local/share/linphone"));
      Files.write(
          home.resolve("tone.wav"),
          new Wav(8000, Tone.sine(account.tone(), 8000, 8000 * 40, 0.5)).toBytes());
      Files.writeString(
          home.resolve("linphonerc"),
          """
          [sip]
          sip_port=%d
          sip_tcp_port=%d
          sip_tls_port=0
          bind_address=127.0.0.1
          register_only_when_network_is_up=0
          guess_hostname=0
          [rtp]
          audio_rtp_port=%d
          [sound]
          echocancellation=0
          """
              .formatted(tcp ? 0 : port, tcp ? port : 0, RunningAppliance.freePort() & ~1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console =
        new Console(
            home,
            Map.of("HOME", home.toString()),
            List.of("linphonec", "-c", home.resolve("linphonerc").toString(), "-d", "6"));
    // Its command line takes input before its network is up, and then forgets to register.
    console.await("Creating listening point", Duration.ofSeconds(20));
    console.type("soundcard use files");
    console.type("play tone.wav");
    console.type("record heard.wav");
    console.type(
        "register sip:%s@127.0.0.1:%d sip:127.0.0.1:%d%s %s"
            .formatted(
                account.extension(),
                account.serverPort(),
                account.serverPort(),
                account.parameter(),
                account.password()));
  }

  @Override
  public void registered() {
    console.await("LinphoneRegistrationOk", Duration.ofSeconds(20));
  }

  @Override
  public void dials(String extension) {
    console.type("call " + account.uri(extension));
  }

  @Override
  public void rings() {
    console.await("LinphoneCallIncomingReceived", Duration.ofSeconds(15));
  }

  @Override
  public void answers() {
    console.type("answer");
  }

  @Override
  public void declines() {
    console.type("terminate");
  }

  @Override
  public void hangsUp() {
    console.type("terminate");
  }

  @Override
  public void talks() {
    console.await("LinphoneCallStreamsRunning", Duration.ofSeconds(15));
  }

  /** Waits until it hears that the other side rings. */
  void hearsRinging() {
    console.await("LinphoneCallOutgoingRinging", Duration.ofSeconds(15));
  }

  /** Waits until its call has come to an end. */
  void callIsOver() {
    console.await("LinphoneCallReleased", Duration.ofSeconds(20));
  }

  @Override
  public Wav heard() {
    try {
      return Wav.of(Files.readAllBytes(home.resolve("heard.wav")));
    } catch (IOException e) {
      throw new UncheckedIOException("linphonec recorded nothing\n" + said(), e);
    }
  }

  @Override
  public String said() {
    return console.said();
  }

  @Override
  public void close() {
    console.close();
  }
}
