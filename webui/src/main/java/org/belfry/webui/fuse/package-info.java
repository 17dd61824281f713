/**
 * The fraud fuse: what has blown, limits, settings and rates. Imports {@code pbx.admin} and {@code
 * webui.base}. Start at {@link org.belfry.webui.fuse.FuseView}.
 */
@NullMarked
package org.belfry.webui.fuse;

import org.jspecify.annotations.NullMarked;
