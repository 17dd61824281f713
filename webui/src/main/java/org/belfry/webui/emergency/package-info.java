/**
 * Emergency calls: where callers are, who is told, and what the emergency centre would get. Imports
 * {@code pbx.admin} and {@code webui.base}. Start at {@link
 * org.belfry.webui.emergency.EmergencyView}.
 */
@NullMarked
package org.belfry.webui.emergency;

import org.jspecify.annotations.NullMarked;
