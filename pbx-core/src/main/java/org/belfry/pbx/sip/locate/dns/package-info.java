/**
 * The real DNS behind the {@code sip.locate} port, asked through dnsjava; the only importer of it.
 *
 * <p>Nothing here blocks its caller: questions are handed to a thread of their own. Start at {@link
 * org.belfry.pbx.sip.locate.dns.DnsClient}.
 */
@NullMarked
package org.belfry.pbx.sip.locate.dns;

import org.jspecify.annotations.NullMarked;
