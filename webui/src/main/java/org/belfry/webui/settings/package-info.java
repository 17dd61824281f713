/**
 * The page of the appliance's own settings. Imports {@code pbx.admin} and {@code webui.base}. Start
 * at {@link org.belfry.webui.settings.SettingsView}.
 */
@NullMarked
package org.belfry.webui.settings;

import org.jspecify.annotations.NullMarked;
