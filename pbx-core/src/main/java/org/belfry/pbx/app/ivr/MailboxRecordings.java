package org.belfry.pbx.app.ivr;

import java.nio.file.Path;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.VoiceCall;
import org.jspecify.annotations.Nullable;

/** Where attendants put what callers say: a port. Called on the thread of a call. */
@FunctionalInterface
public interface MailboxRecordings {
  /** A site without mailboxes. */
  MailboxRecordings NONE = (extension, call) -> null;

  /**
   * A recording begins.
   *
   * @param extension whose mailbox it goes to
   * @return null when there is no such mailbox, or no room in it
   */
  @Nullable Begun begin(String extension, VoiceCall call);

  /** One that is being made. Either {@link #keep} or {@link #discard} ends it. */
  interface Begun {
    Path file();

    void keep(Recorded.Kept recorded);

    void discard();
  }
}
