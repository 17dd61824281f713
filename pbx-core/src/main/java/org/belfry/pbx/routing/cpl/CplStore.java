package org.belfry.pbx.routing.cpl;

/**
 * Port: keeps what users upload. It is called on a lane, so it must return at once: it may write
 * behind. The next directory carries the script.
 */
public interface CplStore {

  /** Keeps nothing, and says so. */
  CplStore NONE =
      new CplStore() {
        @Override
        public boolean put(String extension, CplScript script) {
          return false;
        }

        @Override
        public boolean remove(String extension) {
          return false;
        }
      };

  /**
   * Keeps a script instead of the one before.
   *
   * @return false when it cannot be kept now
   */
  boolean put(String extension, CplScript script);

  /**
   * Forgets the script, if there is one.
   *
   * @return false when that cannot be done now
   */
  boolean remove(String extension);
}
