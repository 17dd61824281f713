/**
 * Call control: the SIP server as one thing that can be started.
 *
 * <p>{@link org.belfry.pbx.SipServer} is the front door and the one place of assembly; {@link
 * org.belfry.pbx.SipPorts} is what it reaches that is not SIP. Protocol rules live in the packages
 * below, never here.
 */
@NullMarked
package org.belfry.pbx;

import org.jspecify.annotations.NullMarked;
