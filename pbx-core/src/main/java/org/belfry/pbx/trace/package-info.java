/**
 * What was said in a call: every message in and out, kept in memory for a while. Written by the
 * lane that owns the call at next to no cost, since the bytes that were received or sent are
 * shared, not copied; read on any thread, for example by {@code ladder}.
 *
 * <p>Imports {@code sip} and {@code sip.message}. Start at {@link org.belfry.pbx.trace.CallTraces}.
 */
@NullMarked
package org.belfry.pbx.trace;

import org.jspecify.annotations.NullMarked;
