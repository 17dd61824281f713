/**
 * Announcements: recordings of the owner's that are no phrases of Belfry's, and where the dial plan
 * uses them. The sounds are in {@code prompts}, reached by {@code pbx.admin}.
 *
 * <p>Imports {@code dialplan}. Start at {@link
 * org.belfry.appliance.announcements.StoredAnnouncementAdmin}.
 */
@NullMarked
package org.belfry.appliance.announcements;

import org.jspecify.annotations.NullMarked;
