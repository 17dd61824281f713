package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.belfry.appliance.FreePorts;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;

/** Debian's baresip, headless: plays a tone, records what it hears with its sndfile module. */
final class Baresip implements RealPhone {
  // Of the WAV files that libsndfile writes.
  private static final int CHANNELS_AT = 22;
  private static final int RATE_AT = 24;
  private static final int SAMPLES_AT = 44;

  private final Path home;
  private final Console console;
  private final Account account;
  private final int port;

  Baresip(Path home, Account account) {
    this(home, account, "");
  }

  /**
   * @param parameters further parameters of its account
   */
  Baresip(Path home, Account account, String parameters) {
    this(home, account, "", parameters, Seat.LOOPBACK);
  }

  /** One that speaks WebRTC: DTLS-SRTP, ICE, RTP and RTCP on one port. */
  static Baresip withWebRtc(Path home, Account account) {
    return new Baresip(
        home,
        account,
        "rtcp_mux yes\nmodule ice.so\nmodule dtls_srtp.so\n",
        ";mediaenc=dtls_srtp;medianat=ice",
        Seat.LOOPBACK);
  }

  /** One whose first codec is Opus. */
  static Baresip withOpus(Path home, Account account) {
    return new Baresip(
        home,
        account,
        "module opus.so\nausrc_srate 8000\nausrc_channels 1\n",
        ";audio_codecs=opus/48000/2",
        Seat.LOOPBACK);
  }

  /** One that has only this codec, and encrypts so. */
  static Baresip speaking(Speech speech, Path home, Account account) {
    return speaking(speech, Seat.LOOPBACK, home, account);
  }

  /** One that has only this codec, encrypts so, and stands there. */
  static Baresip speaking(Speech speech, Seat seat, Path home, Account account) {
    String keys =
        switch (speech.keys()) {
          case NONE -> "";
          case SDES -> "srtp";
          case SDES_ONLY -> "srtp-mand";
          case DTLS -> "dtls_srtp";
        };
    return new Baresip(
        home,
        account,
        """
        module g722.so
        module opus.so
        module srtp.so
        module dtls_srtp.so
        ausrc_srate %d
        ausrc_channels 1
        """
            .formatted(speech.rate()),
        ";audio_codecs=" + speech.codec() + (keys.isEmpty() ? "" : ";mediaenc=" + keys),
        seat,
        speech.rate());
  }

  /** One that stands elsewhere. */
  static Baresip at(Seat seat, Path home, Account account) {
    return new Baresip(home, account, "", "", seat);
  }

  /** One that watches its own mailbox and a colleague. */
  static Baresip watching(Path home, Account account, String colleague) {
    return new Baresip(
        home,
        account,
        "module_app mwi.so\nmodule_app presence.so\n",
        "",
        Seat.LOOPBACK,
        8000,
        "\"Colleague\" <" + account.uri(colleague) + ">;presence=p2p\n");
  }

  private Baresip(Path home, Account account, String config, String parameters, Seat seat) {
    this(home, account, config, parameters, seat, 8000);
  }

  private Baresip(
      Path home, Account account, String config, String parameters, Seat seat, int rate) {
    this(home, account, config, parameters, seat, rate, "");
  }

