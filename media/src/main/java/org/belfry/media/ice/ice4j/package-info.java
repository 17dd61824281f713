/**
 * Where ice4j ends: bytes become {@link org.belfry.media.ice.stun.StunMessage}s and back. The only
 * package that imports {@code org.ice4j}. What an attribute's value looks like is ice4j's
 * knowledge; how attributes stand in a message, which of them count, and the signatures are ours,
 * because ice4j keeps one attribute a type, and throws where garbage comes in (ADR 0017). Start at
 * {@link org.belfry.media.ice.ice4j.StunCodec}.
 */
@NullMarked
package org.belfry.media.ice.ice4j;

import org.jspecify.annotations.NullMarked;
