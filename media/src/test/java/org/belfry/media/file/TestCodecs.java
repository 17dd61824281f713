package org.belfry.media.file;

import java.nio.file.Path;
import java.util.List;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.codec.opus.LibOpus;
import org.belfry.media.codec.opus.OpusCodec;

/** Opus as the appliance has it. */
public final class TestCodecs {
  private TestCodecs() {}

  public static Codecs opus(Path directory) throws LibraryMissing {
    return new Codecs(List.of(new OpusCodec(LibOpus.load(directory))));
  }
}
