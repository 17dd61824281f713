@NullMarked
package org.belfry.pbx;

import org.jspecify.annotations.NullMarked;
