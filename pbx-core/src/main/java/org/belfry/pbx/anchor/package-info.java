/**
 * The port through which a call's media runs through us. Session descriptions (RFC 8866) are bytes
 * here: what they say is read by the other side of the port alone, and what comes back is what the
 * far end gets (RFC 3264 with us in between). Imports {@code sip} and {@code cdr}.
 *
 * <p>Start at {@link org.belfry.pbx.anchor.MediaAnchor}.
 */
@NullMarked
package org.belfry.pbx.anchor;

import org.jspecify.annotations.NullMarked;
