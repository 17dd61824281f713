/**
 * The ladder diagram of a call: made of its trace when somebody looks, with secrets masked, and
 * drawn as SVG.
 *
 * <p>Imports {@code trace}, {@code sip.message} and the views of {@code admin}. Start at {@link
 * org.belfry.pbx.ladder.Ladder}.
 */
@NullMarked
package org.belfry.pbx.ladder;

import org.jspecify.annotations.NullMarked;
