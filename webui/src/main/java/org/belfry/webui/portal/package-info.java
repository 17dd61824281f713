/**
 * The pages of a user: calls, voice messages, colleagues, conferences, rules, devices, settings;
 * and the frame with the phone. Everything here is about the one who is signed in, and asks {@link
 * org.belfry.webui.base.Myself} who that is. Start at {@link org.belfry.webui.portal.PortalLayout}.
 */
@NullMarked
package org.belfry.webui.portal;

import org.jspecify.annotations.NullMarked;
