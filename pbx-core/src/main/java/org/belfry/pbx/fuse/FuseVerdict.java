package org.belfry.pbx.fuse;

/** What becomes of an outside call. */
public sealed interface FuseVerdict {

  /** It may leave, and counts. */
  record Pass() implements FuseVerdict {
    static final FuseVerdict.Pass PASS = new FuseVerdict.Pass();
  }

  /** It is refused. */
  record Refuse(BlownFuse fuse) implements FuseVerdict {}

  /**
   * It is the first to this country.
   *
   * @param caller whether who calls may decide by a key
   */
  record Hold(String country, boolean caller) implements FuseVerdict {}
}
