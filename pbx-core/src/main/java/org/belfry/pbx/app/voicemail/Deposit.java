package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import org.belfry.pbx.app.Recorded;

/**
 * A message that is being left. One of {@link #keep}, {@link #cutOff}, {@link #discard} ends it.
 */
public interface Deposit {

  /** Where it is to be recorded. To record it again, {@link #again} is called first. */
  Path file();

  /** Forgets what was recorded. */
  void again();

  /**
   * It is a message: returns at once, and whatever happens then it comes into the mailbox, without
   * the silence at its ends.
   */
  void keep(Recorded.Kept recorded);

  /** Its recording has failed: what there is of it, if anything, is taken in at the next start. */
  void cutOff();

  /** It is none. */
  void discard();
}
