@NullMarked
package org.belfry.appliance;

import org.jspecify.annotations.NullMarked;
