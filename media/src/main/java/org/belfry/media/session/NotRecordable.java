package org.belfry.media.session;

/** A call cannot be recorded; the message is a sentence for people. */
public final class NotRecordable extends Exception {
  private static final long serialVersionUID = 1L;

  public NotRecordable(String sentence) {
    super(sentence);
  }
}
