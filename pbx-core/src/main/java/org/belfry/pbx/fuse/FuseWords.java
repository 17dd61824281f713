package org.belfry.pbx.fuse;

import java.util.Locale;

/** A fuse in English, for callers, logs and alarms. */
public final class FuseWords {
  private FuseWords() {}

  /** Whose fuse has blown, and why: no full stop. */
  public static String sentence(BlownFuse fuse) {
    return "The fraud fuse of "
        + owner(fuse.key())
        + " for "
        + kind(fuse.key().kind())
        + " calls has blown: "
        + reason(fuse);
  }

  private static String calls(long limit) {
    return limit + (limit == 1 ? " call" : " calls");
  }

  private static String owner(FuseKey key) {
    return switch (key.scope()) {
      case USER -> "extension " + key.name();
      case TRUNK -> "the trunk " + key.name();
      case PEER -> "the peer " + key.name();
      case SITE -> "the site";
    };
  }

  private static String kind(FuseKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String reason(BlownFuse fuse) {
    long limit = fuse.limit();
    return switch (fuse.measure()) {
      case AT_ONCE -> "more than " + calls(limit) + " at once";
      case CALLS_PER_HOUR -> "more than " + calls(limit) + " within an hour";
      case CALLS_PER_DAY -> "more than " + calls(limit) + " within 24 hours";
      case MINUTES_PER_HOUR -> limit + " minutes within an hour";
      case MINUTES_PER_DAY -> limit + " minutes within 24 hours";
      case COST_PER_DAY ->
          String.format(Locale.ROOT, "calls for %.2f within 24 hours", limit / 1e6);
      case UNUSUAL_HOUR -> "more than " + calls(limit) + " in one hour of a night or weekend";
    };
  }
}
