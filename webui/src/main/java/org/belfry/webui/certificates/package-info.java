/** The page of certificates: the one in use, automatic ones, our own authority. */
@NullMarked
package org.belfry.webui.certificates;

import org.jspecify.annotations.NullMarked;
