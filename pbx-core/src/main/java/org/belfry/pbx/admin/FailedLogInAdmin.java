package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log-ins that failed since the start, at every door, of the last seven days. */
public interface FailedLogInAdmin {

  /** Those that failed last come first, 500 at most. */
  List<FailedLogInView> failedLogIns();

  /**
   * Lets an address try again at once, at every door: lifts its ban and the blocks of names there.
   * What has failed stays in the list.
   *
   * @throws InvalidCommand naming {@code address} when it is no IP address
   * @throws NotFound when nothing is blocked there
   */
  void unblock(String address);

  /** Where it was tried. */
  enum Door {
    /** The pages, by a name and a password or the code of an authenticator. */
    PAGES,
    /** The API, by a name and a password. */
    API,
    /** The API, by a token. */
    API_TOKEN,
    /** A phone, by its SIP password. */
    SIP,
    /** Files of phones, by an address that no phone has. */
    PHONE_FILES
  }

  /**
   * @param address an IPv4 address, or the first of an IPv6 /64 network, which counts as a whole
   * @param name the account, user or extension that was claimed; empty where none is, and for
   *     further names of an address that tried more than 50
   * @param count since {@code first}
   * @param blockedUntil until when further attempts are refused unheard; null for not blocked
   */
  record FailedLogInView(
      Door door,
      String address,
      String name,
      long count,
      Instant first,
      Instant last,
      @Nullable Instant blockedUntil) {}
}
