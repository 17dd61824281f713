/**
 * Attackers out, the office in: counts refused credentials by the pair of source address and user,
 * bans addresses that guess, knows scanners by what they write, limits rates, and says when a lane
 * has too much to do. Everything here is told the time and holds a bounded number of entries.
 *
 * <p>What never counts: a first request without credentials (RFC 3261 §22.1), a nonce that is stale
 * or not ours. A failure therefore always comes from somebody who read our challenge at that very
 * address, and nobody can have another one banned by lying about where he is.
 *
 * <p>Imports {@code sip} and {@code sip.message}. Start at {@link org.belfry.pbx.guard.Guard}.
 */
@NullMarked
package org.belfry.pbx.guard;

import org.jspecify.annotations.NullMarked;
