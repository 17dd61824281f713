/**
 * What was said in a call: every message in and out, kept in memory for a while, and the ladder
 * diagram that is drawn of it when somebody looks.
 *
 * <p>Two halves. Writing ({@link org.belfry.pbx.trace.CallTraces}, {@link
 * org.belfry.pbx.trace.CallTrace}) is done by the lane that owns the call and costs next to
 * nothing: the bytes that were received or sent are shared, not copied. Reading ({@link
 * org.belfry.pbx.trace.Ladder}, {@link org.belfry.pbx.trace.LadderDrawing}) may happen on any
 * thread; only there text is made and secrets are masked.
 *
 * <p>Imports {@code sip}, {@code sip.message} and the views of {@code admin}. Start at {@link
 * org.belfry.pbx.trace.CallTraces}.
 */
@NullMarked
package org.belfry.pbx.trace;

import org.jspecify.annotations.NullMarked;
