/**
 * The transaction layer: the four machines of RFC 3261 §17 with RFC 6026 (Accepted) and RFC 4320
 * (non-INVITE), and the table of a lane that drives them.
 *
 * <p>The machines are pure functions of (state, event): no clock, no socket, no table. What they
 * want done is a list of {@link org.belfry.pbx.transaction.TransactionEffect}, which {@link
 * org.belfry.pbx.transaction.TransactionTable} carries out. After {@code Ended} no timer of a
 * transaction is running. Whoever uses a transaction (RFC 3261 §5, "TU") is a {@link
 * org.belfry.pbx.transaction.ClientUser} or {@link org.belfry.pbx.transaction.ServerUser}. Start at
 * {@link org.belfry.pbx.transaction.InviteServerTransaction}.
 */
@NullMarked
package org.belfry.pbx.transaction;

import org.jspecify.annotations.NullMarked;
