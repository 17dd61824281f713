/**
 * Recordings by phone of what Belfry says: somebody is called, speaks after a tone, listens, and
 * accepts. Start at {@link org.belfry.pbx.app.recorder.PromptRecorder}.
 */
@NullMarked
package org.belfry.pbx.app.recorder;

import org.jspecify.annotations.NullMarked;
