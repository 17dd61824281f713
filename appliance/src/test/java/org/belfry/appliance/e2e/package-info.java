/** The built appliance against phones that nobody here wrote. Start at {@code FirstCallIT}. */
package org.belfry.appliance.e2e;
