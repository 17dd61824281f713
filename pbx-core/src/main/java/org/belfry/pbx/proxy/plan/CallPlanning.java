package org.belfry.pbx.proxy.plan;

import java.util.function.Supplier;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.Planner;
import org.belfry.pbx.routing.SideNotes;

/**
 * What all lanes need to plan calls.
 *
 * @param index of the current snapshot
 * @param live who talks now
 * @param notes told what plans say beside calls
 */
public record CallPlanning(
    Planner planner, Supplier<DialIndex> index, UserCalls live, SideNotes notes) {}
