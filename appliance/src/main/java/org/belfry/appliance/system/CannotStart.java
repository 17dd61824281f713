package org.belfry.appliance.system;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/**
 * Something that only the person who starts us can put right. The message is a sentence for that
 * person.
 */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

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
      if (t instanceof PortInUseException taken) {
        return new CannotStart(
            "port " + taken.getPort() + " (TCP) is used by another program.", failure);
      }
    }
    return null;
  }
}
