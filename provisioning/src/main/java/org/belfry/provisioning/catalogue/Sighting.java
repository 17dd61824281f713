package org.belfry.provisioning.catalogue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a phone says of itself in a User-Agent, of HTTP or of SIP, or when it asks for an address.
 * Makers write it in their own ways:
 *
 * <pre>{@code
 * Yealink SIP-T54W 96.86.0.100 80:5e:c0:12:34:56
 * Mozilla/4.0 (compatible; snomD785-SIP 10.1.54.15 1.1.6 000413AABBCC)
 * FileTransport PolycomVVX-VVX_450-UA/5.9.4.3247 Type/Application
 * Grandstream Model HW GRP2614 SW 1.0.5.33 DevId c074ad123456
 * Cisco/SPA504G-7.6.2 (001122AABBCC)(SERIAL)
 * Fanvil X4U 2.4.3 0c383e123456
 * }</pre>
 *
 * @param brand null when it is nobody known here
 * @param model as the phone writes it, of the catalogue or not
 */
public record Sighting(
    @Nullable Brand brand, @Nullable String model, @Nullable Firmware firmware, @Nullable Mac mac) {
  /** Longer ones are read so far: nobody's model stands further back. */
  private static final int TEXT_MAX = 256;

  private static final String WORD = "([A-Za-z0-9_]{1,24})";
  private static final String VERSION = "([0-9][0-9A-Za-z._-]{0,30})";

  private record Shape(Brand brand, Pattern pattern) {
    Shape(Brand brand, String regex) {
      this(brand, Pattern.compile(regex));
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(Brand.YEALINK, "Yealink (?:SIP-)?" + WORD + "(?: " + VERSION + ")?"),
          new Shape(Brand.SNOM, "snom" + WORD + "(?:-SIP)?(?:[ /]" + VERSION + ")?"),
          new Shape(Brand.POLY, "(?:Polycom|Poly)[A-Za-z]{0,12}-" + WORD + "-UA/" + VERSION),
          new Shape(
              Brand.GRANDSTREAM,
              "Grandstream (?:Model HW )?" + WORD + "(?:[^0-9]{1,20}" + VERSION + ")?"),
          new Shape(
              Brand.CISCO,
              "(?:Cisco|Linksys)[/-](?:CP-)?" + WORD + "(?:-3PCC)?(?:[-/]" + VERSION + ")?"),
          new Shape(Brand.FANVIL, "Fanvil " + WORD + "(?: " + VERSION + ")?"),
          new Shape(Brand.ACROBITS, "(Groundwire|Softphone|Acrobits)(?:/" + VERSION + ")?"),
          new Shape(Brand.LINPHONE, "(Linphone)[A-Za-z-]{0,24}(?:/" + VERSION + ")?"),
          new Shape(Brand.ZOIPER, "(Z|Zoiper)(?: |/)v?" + VERSION));

  /**
   * What makers write into DHCP option 60 (RFC 2132 §9.13): {@code yealink}, {@code snomD785},
   * {@code Polycom-VVX450}, {@code Grandstream GRP2614 dslforum.org}, {@code Cisco SPA504G}, {@code
   * Cisco Systems, Inc. IP Phone CP-8841}.
   */
  private static final Pattern VENDOR_CLASS =
      Pattern.compile(
          "(yealink|snom|poly(?:com)?|grandstream|fanvil|cisco)"
              + "(?: Systems, Inc\\. IP Phone)?[ _-]?(?:CP-)?(\\w{1,24})?\\b.*",
          Pattern.CASE_INSENSITIVE);

  /**
   * By what a device says of itself when it asks for an address. Of Cisco's devices, most of which
   * are not phones, only models of the catalogue are taken for one.
   *
   * @param mac of the device
   */
  public static Sighting ofVendorClass(@Nullable String vendorClass, Mac mac) {
    Matcher found =
        VENDOR_CLASS.matcher(
            vendorClass == null || vendorClass.length() > TEXT_MAX ? "" : vendorClass);
    Brand brand = found.matches() ? Brand.of(found.group(1)) : null;
    if (brand == null) {
      return new Sighting(Brand.of(mac), null, null, mac);
    }
    String said = found.group(2);
    String model = said == null ? null : model(brand, said);
    if (brand == Brand.CISCO && (model == null || Catalogue.model(brand, model).isEmpty())) {
      return new Sighting(Brand.of(mac), null, null, mac);
    }
    return new Sighting(brand, model, null, mac);
  }

  /**
   * What a phone says of itself when it asks by plug and play: {@code vendor="snom";
   * model="snomD785"; version="10.1.54.15"}.
   */
  public static Sighting ofProfileRequest(String vendor, String model, String version, Mac mac) {
    Brand said = Brand.of(vendor);
    Brand brand = said == null ? Brand.of(mac) : said;
    String known = brand == null || model.isEmpty() ? model : model(brand, model);
    return new Sighting(brand, known.isEmpty() ? null : known, Firmware.read(version), mac);
  }

  /** Reads any text; a text that says nothing gives a sighting of nothing. */
  public static Sighting of(@Nullable String userAgent) {
    if (userAgent == null) {
      return new Sighting(null, null, null, null);
    }
    String text = userAgent.length() > TEXT_MAX ? userAgent.substring(0, TEXT_MAX) : userAgent;
    Mac mac = Mac.within(text);
    for (Shape shape : SHAPES) {
      Matcher found = shape.pattern.matcher(text);
      if (found.find()) {
        Firmware firmware = Firmware.read(found.group(2));
        return new Sighting(shape.brand, model(shape.brand, found.group(1)), firmware, mac);
      }
    }
    return new Sighting(mac == null ? null : Brand.of(mac), null, null, mac);
  }

  /** The catalogue's name where it has the model, else the phone's own. */
  private static String model(Brand brand, String name) {
    return Catalogue.model(brand, name).map(Model::name).orElse(name);
  }

  /** True when this may be that phone: nothing it says speaks against it. */
  public boolean mayBe(Brand itsBrand, @Nullable Mac itsMac) {
    if (mac != null && itsMac != null) {
      return mac.equals(itsMac);
    }
    return brand == null || brand == itsBrand;
  }
}
