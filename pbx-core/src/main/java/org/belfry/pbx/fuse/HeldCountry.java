package org.belfry.pbx.fuse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A country that somebody has tried to call for the first time.
 *
 * @param country ISO 3166 code, or {@link CountedCall#NO_COUNTRY}
 * @param payer the extension that tried first, or null
 * @param number that it tried
 */
public record HeldCountry(String country, Instant at, @Nullable String payer, String number) {}
