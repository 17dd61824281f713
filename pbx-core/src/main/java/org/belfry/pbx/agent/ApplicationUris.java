package org.belfry.pbx.agent;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * URIs that mean an application of ours (RFC 3261 §19.1): {@code sip:~voicemail@pbx.example}, in
 * every local domain. The Contacts of legs behind our proxy are such.
 */
public final class ApplicationUris {
  /** User parts that begin so are applications of ours. */
  private static final String PREFIX = "~";

  private ApplicationUris() {}

  /** True for a URI that means an application, whether there is one of that name or not. */
  public static boolean isOne(SipUri uri, Directory directory) {
    return name(uri, directory) != null;
  }

  /** The name of the application that a URI means, or null when it means something else. */
  public static @Nullable String name(SipUri uri, Directory directory) {
    String user = uri.user();
    return user != null && user.startsWith(PREFIX) && uri.isSip() && directory.isLocal(uri.host())
        ? user.substring(PREFIX.length())
        : null;
  }

  /** The URI of an application. */
  static String of(String application, Directory directory) {
    return "sip:" + PREFIX + application + "@" + directory.domain();
  }
}
