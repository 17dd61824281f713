package org.belfry.pbx.routing;

import java.util.function.BiPredicate;
import java.util.function.Function;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody must be allowed to call to reach a number that a peer serves. Behind a peer there
 * may be the telephone network, so its numbers need the same right as a trunk's. Whether the peer
 * drops the prefix for outside calls is not known here: the number is read with and without it, and
 * both readings must be allowed.
 */
public final class PeerNumbers {
  /** Up to here it is another office's extension, when the peer costs nothing. */
  private static final int EXTENSION_DIGITS = 6;

  private PeerNumbers() {}

  /**
   * The kind of number that is not allowed.
   *
   * @param dialled the user part that the peer would get
   * @param prefix the site's for outside calls; empty when it has none
   * @param right whether a kind, in a country or none, is allowed
   * @return null when it may be called
   */
  public static @Nullable NumberClass forbidden(
      Peer peer,
      String dialled,
      String prefix,
      Function<String, Numbers.Reading> read,
      BiPredicate<NumberClass, @Nullable String> right) {
    int parameters = dialled.indexOf(';');
    String number = parameters < 0 ? dialled : dialled.substring(0, parameters);
    boolean extension = digits(number) <= EXTENSION_DIGITS;
    if (extension && !peer.costs()) {
      return null;
    }
    boolean readable = false;
    for (String each : readings(number, prefix)) {
      if (read.apply(each) instanceof Numbers.Reading.Known known) {
        readable = true;
        if (!right.test(known.kind(), known.country())) {
          return known.kind();
        }
      }
    }
    // In doubt it is what costs more: a provider's own prefix, perhaps, before a number abroad.
    boolean doubtful = !readable && peer.costs() && !extension;
    return doubtful && !right.test(NumberClass.PREMIUM, null) ? NumberClass.PREMIUM : null;
  }

  /** Whether it has more digits than an extension: what a peer may take for a telephone number. */
  public static boolean isNumber(@Nullable String user) {
    return user != null && digits(user) > EXTENSION_DIGITS;
  }

  private static String[] readings(String number, String prefix) {
    return !prefix.isEmpty() && number.startsWith(prefix)
        ? new String[] {number, number.substring(prefix.length())}
        : new String[] {number};
  }

  private static long digits(String number) {
    return number.chars().filter(c -> c >= '0' && c <= '9').count();
  }
}
