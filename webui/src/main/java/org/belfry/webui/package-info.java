/**
 * The web pages: what an administrator sees and does, in German and English.
 *
 * <p>One package per feature; what they share (layout, theme, texts, dialogs, live updates) is in
 * {@link org.belfry.webui.base}. Views are built by their constructors from interfaces of {@code
 * org.belfry.pbx.admin} and hold no rules of their own: what can be taken is decided behind those
 * interfaces and comes back as a problem at a field. Imports {@code org.belfry.pbx.admin}, the
 * records of {@code org.belfry.pbx.cdr}, and {@code org.belfry.provisioning}; never SQL or SIP.
 * Start at {@link org.belfry.webui.base.MainLayout}, then {@code users.UsersView}.
 */
@NullMarked
package org.belfry.webui;

import org.jspecify.annotations.NullMarked;
