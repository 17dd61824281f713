@NullMarked
package org.belfry.media;

import org.jspecify.annotations.NullMarked;
