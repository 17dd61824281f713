/**
 * The four transaction machines of RFC 3261 §17 with RFC 6026 (Accepted) and RFC 4320 (non-INVITE).
 *
 * <p>Pure functions of (state, event): no clock, no socket, no table. What they want done is a list
 * of {@link org.belfry.pbx.sip.transaction.TransactionEffect}. After {@code Ended} no timer of a
 * transaction is running. Imports {@code engine}, {@code sip} and {@code sip.message}. Start at
 * {@link org.belfry.pbx.sip.transaction.InviteServerTransaction}.
 */
@NullMarked
package org.belfry.pbx.sip.transaction;

import org.jspecify.annotations.NullMarked;
