/**
 * What callers hear said: the site's announcements, and its own recordings instead of the prompts
 * that come with Belfry. Imports {@code pbx.admin}, {@code webui.base} and {@code webui.softphone}.
 * Start at {@link org.belfry.webui.announcements.AnnouncementsView}.
 */
@NullMarked
package org.belfry.webui.announcements;

import org.jspecify.annotations.NullMarked;
