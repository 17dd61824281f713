package org.belfry.pbx.app.trunk;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.app.trunk.TrunkState.Problem;
import org.belfry.pbx.app.trunk.TrunkState.Use;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * The state of a trunk, for routing and for pages.
 *
 * @param trunk its name
 * @param since when the word last changed
 * @param contactUser user part of the Contact of calls by it
 * @param use the server that takes calls, or null when none does
 * @param problem the last one that nothing good has followed, or null
 * @param nextTryAt when it tries again, or null
 */
public record TrunkStatus(
    String trunk,
    Word word,
    Instant since,
    String contactUser,
    @Nullable Use use,
    @Nullable Problem problem,
    @Nullable Instant nextTryAt) {

  /** The state in a word. */
  public enum Word {
    /** Looks for the provider's server, or has asked and waits for the answer. */
    TRYING,
    /** Registered. */
    REGISTERED,
    /** Without registration: its server answers. */
    UP,
    /** Did not work; it tries again by itself. */
    FAILED,
    /** The provider said no; somebody has to change something. */
    REFUSED,
    /** Ends its registration. */
    STOPPING
  }

  /** True when calls can be sent by it. */
  public boolean usable(Instant now) {
    return use != null && use.holds(now);
  }

  /** Where calls are sent, or null when they cannot be. */
  public @Nullable Hop server() {
    return use == null ? null : use.server();
  }

  /** Route values of requests through the server, in order (RFC 3608 §6). */
  public List<String> serviceRoute() {
    return use == null ? List.of() : use.serviceRoute();
  }

  /**
   * How it stands now; null when it is off.
   *
   * @param before how it stood before, or null
   */
  static @Nullable TrunkStatus of(
      Trunk trunk,
      String contactUser,
      TrunkState state,
      @Nullable TrunkStatus before,
      Instant now) {
    TrunkState.Line line;
    Word bad;
    Instant nextTryAt = null;
    switch (state) {
      case TrunkState.Off s -> {
        return null;
      }
      case TrunkState.Locating s -> {
        line = s.line();
        bad = trying(before);
      }
      case TrunkState.Asking s -> {
        line = s.line();
        bad = trying(before);
      }
      case TrunkState.Up s -> {
        line = s.line();
        bad = Word.TRYING;
      }
      case TrunkState.Resting s -> {
        line = s.line();
        bad = s.refused() ? Word.REFUSED : Word.FAILED;
        nextTryAt = s.until();
      }
      case TrunkState.Leaving s -> {
        line = s.line();
        bad = Word.STOPPING;
      }
    }
    Word good = trunk.registers() ? Word.REGISTERED : Word.UP;
    Word word = line.use() == null ? bad : good;
    Instant since = before != null && before.word == word ? before.since : now;
    return new TrunkStatus(
        trunk.name(), word, since, contactUser, line.use(), line.problem(), nextTryAt);
  }

  /** While a trunk that failed tries again it stays what it was: the word does not flicker. */
  private static Word trying(@Nullable TrunkStatus before) {
    return before != null && (before.word == Word.FAILED || before.word == Word.REFUSED)
        ? before.word
        : Word.TRYING;
  }
}
