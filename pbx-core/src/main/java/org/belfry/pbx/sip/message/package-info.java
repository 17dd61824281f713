/**
 * Framing and the message value (RFC 3261 §7, §18.3), and the border to jain-sip-ri's grammar.
 *
 * <p>A message is its bytes, cut into header fields and read on demand: what nobody asks for is
 * never parsed, and what nobody changes leaves byte for byte as it came. What every message or call
 * needs (top Via, CSeq, tags, Call-ID, plain URIs, credentials) is read by hand; URIs that are not
 * plain go to jain-sip-ri in {@link org.belfry.pbx.sip.message.Grammar}, the only importer of
 * {@code javax.sip} and {@code gov.nist} (ADR 20).
 *
 * <p>Imports {@code sip}. Start at {@link org.belfry.pbx.sip.message.SipMessage}.
 */
@NullMarked
package org.belfry.pbx.sip.message;

import org.jspecify.annotations.NullMarked;
