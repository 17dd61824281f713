package org.belfry.pbx.app.trunk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.belfry.pbx.directory.CivicAddress;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.Whereabouts;
import org.jspecify.annotations.Nullable;

/**
 * A location object for an emergency centre: PIDF-LO (RFC 4119, RFC 5491) with a civic address (RFC
 * 5139) and, where it is known, a point.
 */
public final class PidfLo {
  public static final String TYPE = "application/pidf+xml";

  /** RFC 4119 §2.2.2: whoever gets it may keep it for a day. */
  private static final Duration KEPT = Duration.ofHours(24);

  private PidfLo() {}

  /**
   * @param entity who is there, a {@code pres:} URI (RFC 5491 §3.1)
   * @param country of the site, when the location names none
   */
  public static byte[] document(Whereabouts where, String entity, String country, Instant now) {
    return text(where, entity, country, now).getBytes(StandardCharsets.UTF_8);
  }

  /** The same as text, for people to look at. */
  public static String text(Whereabouts where, String entity, String country, Instant now) {
    StringBuilder xml = new StringBuilder(1500);
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .append("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\n")
        .append("    xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"\n")
        .append("    xmlns:gp=\"urn:ietf:params:xml:ns:pidf:geopriv10\"\n")
        .append("    xmlns:gbp=\"urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy\"\n")
        .append("    xmlns:ca=\"urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr\"\n")
        .append("    xmlns:gml=\"http://www.opengis.net/gml\"\n")
        .append("    entity=\"")
        .append(escaped(entity))
        .append("\">\n  <dm:device id=\"phone\">\n    <gp:geopriv>\n      <gp:location-info>\n");
    EmergencyLocation location = where.location();
    EmergencyLocation.Point point = location == null ? null : location.point();
    if (point != null) {
      // RFC 5491 §3.4 and §5.2.1: the coarser first, and latitude before longitude.
      xml.append("        <gml:Point srsName=\"urn:ogc:def:crs:EPSG::4326\">\n          <gml:pos>")
          .append(String.format(Locale.ROOT, "%.6f %.6f", point.latitude(), point.longitude()))
          .append("</gml:pos>\n        </gml:Point>\n");
    }
    civic(xml, where, country);
    xml.append("      </gp:location-info>\n      <gp:usage-rules>\n")
        .append("        <gbp:retransmission-allowed>yes</gbp:retransmission-allowed>\n")
        .append("        <gbp:retention-expiry>")
        .append(second.plus(KEPT))
        .append("</gbp:retention-expiry>\n      </gp:usage-rules>\n")
        .append("      <gp:method>Manual</gp:method>\n    </gp:geopriv>\n    <dm:timestamp>")
        .append(second)
        .append("</dm:timestamp>\n  </dm:device>\n</presence>\n");
    return xml.toString();
  }

  /** In the order of the schema (RFC 5139 §4). */
  private static void civic(StringBuilder xml, Whereabouts where, String country) {
    EmergencyLocation location = where.location();
    CivicAddress address = location == null ? null : location.address();
    xml.append("        <ca:civicAddress>\n");
    element(
        xml,
        "country",
        address == null || address.country().isEmpty() ? country : address.country());
    if (address != null) {
      element(xml, "A1", address.state());
      element(xml, "A3", address.city());
      element(xml, "RD", address.street());
      element(xml, "HNO", address.number());
    }
    element(xml, "LOC", further(location, where.note()));
    if (location != null && address != null) {
      element(xml, "FLR", address.floor());
      element(xml, "NAM", location.name());
      element(xml, "PC", address.postalCode());
      element(xml, "BLD", address.building());
      element(xml, "ROOM", address.room());
    }
    xml.append("        </ca:civicAddress>\n");
  }

  private static String further(@Nullable EmergencyLocation location, String note) {
    String ofPlace = location == null ? "" : location.note();
    return ofPlace.isEmpty() || note.isEmpty() ? ofPlace + note : ofPlace + "; " + note;
  }

  private static void element(StringBuilder xml, String name, String value) {
    if (!value.isEmpty()) {
      xml.append("          <ca:").append(name).append('>').append(escaped(value));
      xml.append("</ca:").append(name).append(">\n");
    }
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c < ' ' ? ' ' : c);
      }
    }
    return out.toString();
  }
}
