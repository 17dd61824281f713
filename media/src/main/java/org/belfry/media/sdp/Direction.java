package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/** Who sends, as the writer of the description sees it (RFC 8866 §6.7). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  public static Direction of(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SENDRECV : SENDONLY;
    }
    return receives ? RECVONLY : INACTIVE;
  }

  static @Nullable Direction in(Lines lines) {
    for (Line line : lines.all()) {
      for (Direction direction : values()) {
        if (line.isAttribute(direction.attribute())) {
          return direction;
        }
      }
    }
    return null;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }

  /** The same as the other side sees it. */
  public Direction reversed() {
    return of(receives, sends);
  }

  /** Only what both allow. */
  public Direction and(Direction other) {
    return of(sends && other.sends, receives && other.receives);
  }

  /** The attribute's name. */
  public String attribute() {
    return switch (this) {
      case SENDRECV -> "sendrecv";
      case SENDONLY -> "sendonly";
      case RECVONLY -> "recvonly";
      case INACTIVE -> "inactive";
    };
  }
}
