package org.belfry.pbx.presence;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.presence.ConferenceState.Attendee;
import org.jspecify.annotations.Nullable;

/** Event package {@code conference} (RFC 4575): who is in a conference. Every body is full. */
final class ConferencePackage implements EventPackage<ConferenceState> {
  private static final ConferenceState NONE = new ConferenceState("", false, false, List.of());

  @Override
  public String name() {
    return "conference";
  }

  @Override
  public String contentType() {
    return "application/conference-info+xml";
  }

  /** RFC 4575 §3.9. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public ConferenceState state(Resource resource) {
    ConferenceState conference = resource.conference();
    return conference == null ? NONE : conference;
  }

  @Override
  public byte[] write(ConferenceState state, @Nullable ConferenceState told, Document document) {
    Markup xml =
        new Markup()
            .open("conference-info")
            .attribute("xmlns", "urn:ietf:params:xml:ns:conference-info")
            .attribute("entity", document.entity())
            .attribute("state", "full")
            .attribute("version", Long.toString(document.version()))
            .open("conference-description")
            .element("display-text", state.title())
            .close()
            .open("conference-state")
            .element("user-count", Integer.toString(state.attendees().size()))
            .element("active", Boolean.toString(state.active()))
            .element("locked", Boolean.toString(state.locked()))
            .close()
            .open("users");
    state.attendees().forEach(each -> write(xml, each));
    return xml.done();
  }

  /** Each call is a user of its own: one may be there twice. */
  private static void write(Markup xml, Attendee who) {
    xml.open("user")
        .attribute("entity", who.uri() == null ? "sip:anonymous@anonymous.invalid" : who.uri())
        .attribute("state", "full");
    if (who.display() != null) {
      xml.element("display-text", who.display());
    }
    xml.open("roles")
        .element("entry", who.moderator() ? "moderator" : "participant")
        .close()
        .open("endpoint")
        .attribute("entity", who.id())
        .attribute("state", "full")
        .element("status", status(who))
        .open("joining-info")
        .element("when", who.since().toString())
        .close()
        .open("media")
        .attribute("id", "1")
        .element("type", "audio")
        .element("status", who.waiting() ? "inactive" : who.muted() ? "recvonly" : "sendrecv")
        .close()
        .close()
        .close();
  }

  private static String status(Attendee who) {
    if (who.waiting()) {
      return "pending";
    }
    return who.muted() ? "muted-via-focus" : "connected";
  }
}
