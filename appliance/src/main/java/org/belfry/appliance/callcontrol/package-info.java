/**
 * The SIP server's life in this process: assembled, started, fed with snapshots, watched, stopped.
 *
 * <p>The only importer of {@link org.belfry.pbx.SipServer}. Start at {@link
 * org.belfry.appliance.callcontrol.CallControl}.
 */
@NullMarked
package org.belfry.appliance.callcontrol;

import org.jspecify.annotations.NullMarked;
