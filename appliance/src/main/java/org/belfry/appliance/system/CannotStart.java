package org.belfry.appliance.system;

import org.jspecify.annotations.Nullable;

/**
 * Something that only the person who starts us can put right. The message is a sentence for that
 * person.
 */
public final class CannotStart extends RuntimeException {
  public CannotStart(String sentence) {
    super(sentence);
  }

  public CannotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The reason of this kind in a chain of causes, or null. */
  public static @Nullable CannotStart in(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CannotStart reason) {
        return reason;
      }
    }
    return null;
  }
}
