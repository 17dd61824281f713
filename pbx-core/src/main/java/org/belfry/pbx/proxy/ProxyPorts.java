package org.belfry.pbx.proxy;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CdrSink;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.presence.LiveDialogs;
import org.belfry.pbx.proxy.plan.ApplicationRouting;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.sip.locate.DeadTargets;

/**
 * What the proxies of all lanes work with.
 *
 * @param directory the current snapshot
 * @param planning where calls go
 * @param media leads media of calls through us, or not
 * @param dialogs of our users, for lamps and for Replaces
 * @param outsideCalls decides about each call to the telephone network
 * @param applications by which URIs they are reached
 * @param cdrs takes call records
 * @param changed run after calls have changed
 * @param answers told of each call that is answered, on its lane
 * @param recordKeys asked when a phone wants its call recorded
 * @param dead servers that did not answer a while ago
 */
public record ProxyPorts(
    Supplier<Directory> directory,
    Location location,
    CallPlanning planning,
    MediaAnchor media,
    Guard guard,
    LiveDialogs dialogs,
    OutsideCalls outsideCalls,
    ApplicationRouting applications,
    CdrSink cdrs,
    Runnable changed,
    Consumer<CallAnswered> answers,
    RecordKeys recordKeys,
    DeadTargets dead,
    ProxySettings settings) {}
