package org.belfry.pbx.anchor;

import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind an application of ours that hands descriptions on: media goes there.
 *
 * @param hop where it is
 * @param agreed how it speaks in the same call so far, or null as long as nothing is agreed
 */
public record Beyond(Hop hop, @Nullable AgreedMedia agreed) {}
