/**
 * The settings of the appliance itself, which owners change in pages: a catalogue of all
 * properties, what was set, and the restart that makes it apply (ADR 42).
 *
 * <p>Imports {@code system}, {@code directory} and {@code audit}. Start at {@link
 * org.belfry.appliance.settings.SettingCatalogue}.
 */
@NullMarked
package org.belfry.appliance.settings;

import org.jspecify.annotations.NullMarked;
