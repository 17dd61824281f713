/**
 * Backups: where they go, how they went, exports, and the way back. Imports {@code pbx.admin} and
 * {@code webui.base}. Start at {@link org.belfry.webui.backups.BackupsView}.
 */
@NullMarked
package org.belfry.webui.backups;

import org.jspecify.annotations.NullMarked;
