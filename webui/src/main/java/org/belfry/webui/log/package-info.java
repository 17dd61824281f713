/**
 * The log: what Belfry has written. Imports {@code pbx.admin} and {@code webui.base}. Start at
 * {@link org.belfry.webui.log.LogView}.
 */
@NullMarked
package org.belfry.webui.log;

import org.jspecify.annotations.NullMarked;