  private Baresip(
      Path home,
      Account account,
      String config,
      String parameters,
      Seat seat,
      int rate,
      String contacts) {
    this.home = home;
    this.account = account;
    port = FreePorts.next();
    int rtp = FreePorts.next();
    try {
      Files.createDirectories(home.resolve("recorded"));
      Files.write(
          home.resolve("tone.wav"),
          new Wav(rate, Tone.sine(account.tone(), rate, rate * 40, 0.5)).toBytes());
      // What is asked for comes before its account: mwi.so looks at its list a millisecond after it
      // was loaded, and for ever if by then the account is registered and on that list.
      Files.writeString(
          home.resolve("config"),
          """
          poll_method epoll
          sip_listen %s:%d
          net_interface %s
          audio_source aufile,%s
          audio_player aubridge,heard
          snd_path %s
          module_path /usr/lib/baresip/modules
          module stdio.so
          module g711.so
          module sndfile.so
          module aufile.so
          module aubridge.so
          rtp_ports %d-%d
          %smodule_app uuid.so
          module_app account.so
          module_app contact.so
          module_app menu.so
          """
              .formatted(
                  seat.host(),
                  port,
                  seat.address(),
                  home.resolve("tone.wav"),
                  home.resolve("recorded"),
                  rtp,
                  rtp + 3,
                  config));
      Files.writeString(
          home.resolve("accounts"),
          "<sip:%s@%s:%d;transport=%s>;auth_user=%s;auth_pass=%s;answermode=manual;regint=120%s\n"
              .formatted(
                  account.extension(),
                  account.server(),
                  account.serverPort(),
                  account.transport(),
                  account.extension(),
                  account.password(),
                  parameters));
      Files.writeString(home.resolve("contacts"), contacts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console =
        new Console(
            home,
            Map.of("HOME", home.toString()),
            seat.inside(List.of("baresip", "-f", home.toString())));
  }

  @Override
  public void registered() {
    console.await("registered successfully", Duration.ofSeconds(20));
  }

  /** The port of its own that it sends from. */
  int port() {
    return port;
  }

  @Override
  public void callIsOver() {
    console.await("session closed: Connection reset by peer", Duration.ofSeconds(15));
  }

  /** Waits until it says this. */
  void says(String what) {
    console.await(what, Duration.ofSeconds(15));
  }

  /**
   * Waits until it shows its colleague so.
   *
   * @param presence {@code Online}, {@code Busy} or {@code Offline}
   */
  void seesColleague(String presence) {
    Instant end = Instant.now().plusSeconds(25);
    console.forget();
    while (!console.said().contains(presence)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("it does not see " + presence + ":\n" + console.said());
      }
      console.type("/contacts");
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
  }

  @Override
  public void forgets() {
    console.forget();
  }

  @Override
  public void holds() {
    console.type("/hold");
  }

  @Override
  public void resumes() {
    console.type("/resume");
  }

  @Override
  public void transfers(String extension) {
    console.type("/transfer " + account.uri(extension));
  }

  /** Presses a key in a call: an event of RFC 4733. */
  void presses(char key) {
    console.type("/sndcode " + key);
  }

  /** Waits until it was told that the other side has pressed the key. */
  void isTold(char key) {
    console.await("received event: '" + key + "' (end=1)", Duration.ofSeconds(10));
  }

  /**
   * A key is down. Its end may wait in the phone's jitter buffer until more packets come, which
   * they do not from who sends no sound.
   */
  void isToldTheBeginningOf(char key) {
    console.await("received event: '" + key + "' (end=0)", Duration.ofSeconds(10));
  }

  /** Loses its power: it has no time to say anything. */
  void dies() {
    console.process().destroyForcibly();
  }

  void registrationFails() {
    console.await("reg: ", Duration.ofSeconds(20));
  }

  @Override
  public void dials(String extension) {
    console.type("/dial " + account.uri(extension));
  }

  void dialsUri(String uri) {
    console.type("/dial " + uri);
  }

  @Override
  public void rings() {
    console.await("Incoming call from", Duration.ofSeconds(15));
  }

  @Override
  public void answers() {
    console.type("/accept");
  }

  @Override
  public void declines() {
    console.type("/hangup");
  }

  @Override
  public void hangsUp() {
    console.type("/hangup");
  }

  @Override
  public void talks() {
    console.await("Call established", Duration.ofSeconds(15));
  }

  /** How much it has recorded, in all its calls; more of it means that sound comes. */
  long recorded() {
    return recordings().stream().mapToLong(f -> f.toFile().length()).sum();
  }

  /** How many calls it has begun to record. */
  int callsRecorded() {
    return recordings().size();
  }

  @Override
  public Wav heard() {
    Optional<Path> file =
        recordings().stream().max(Comparator.naturalOrder()); // of several calls the last
    try {
      return file.isEmpty()
          ? new Wav(8000, new short[0])
          : oneChannel(Files.readAllBytes(file.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> recordings() {
    try (Stream<Path> files = Files.list(home.resolve("recorded"))) {
      return files
          .filter(f -> f.getFileName().toString().endsWith("dec.wav"))
          .filter(f -> f.toFile().length() > SAMPLES_AT)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opus is decoded to two channels; the left one will do. */
  private static Wav oneChannel(byte[] file) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int channels = header.getShort(CHANNELS_AT);
    if (channels == 1) {
      return Wav.of(file);
    }
    short[] both = new short[(file.length - SAMPLES_AT) / 2];
    header.position(SAMPLES_AT).asShortBuffer().get(both);
    short[] left = new short[both.length / channels];
    for (int i = 0; i < left.length; i++) {
      left[i] = both[i * channels];
    }
    return new Wav(header.getInt(RATE_AT), left);
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
