/**
 * Our own user agents (RFC 3261 §8, §12, §13): runs the machines of {@code call} for one lane, as
 * UAC and UAS behind the proxy or towards a trunk, and takes the place of legs (RFC 3891).
 *
 * <p>Knows transactions and the network; of the proxy only what it forwards requests with. What it
 * sends through the proxy goes as {@link org.belfry.pbx.agent.AgentRequest}, what it gets comes by
 * a {@link org.belfry.pbx.agent.Requester}. Start at {@link org.belfry.pbx.agent.UserAgents}.
 */
@NullMarked
package org.belfry.pbx.agent;

import org.jspecify.annotations.NullMarked;
