package org.belfry.pbx.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** The messages of RFC 4475 and RFC 5118 by their path, as they are judged. */
public final class TortureMessages {
  private TortureMessages() {}

  /**
   * All of them. The archive of RFC 5118 holds its messages with bare line feeds; SIP ends lines
   * with CRLF (RFC 3261 §7), so that is how they come.
   */
  public static SortedMap<String, byte[]> all() {
    SortedMap<String, byte[]> all = GoldenFiles.all("torture", ".dat");
    all.replaceAll((name, bytes) -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return name.startsWith("rfc5118/")
          ? text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)
          : bytes;
    });
    return all;
  }
}
