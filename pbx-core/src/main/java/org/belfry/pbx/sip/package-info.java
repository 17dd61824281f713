/**
 * Our SIP words as types (RFC 3261 and friends): small values, parsed once, compared by content.
 *
 * <p>Imports nothing. Text becomes these types in {@code sip.message}. Start at {@link
 * org.belfry.pbx.sip.SipUri}.
 */
@NullMarked
package org.belfry.pbx.sip;

import org.jspecify.annotations.NullMarked;
