package org.belfry.media.path;

import java.util.Map;

/**
 * What one stage of a path has to say for itself.
 *
 * @param name such as {@code jitter buffer}
 * @param figures by name, in the order in which they are best read
 */
public record Stage(String name, Map<String, Object> figures) {}
