/**
 * Everything of this module that reads what strangers send, with bytes of anything. The targets are
 * named in {@code src/test/resources/fuzz/targets.txt}; {@code ./belfry fuzz} runs them.
 */
@NullMarked
package org.belfry.media.fuzz;

import org.jspecify.annotations.NullMarked;
