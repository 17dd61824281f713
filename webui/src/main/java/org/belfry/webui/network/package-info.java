/** The page of the machine's network. */
@NullMarked
package org.belfry.webui.network;

import org.jspecify.annotations.NullMarked;
