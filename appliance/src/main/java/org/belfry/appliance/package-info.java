/**
 * The one bootable thing: assembly, persistence, HTTP, REST, security, operating system. No
 * cleverness.
 *
 * <p>Each package below is a module that Spring Modulith verifies. Start at {@link
 * org.belfry.appliance.BelfryApplication}.
 */
@NullMarked
package org.belfry.appliance;

import org.jspecify.annotations.NullMarked;
