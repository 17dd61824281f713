package org.belfry.pbx.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes calls by a document of its own: an attendant, a queue, a room. What it does
 * with a call is its application's affair; the dial plan knows by which number and destination it
 * is reached, and where it sends calls on. Immutable.
 */
public interface Service {

  /** Of the application that does it, as in {@link Destination.Application}. */
  String application();

  /** Unique within its application: the argument of the destination. */
  String name();

  /** What is dialled for it, or null when it is reached by destinations only. */
  @Nullable String number();

  /** Whatever of the dial plan it relies on. */
  List<Onward> onward();

  /**
   * Where it sends calls, or what it asks before it does.
   *
   * @param field of its document
   */
  record Onward(String field, @Nullable Destination to, @Nullable String schedule) {
    public static Onward to(String field, Destination to) {
      return new Onward(field, to, null);
    }

    public static Onward by(String field, String schedule) {
      return new Onward(field, null, schedule);
    }
  }

  /** The destination that leads to it. */
  default Destination.Application destination() {
    return new Destination.Application(application(), name());
  }
}
