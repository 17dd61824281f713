package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user's mailbox. Everything but {@link #space}, {@link #greeting} and {@link #begin} may fail
 * with {@link Unavailable} when the database is away.
 */
public interface Mailbox {

  /** Whose it is. */
  String extension();

  /** The owner's name, as text. */
  String name();

  /** BCP 47, in which the mailbox speaks; null for the site's. */
  @Nullable String language();

  // ---- leaving a message

  /** Whether there is room for a message. */
  Space space();

  enum Space {
    ROOM,
    /** The mailbox has as many messages, or as much of them, as it may. */
    FULL,
    /** The disk has. */
    NO_DISK
  }

  /** A recording of the owner's; null when there is none. */
  @Nullable Path greeting(Greeting which);

  /** What the owner may record. */
  enum Greeting {
    /** For who is not answered. */
    OWN,
    /** For who is not answered since the owner is on the phone. */
    BUSY,
    /** Instead of both, until it is removed. */
    TEMPORARY,
    /** The name, said by the owner. */
    NAME
  }

  /**
   * Begins a message: from now on, what stands in its file is not lost, whatever happens.
   *
   * @throws Unavailable when nothing can be written
   */
  Deposit begin(Sender from);

  // ---- hearing them

  boolean hasPin();

  /**
   * @param ownPhone whether the owner's own phone asks: wrong PINs from elsewhere do not lock it
   */
  PinCheck check(String pin, boolean ownPhone);

  enum PinCheck {
    RIGHT,
    WRONG,
    /** Too often wrong: for a while nobody gets in by PIN. */
    LOCKED
  }

  /**
   * @return false when it is too easy to guess, or no 4 to 10 digits
   */
  boolean setPin(String pin);

  /** In the order in which they came. */
  List<Message> messages(Folder folder);

  /** Moves a message; nothing when it is gone. */
  void move(long id, Folder to);

  /** Deletes a message for good; nothing when it is gone. */
  void delete(long id);

  /**
   * Puts a copy into another mailbox.
   *
   * @param comment said before it, or null; not needed any more then
   * @return false when there is no room, or the message is gone
   */
  boolean forward(long id, Mailbox to, @Nullable Path comment);

  /** A place for a recording that is no message yet. */
  Path draft();

  /**
   * Takes a recording as a greeting.
   *
   * @param recording moved away; null removes the greeting
   */
  void setGreeting(Greeting which, @Nullable Path recording);

  /** What cannot be done now; says why in a sentence for administrators. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }
}
