package org.belfry.pbx.app;

import java.time.Instant;
import java.util.Locale;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Takes the calls of one voice application, on their lanes. */
final class VoiceReception implements Application {
  private static final String ITSELF = "~";

  private final VoiceRuntime runtime;
  private final VoiceApplication application;

  VoiceReception(VoiceRuntime runtime, VoiceApplication application) {
    this.runtime = runtime;
    this.application = application;
  }

  @Override
  public String name() {
    return application.name();
  }

  @Override
  public Reception called(Incoming incoming, Instant now) {
    if (!runtime.counted(application)) {
      return new Reception.Refused(
          503,
          "Too Many Calls",
          "the application " + name() + " takes " + application.callsMax() + " calls at once");
    }
    SipRequest invite = incoming.invite();
    String domain = incoming.directory().domain();
    NameAddr from = shown(invite);
    Site site = runtime.site();
    ProgramCall.Facts facts =
        new ProgramCall.Facts(
            invite.callId(),
            argument(invite.uri()),
            party(from, incoming.caller()),
            dialled(invite),
            diverted(invite, incoming),
            incoming.outside() == null ? Payer.NOBODY : Payer.user(incoming.outside().payer()),
            false,
            site.zone());
    VoiceRuntime.Start start = runtime.start(application, facts, site.language(), failed -> {});
    return new Reception.Taken(
        VoiceRuntime.profile(application, incoming.desk().contact(name())),
        VoiceProgram.of(
            new VoiceProgram.Setup(
                name(),
                domain,
                VoiceRuntime.profile(application, incoming.desk().contact(name())),
                text(from),
                null,
                start.line().voice(VoiceEvent.CALLER),
                start.line(),
                start)),
        start::left);
  }

  /** As our proxy asserts it, else as the caller says. */
  private static NameAddr shown(SipRequest invite) {
    return Grammar.nameAddr(
        invite.has(HeaderName.P_ASSERTED_IDENTITY)
            ? invite.values(HeaderName.P_ASSERTED_IDENTITY).getFirst()
            : invite.mandatory(HeaderName.FROM));
  }

  private static CallingParty party(NameAddr from, @Nullable Aor authenticated) {
    String user = from.uri().user();
    boolean hidden = user == null || from.uri().host().equals("anonymous.invalid");
    return new CallingParty(
        authenticated == null ? null : authenticated.user(), hidden ? null : user, from.display());
  }

  /** What those see whom the program calls. */
  private static String text(NameAddr from) {
    String display = from.display();
    String uri = "<" + from.uri().text() + ">";
    return display == null
        ? uri
        : '"' + display.replace("\\", "\\\\").replace("\"", "\\\"") + "\" " + uri;
  }

  /** The user part, when a plan has put it there. */
  private static String argument(SipUri uri) {
    String user = uri.user();
    return user == null || user.startsWith(ITSELF) ? "" : user;
  }

  private static String dialled(SipRequest invite) {
    String user = Grammar.nameAddr(invite.mandatory(HeaderName.TO)).uri().user();
    return user == null ? "" : user.startsWith(ITSELF) ? user.substring(1) : user;
  }

  /** RFC 5806 §4: the topmost is the latest. */
  private static @Nullable Diverted diverted(SipRequest invite, Incoming incoming) {
    if (!invite.has(HeaderName.DIVERSION)) {
      return null;
    }
    String top = invite.values(HeaderName.DIVERSION).getFirst();
    try {
      SipUri who = Grammar.nameAddr(top).uri();
      String user = who.user();
      if (user == null
          || !incoming.directory().isLocal(who.host())
          || incoming.directory().user(user) == null) {
        return null; // somebody else's call: nothing that concerns us
      }
      String rest = top.toLowerCase(Locale.ROOT);
      Diverted.Why why =
          rest.contains("reason=user-busy")
              ? Diverted.Why.BUSY
              : rest.contains("reason=no-answer")
                  ? Diverted.Why.NO_ANSWER
                  : rest.contains("reason=unavailable")
                      ? Diverted.Why.UNREACHABLE
                      : Diverted.Why.ALWAYS;
      return new Diverted(user, why);
    } catch (MalformedHeader e) {
      return null; // it came from outside
    }
  }
}
