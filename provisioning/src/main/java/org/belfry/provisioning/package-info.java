@NullMarked
package org.belfry.provisioning;

import org.jspecify.annotations.NullMarked;
