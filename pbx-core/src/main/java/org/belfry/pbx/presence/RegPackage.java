package org.belfry.pbx.presence;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.presence.RegPackage.Registered;
import org.belfry.pbx.registrar.Binding;
import org.jspecify.annotations.Nullable;

/**
 * Event package {@code reg} (RFC 3680): which devices a user has registered. Every body is full; a
 * contact that has gone is told once, as terminated.
 */
final class RegPackage implements EventPackage<Registered> {

  /** One contact; a refresh makes it no other. */
  record Contact(String key, String uri, @Nullable String instance, int q) {}

  /** The contacts of an AOR. */
  record Registered(String aor, List<Contact> contacts) {}

  @Override
  public String name() {
    return "reg";
  }

  @Override
  public String contentType() {
    return "application/reginfo+xml";
  }

  /** RFC 3680 §4.9. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Registered state(Resource resource) {
    return new Registered(
        resource.aor().toString(), resource.bindings().stream().map(RegPackage::contact).toList());
  }

  private static Contact contact(Binding binding) {
    return new Contact(binding.key(), binding.contact(), binding.instance(), binding.q());
  }

  @Override
  public byte[] write(Registered state, @Nullable Registered told, Document document) {
    Map<String, Contact> gone = new HashMap<>();
    if (told != null) {
      told.contacts().forEach(contact -> gone.put(contact.key(), contact));
    }
    state.contacts().forEach(contact -> gone.remove(contact.key()));
    Markup xml =
        new Markup()
            .open("reginfo")
            .attribute("xmlns", "urn:ietf:params:xml:ns:reginfo")
            .attribute("version", Long.toString(document.version()))
            .attribute("state", "full")
            .open("registration")
            .attribute("aor", state.aor())
            .attribute("id", id(state.aor()))
            .attribute(
                "state",
                state.contacts().isEmpty() ? gone.isEmpty() ? "init" : "terminated" : "active");
    state.contacts().forEach(contact -> write(xml, contact, "active", "registered"));
    gone.values().forEach(contact -> write(xml, contact, "terminated", "unregistered"));
    return xml.done();
  }

  private static void write(Markup xml, Contact contact, String state, String event) {
    xml.open("contact")
        .attribute("id", id(contact.key()))
        .attribute("state", state)
        .attribute("event", event)
        .attribute("q", contact.q() == 1000 ? null : q(contact.q()))
        .element("uri", contact.uri());
    if (contact.instance() != null) {
      xml.open("unknown-param")
          .attribute("name", "+sip.instance")
          .text('"' + contact.instance() + '"')
          .close();
    }
    xml.close();
  }

  private static String q(int thousandths) {
    return "0." + Integer.toString(1000 + thousandths).substring(1);
  }

  private static String id(String text) {
    return HexFormat.of().toHexDigits(text.hashCode());
  }
}
