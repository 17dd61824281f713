package org.belfry.pbx.presence;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What we take from a published presence document (RFC 3863, and activities of RFC 4480): whether
 * its user can be reached there, what it does, and a few words.
 *
 * @param open null when it does not say
 * @param activities names of RFC 4480 §3.2, like {@code away}
 * @param notes plain words
 */
public record Pidf(@Nullable Boolean open, List<String> activities, List<String> notes) {
  static final String CONTENT_TYPE = "application/pidf+xml";
  private static final String NAMESPACE = "urn:ietf:params:xml:ns:pidf";
  private static final int ITEMS_MAX = 8;
  private static final int NOTE_MAX = 256;
  private static final int DEPTH_MAX = 32;

  /** RFC 4480 §3.2; others are not passed on. */
  private static final Set<String> ACTIVITIES =
      Set.of(
          "appointment",
          "away",
          "breakfast",
          "busy",
          "dinner",
          "holiday",
          "in-transit",
          "looking-for-work",
          "lunch",
          "meal",
          "meeting",
          "on-the-phone",
          "performance",
          "permanent-absence",
          "playing",
          "presentation",
          "shopping",
          "sleeping",
          "spectator",
          "steering",
          "travel",
          "tv",
          "unknown",
          "vacation",
          "working",
          "worship");

  public Pidf {
    activities = List.copyOf(activities);
    notes = List.copyOf(notes);
  }

  /** A document that was read, or null in its place when it is none. */
  static @Nullable Pidf read(byte[] body) {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        return read(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      return null; // the publisher's fault, and whatever a parser makes of it: it gets 400
    }
  }

  private static @Nullable Pidf read(XMLStreamReader xml) throws XMLStreamException {
    List<String> activities = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Boolean open = null;
    boolean root = true;
    boolean inActivities = false;
    int depth = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = xml.getLocalName();
          if (root && !(name.equals("presence") && NAMESPACE.equals(xml.getNamespaceURI()))) {
            return null;
          }
          root = false;
          if (++depth > DEPTH_MAX) {
            return null;
          }
          if (name.equals("basic")) {
            // Reachable at one of its tuples is reachable.
            open = "open".equals(xml.getElementText().strip()) || Boolean.TRUE.equals(open);
            depth--;
          } else if (name.equals("note") && !inActivities) {
            add(notes, shortened(xml.getElementText().strip()));
            depth--;
          } else if (inActivities && ACTIVITIES.contains(name)) {
            add(activities, name);
          } else if (name.equals("activities")) {
            inActivities = true;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          inActivities &= !xml.getLocalName().equals("activities");
        }
        case XMLStreamConstants.DTD -> {
          return null;
        }
        default -> {} // blanks and comments
      }
    }
    return new Pidf(open, activities, notes);
  }

  private static void add(List<String> to, String what) {
    if (to.size() < ITEMS_MAX && !what.isEmpty() && !to.contains(what)) {
      to.add(what);
    }
  }

  private static String shortened(String note) {
    return note.length() <= NOTE_MAX ? note : note.substring(0, NOTE_MAX);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
