/**
 * The appliance itself: facts, API tokens, the administrator's own password. Start at {@link
 * org.belfry.webui.system.SystemPage}.
 */
@NullMarked
package org.belfry.webui.system;

import org.jspecify.annotations.NullMarked;
