/**
 * The notifier: who watches what of ours, and what they are told (RFC 6665, 3903, 6446).
 *
 * <p>A watched thing is a {@link org.belfry.pbx.presence.Resource}: a user, or a name that a {@link
 * org.belfry.pbx.presence.StateSource} stands behind. An {@link
 * org.belfry.pbx.presence.EventPackage} is a name, a content type and how to write a body from a
 * state: {@code dialog} (RFC 4235), {@code message-summary} (RFC 3842), {@code reg} (RFC 3680),
 * {@code presence} (RFC 3856, 3863). Calls write their dialogs into {@link
 * org.belfry.pbx.presence.LiveDialogs}; all subscriptions to an AOR live in the lane that owns it,
 * which reads the state anew when it is told that something has changed.
 *
 * <p>Knows no transaction and no socket; imports {@code engine}, {@code sip}, {@code directory},
 * {@code registrar} (to read bindings). Start at {@link org.belfry.pbx.presence.Notifier}.
 */
@NullMarked
package org.belfry.pbx.presence;

import org.jspecify.annotations.NullMarked;
