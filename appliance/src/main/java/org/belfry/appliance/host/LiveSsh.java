package org.belfry.appliance.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SshAdmin;
import org.jspecify.annotations.Nullable;

/**
 * SSH as the page and the API see it: root's report, and the file by which root is asked
 * (installer/root/usr/lib/belfry/ssh). Root checks all of it again.
 */
final class LiveSsh implements SshAdmin {
  /** A host that has not answered within this time does not. */
  private static final Duration HOST = Duration.ofSeconds(30);

  private final @Nullable Path told;
  private final Path asked;
  private final Supplier<Boolean> owns;
  private final BiConsumer<@Nullable Told, @Nullable Told> audit;
  private final InstantSource clock;
  private @Nullable Instant askedAt;

  /** As the audit log tells it. */
  record Told(String fingerprint, String until) {}

  /**
   * @param told root's directory; null where SSH is not ours
   * @param asked directory of ours in which root looks for requests
   * @param owns whether who asks is an owner
   * @param audit before and after
   */
  LiveSsh(
      @Nullable Path told,
      Path asked,
      Supplier<Boolean> owns,
      BiConsumer<@Nullable Told, @Nullable Told> audit,
      InstantSource clock) {
    this.told = told;
    this.asked = asked;
    this.owns = owns;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public synchronized SshView ssh() {
    List<String> words = report();
    if (words.size() < 2 || words.get(1).equals("missing")) {
      return view(SshState.ELSEWHERE);
    }
    Instant since = instant(words.get(0));
    Instant waiting = askedAt;
    if (waiting != null && since != null && since.isBefore(waiting)) {
      boolean patient = clock.instant().isBefore(waiting.plus(HOST));
      return view(patient ? SshState.ASKED : SshState.REFUSED);
    }
    if (words.get(1).equals("refused")) {
      return view(SshState.REFUSED);
    }
    Instant until = words.size() >= 5 ? instant(words.get(2)) : null;
    if (!words.get(1).equals("on") || until == null || !clock.instant().isBefore(until)) {
      return view(SshState.OFF);
    }
    return new SshView(SshState.ON, until, words.get(3), words.get(4));
  }

  private static SshView view(SshState state) {
    return new SshView(state, null, null, null);
  }

  @Override
  public synchronized SshView switchOn(SwitchOn command) {
    checkMay();
    Integer hours = command.hours();
    if (hours == null || hours < HOURS_MIN || hours > HOURS_MAX) {
      throw new InvalidCommand("hours", "must be between " + HOURS_MIN + " and " + HOURS_MAX);
    }
    PublicKeyLine key = PublicKeyLine.of(command.key());
    if (key == null) {
      throw new InvalidCommand("key", "must be one public key, such as ssh-ed25519 AAAA…");
    }
    Instant until = clock.instant().plus(Duration.ofHours(hours));
    audit.accept(null, new Told(key.fingerprint(), until.toString()));
    ask("on\nuntil=" + until.getEpochSecond() + "\nkey=" + key + "\n");
    return ssh();
  }

  @Override
  public synchronized SshView switchOff() {
    checkMay();
    SshView now = ssh();
    if (now.fingerprint() != null && now.until() != null) {
      audit.accept(new Told(now.fingerprint(), now.until().toString()), null);
    }
    ask("off\n");
    return ssh();
  }

  private void checkMay() {
    if (!owns.get()) {
      throw new InvalidCommand("role", "only an owner can switch SSH on or off");
    }
    if (ssh().state() == SshState.ELSEWHERE) {
      throw new InvalidCommand("role", "SSH is not set here on this machine");
    }
  }

  private void ask(String request) {
    try {
      Files.createDirectories(asked);
      DataDirectory.writePrivate(
          asked.resolve("request"), request.getBytes(StandardCharsets.US_ASCII));
      // Root tells whole seconds.
      askedAt = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> report() {
    if (told == null) {
      return List.of();
    }
    try {
      return List.of(Files.readString(told.resolve("report")).strip().split(" "));
    } catch (IOException e) {
      return List.of(); // root has not told anything yet
    }
  }

  private static @Nullable Instant instant(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }
}
