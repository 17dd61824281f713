package org.belfry.pbx.app;

import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a call.
 *
 * @param extension of our own user, authenticated; null for anybody else. What only a user may do
 *     is decided by this and never by the number
 * @param number as it was shown to us: an extension or an outside number; null when hidden or none
 * @param name as shown, or null
 */
public record CallingParty(
    @Nullable String extension, @Nullable String number, @Nullable String name) {
  public static final CallingParty UNKNOWN = new CallingParty(null, null, null);
}
