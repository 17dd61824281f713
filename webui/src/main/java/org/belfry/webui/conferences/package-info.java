/**
 * Conferences: the permanent rooms and their form, and one conference as it goes on. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.conferences.ConferencesView}.
 */
@NullMarked
package org.belfry.webui.conferences;

import org.jspecify.annotations.NullMarked;
