/**
 * Call control: the SIP server as one thing that can be started.
 *
 * <p>{@link org.belfry.pbx.SipServer} is the front door and the one place of assembly. {@link
 * org.belfry.pbx.SipLane} runs the machines of one lane: it owns the tables, asks the machines for
 * their next step and carries out the effects. Protocol rules live in the packages below, never
 * here.
 */
@NullMarked
package org.belfry.pbx;

import org.jspecify.annotations.NullMarked;
