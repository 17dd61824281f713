package org.belfry.pbx.agent;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.transport.Advertised;

/**
 * What {@link UserAgents} work with.
 *
 * @param directory the current snapshot
 * @param applications by their names
 * @param media leads media of calls through us, or not
 * @param waiting what those hear who wait in a call of ours
 * @param dead servers that did not answer a while ago
 * @param realm shown in Warning header fields
 * @param address that we listen on first
 * @param advertised our addresses as others see them
 * @param callLimit how long a call may last
 */
public record AgentPorts(
    Supplier<Directory> directory,
    Map<String, Application> applications,
    MediaAnchor media,
    WaitingSound waiting,
    DeadTargets dead,
    String realm,
    InetSocketAddress address,
    Advertised advertised,
    Duration callLimit) {}
