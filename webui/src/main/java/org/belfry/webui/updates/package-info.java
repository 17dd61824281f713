/** The page of updates. */
@NullMarked
package org.belfry.webui.updates;

import org.jspecify.annotations.NullMarked;
