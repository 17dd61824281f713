package org.belfry.media.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.codec.opus.LibOpus;
import org.belfry.media.codec.opus.OpusCodec;
import org.belfry.media.codec.spandsp.G722Codec;
import org.belfry.media.codec.spandsp.Spandsp;

/** The C libraries, for tests. */
final class Libraries {
  private Libraries() {}

  static Codec opus() throws LibraryMissing, IOException {
    Path directory = Files.createTempDirectory("opus");
    try {
      return new OpusCodec(LibOpus.load(directory));
    } finally {
      Files.delete(directory);
    }
  }

  static Codec g722() throws LibraryMissing {
    return new G722Codec(Spandsp.load());
  }
}
