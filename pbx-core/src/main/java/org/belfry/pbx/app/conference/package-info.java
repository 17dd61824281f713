/**
 * Conferences (RFC 4353, RFC 4579): rooms that stand for ever or are made by dialling, with PINs,
 * moderators, keys, a live roster.
 *
 * <p>What may happen in a room is a pure machine, {@link org.belfry.pbx.app.conference.Focus}; each
 * participant's call is led by {@link org.belfry.pbx.app.conference.Conference}, a voice
 * application; {@link org.belfry.pbx.app.conference.Conferences} joins the two, and is what API and
 * watchers see. Imports {@code app}, {@code directory} and {@code engine}. Start at {@link
 * org.belfry.pbx.app.conference.Focus}.
 */
@NullMarked
package org.belfry.pbx.app.conference;

import org.jspecify.annotations.NullMarked;
