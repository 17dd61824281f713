package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.FreePorts;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;

/** Debian's linphonec: plays a file instead of a microphone and records into another. */
final class Linphone implements RealPhone {
  private static final int RATE_AT = 24;
  private static final int SAMPLES_AT = 44;

  private final Path home;
  private final int rate;
  private final Console console;
  private final Account account;

  Linphone(Path home, Account account) {
    this(home, account, "", "", 8000);
  }

  /** One that has only this codec, and encrypts so. */
  static Linphone speaking(Speech speech, Path home, Account account) {
    StringBuilder codecs = new StringBuilder();
    int number = 0;
    for (String codec : List.of("PCMU/8000", "PCMA/8000", "G722/8000", "opus/48000")) {
      String name = codec.substring(0, codec.indexOf('/'));
      codecs.append(
          """
          [audio_codec_%d]
          mime=%s
          rate=%s
          channels=%d
          enabled=%d
          """
              .formatted(
                  number++,
                  name,
                  codec.substring(codec.indexOf('/') + 1),
                  name.equals("opus") ? 2 : 1,
                  name.equals(speech.codec()) ? 1 : 0));
    }
    String encryption =
        switch (speech.keys()) {
          case NONE -> "media_encryption=none";
          case SDES -> "media_encryption=srtp";
          case SDES_ONLY -> "media_encryption=srtp\nmedia_encryption_mandatory=1";
          case DTLS -> "media_encryption=dtls";
        };
    return new Linphone(home, account, encryption, codecs.toString(), speech.rate());
  }

  private Linphone(Path home, Account account, String sip, String sections, int rate) {
    this.home = home;
    this.rate = rate;
    this.account = account;
    String transport = account.transport();
    int port = FreePorts.next();
    try {
      Files.createDirectories(home.resolve(".local/share/linphone"));
      Files.write(
          home.resolve("tone.wav"),
          new Wav(rate, Tone.sine(account.tone(), rate, rate * 40, 0.5)).toBytes());
      Files.writeString(
          home.resolve("linphonerc"),
          """
          [sip]
          sip_port=%d
          sip_tcp_port=%d
          sip_tls_port=%d
          verify_server_certs=0
          verify_server_cn=0
          %s
          bind_address=127.0.0.1
          register_only_when_network_is_up=0
          guess_hostname=0
          [rtp]
          audio_rtp_port=%d
          [sound]
          echocancellation=0
          """
                  .formatted(
                      transport.equals("udp") ? port : 0,
                      transport.equals("tcp") ? port : 0,
                      transport.equals("tls") ? port : 0,
                      sip,
                      FreePorts.next())
              + sections);
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
        "register sip:%s@%s:%d sip:%s:%d%s %s"
            .formatted(
                account.extension(),
                account.server(),
                account.serverPort(),
                account.server(),
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
  public void transfers(String extension) {
    console.type("transfer " + account.uri(extension));
  }

  @Override
  public void talks() {
    console.await("LinphoneCallStreamsRunning", Duration.ofSeconds(15));
  }

  @Override
  public void holds() {
    console.type("pause");
    // Not LinphoneCallPausedByRemote, which says that the other side holds.
    console.await("LinphoneCallPausing to LinphoneCallPaused\n", Duration.ofSeconds(15));
  }

  @Override
  public void resumes() {
    console.type("resume");
    console.await("LinphoneCallResuming to LinphoneCallStreamsRunning", Duration.ofSeconds(15));
  }

  @Override
  public void forgets() {
    console.forget();
  }

  /** Joins those whom it has called and been called by first (RFC 5589 §7); it counts from 1. */
  void joins(int call, int other) {
    console.type("transfer " + call + " --to-call " + other);
  }

  /** Waits until it hears that the other side rings. */
  void hearsRinging() {
    console.await("LinphoneCallOutgoingRinging", Duration.ofSeconds(15));
  }

  @Override
  public void callIsOver() {
    console.await("LinphoneCallReleased", Duration.ofSeconds(20));
  }

  /** All it ever heard is in one file, whose header is written when sound ends. */
  @Override
  public Wav heard() {
    Path recording = home.resolve("heard.wav");
    try {
      byte[] file = Files.exists(recording) ? Files.readAllBytes(recording) : new byte[0];
      if (file.length < SAMPLES_AT) {
        return new Wav(rate, new short[0]);
      }
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int written = in.getInt(RATE_AT);
      short[] pcm = new short[(file.length - SAMPLES_AT) / 2];
      in.position(SAMPLES_AT).asShortBuffer().get(pcm);
      return new Wav(written == 0 ? rate : written, pcm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
