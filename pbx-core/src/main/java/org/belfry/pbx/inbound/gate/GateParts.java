package org.belfry.pbx.inbound.gate;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.MessageCounts;
import org.belfry.pbx.transaction.TransactionTable;

/**
 * What gates share with the rest of their lane.
 *
 * @param ours requests about the server itself
 * @param queued share of the lane's queue that is taken
 * @param malformed counts malformed messages
 */
public record GateParts(
    AdmissionControl admission,
    TransactionTable transactions,
    Forwarding forwarding,
    Responder responder,
    ServerRequests ours,
    DoubleSupplier queued,
    MessageCounts messages,
    LongAdder malformed) {}
