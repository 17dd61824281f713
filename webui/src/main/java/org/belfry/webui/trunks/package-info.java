/**
 * Trunks: the ways to the telephone network, and how each stands right now. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.trunks.TrunksView}.
 */
@NullMarked
package org.belfry.webui.trunks;

import org.jspecify.annotations.NullMarked;
