package org.belfry.pbx.guard;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What programs that search the Internet for telephone systems write about themselves. No phone
 * does. Answering them only tells them that somebody is here.
 */
final class Scanners {
  /** Anywhere in User-Agent, in lower case. Each was seen on the open Internet. */
  private static final String[] AGENTS = {
    "friendly-scanner",
    "friendly-request",
    "sipvicious",
    "sipcli",
    "sip-scan",
    "sipscan",
    "sundayddr",
    "vaxsipuseragent",
    "vaxipuseragent",
    "pplsip",
    "siparmyknife",
    "sipsscuser",
    "sivus",
    "iwar",
    "smap 0",
  };

  /** Anywhere in From or To, in lower case: users and display names that scanners call and are. */
  private static final String[] PARTIES = {
    "sipvicious", "sip:nm@nm", "sip:nm2@nm2", "100@1.1.1.1",
  };

  private Scanners() {}

  /** The mark by which the sender is known as a scanner, or null. */
  static @Nullable String mark(SipRequest request) {
    String mark = find(AGENTS, request.header(HeaderName.USER_AGENT));
    if (mark == null) {
      mark = find(PARTIES, request.header(HeaderName.FROM));
    }
    return mark == null ? find(PARTIES, request.header(HeaderName.TO)) : mark;
  }

  private static @Nullable String find(String[] marks, @Nullable String text) {
    if (text == null) {
      return null;
    }
    for (String mark : marks) {
      if (contains(text, mark)) {
        return mark;
      }
    }
    return null;
  }

  /** Without regard to case, and without a copy of what a stranger sent. */
  private static boolean contains(String text, String mark) {
    int last = text.length() - mark.length();
    char first = mark.charAt(0);
    for (int i = 0; i <= last; i++) {
      char c = text.charAt(i);
      if ((c == first || (c | 0x20) == first)
          && text.regionMatches(true, i, mark, 0, mark.length())) {
        return true;
      }
    }
    return false;
  }
}
