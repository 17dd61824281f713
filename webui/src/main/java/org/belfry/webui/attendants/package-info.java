/**
 * Attendants: the list, and the builder that draws one, changes its steps in place and tries it
 * dry. Imports {@code pbx.admin} and {@code webui.base}. Start at {@link
 * org.belfry.webui.attendants.AttendantPage}.
 */
@NullMarked
package org.belfry.webui.attendants;

import org.jspecify.annotations.NullMarked;
