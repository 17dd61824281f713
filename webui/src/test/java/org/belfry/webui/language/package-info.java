/** A third language, made of the English one, in front of all pages. */
@NullMarked
package org.belfry.webui.language;

import org.jspecify.annotations.NullMarked;
