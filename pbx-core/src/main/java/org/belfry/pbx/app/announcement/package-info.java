/**
 * Announcements: a call is answered, something is said, the call ends. Start at {@link
 * org.belfry.pbx.app.announcement.Announcement}.
 */
@NullMarked
package org.belfry.pbx.app.announcement;

import org.jspecify.annotations.NullMarked;
