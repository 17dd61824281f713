/**
 * Health: everything that is looked at, in words, and who is told of alarms. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.health.HealthView}.
 */
@NullMarked
package org.belfry.webui.health;

import org.jspecify.annotations.NullMarked;
