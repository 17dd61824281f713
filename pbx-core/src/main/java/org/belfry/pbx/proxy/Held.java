package org.belfry.pbx.proxy;

import java.time.Duration;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * A target whose turn comes when a branch has ended: the request may not be in more places at once
 * (RFC 5393 §5.3.3).
 *
 * @param group the group it is of
 * @param depth how many redirects led here
 * @param ringTime how long its group rings, or null for as long as it takes
 */
record Held(Target target, int group, int depth, @Nullable Duration ringTime) {}
