package org.belfry.pbx;

import java.util.List;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.Countries;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.cdr.CdrSink;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.SideNotes;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sip.locate.Resolver;

/**
 * What a {@link SipServer} reaches the world by.
 *
 * @param bindings restored from at the start, appended to from then on
 * @param cdrs takes one record a call
 * @param media leads media of calls through us, or {@link MediaAnchor#NONE}
 * @param guard asked before anything is read, and about every request that belongs to no dialog
 * @param resolver asked for the servers of other domains; not closed by the server
 * @param presence limits of subscriptions, and what is watched besides users
 * @param applications our own user agents
 * @param waiting what those hear who wait in a call of ours
 * @param scripts takes what users upload with their registrations
 * @param numbers the numbering plans
 * @param countries how they write numbers, for trunks
 * @param notes told what plans say beside calls
 * @param outsideCalls decides about each call to the telephone network
 */
public record SipPorts(
    BindingJournal bindings,
    CdrSink cdrs,
    MediaAnchor media,
    SecurityLog securityLog,
    Guard guard,
    Resolver resolver,
    Presence presence,
    List<Application> applications,
    WaitingSound waiting,
    CplStore scripts,
    Numbers numbers,
    Countries countries,
    SideNotes notes,
    OutsideCalls outsideCalls) {

  public SipPorts {
    applications = List.copyOf(applications);
  }

  /** The same where every outside call may go that a plan allows. */
  public SipPorts(
      BindingJournal bindings,
      CdrSink cdrs,
      MediaAnchor media,
      SecurityLog securityLog,
      Guard guard,
      Resolver resolver,
      Presence presence,
      List<Application> applications,
      WaitingSound waiting,
      CplStore scripts,
      Numbers numbers,
      Countries countries,
      SideNotes notes) {
    this(
        bindings,
        cdrs,
        media,
        securityLog,
        guard,
        resolver,
        presence,
        applications,
        waiting,
        scripts,
        numbers,
        countries,
        notes,
        OutsideCalls.ALL);
  }
}
