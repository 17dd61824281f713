package org.belfry.pbx.app.voicemail;

/** Where a message lies. */
public enum Folder {
  /** Not heard yet. */
  NEW,
  /** Heard, and kept. */
  SAVED
}
