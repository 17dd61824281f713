/**
 * What the search over everything looks into. Imports {@code pbx.admin} and {@code webui.base}.
 * Start at {@link org.belfry.webui.search.Everything}.
 */
@NullMarked
package org.belfry.webui.search;

import org.jspecify.annotations.NullMarked;
