package org.belfry.pbx.inbound;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.DialIndex;

/**
 * What {@link AdmissionControl} decides by.
 *
 * @param directory the current snapshot
 * @param index of the current snapshot: it has the emergency numbers
 * @param location the phones that are registered
 * @param trunks know the servers that DNS has named
 * @param shed counts requests refused because there is too much to do
 * @param transactionsMax of one lane, beyond which it refuses new requests
 */
public record AdmissionPorts(
    Guard guard,
    Supplier<Directory> directory,
    Supplier<DialIndex> index,
    Location location,
    TrunkServers trunks,
    LongAdder shed,
    int transactionsMax) {}
