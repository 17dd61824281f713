package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.transport.Advertised;

/**
 * What the trunks of all lanes share.
 *
 * @param secret what the user parts of their Contacts are made of
 * @param dead servers that did not answer a while ago
 * @param trusted told of each address that DNS names for a trunk: it is banned no longer
 * @param changed run after the state of a trunk has changed
 * @param faults counts our own
 */
public record TrunkPorts(
    TrunkProperties properties,
    byte[] secret,
    Advertised advertised,
    Supplier<Directory> directory,
    TrunkStates states,
    DeadTargets dead,
    Consumer<InetAddress> trusted,
    Runnable changed,
    LongAdder faults) {}
