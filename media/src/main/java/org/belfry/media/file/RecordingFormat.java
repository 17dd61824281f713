package org.belfry.media.file;

/** How a recording is kept. */
public enum RecordingFormat {
  /** 16-bit PCM: 1 MB a minute at 8 kHz in one channel. Opens everywhere. */
  WAV(".wav"),
  /** Opus: some 200 kB a minute at a quality that nobody tells from the call. */
  OGG_OPUS(".opus");

  private final String suffix;

  RecordingFormat(String suffix) {
    this.suffix = suffix;
  }

  /** The end of a file's name, with its dot. */
  public String suffix() {
    return suffix;
  }
}
