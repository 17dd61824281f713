package org.belfry.pbx.sip.transport;

import io.netty.channel.ConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What went wrong with a socket, in words that do not depend on who called the kernel. */
final class Failure {
  private static final String[] KERNEL_WORDS = {
    "Connection refused",
    "Connection reset",
    "Network is unreachable",
    "No route to host",
    "Message too long",
    "Address already in use",
    "Permission denied",
    "Operation not permitted",
    "Broken pipe",
    "Invalid argument",
  };

  private Failure() {}

  static String phrase(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "the connection did not open in time";
    }
    if (cause instanceof ClosedChannelException) {
      return "the connection is closed";
    }
    if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      return "TLS failed: " + innermost(cause);
    }
    String text = String.valueOf(cause.getMessage());
    if (text.contains("annot assign requested address")) {
      return "this machine does not have that address";
    }
    for (String words : KERNEL_WORDS) {
      if (text.regionMatches(true, 0, words, 0, words.length()) || text.contains(words)) {
        return words.toLowerCase(Locale.ROOT);
      }
    }
    return cause.getClass().getSimpleName() + ": " + text;
  }

  /** Why a handshake failed stands at the end of the chain: who is not trusted, or what differs. */
  private static String innermost(Throwable cause) {
    Throwable last = cause;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }
}
