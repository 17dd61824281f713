package org.belfry.appliance.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The names that links of ours may have: those of this machine, of the site, and of the
 * certificate. A request may say any Host; a link or a redirect that repeats it would lead
 * elsewhere, with a one-time token in it.
 */
@Component
class OwnNames {
  private static final int HTTPS = 443;

  private final Set<String> fixed;
  private final Supplier<List<String>> certificate;
  private final String main;
  private final int httpsPort;

  @Autowired
  OwnNames(BelfryProperties properties, Bootstrap groundwork, SiteIdentity site) {
    this(
        site.localDomains(),
        () -> groundwork.certificate().keyAndChain().names(),
        groundwork.addresses().main(),
        properties.httpsPort());
  }

  /**
   * @param certificate its names, which may begin with a wildcard label
   * @param main what links say when the request says nothing of ours
   */
  OwnNames(Set<String> fixed, Supplier<List<String>> certificate, String main, int httpsPort) {
    this.fixed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    this.fixed.addAll(fixed);
    this.certificate = certificate;
    this.main = main;
    this.httpsPort = httpsPort;
  }

  /** The host of a request when it is one of ours, else the machine's own; IPv6 in brackets. */
  String host(@Nullable String given) {
    return bracketed(given != null && isOurs(given) ? given : main);
  }

  /** Where links begin; ends in a slash. A port is kept that HTTPS has, here or in front of us. */
  String base(@Nullable String given) {
    try {
      URI uri = URI.create(given == null ? "" : given);
      boolean known = uri.getHost() != null && isOurs(uri.getHost());
      int port = known && (uri.getPort() == -1 || uri.getPort() == HTTPS) ? -1 : httpsPort;
      return "https://" + host(uri.getHost()) + (port == -1 ? "" : ":" + port) + "/";
    } catch (IllegalArgumentException e) {
      return "https://" + bracketed(main) + ":" + httpsPort + "/";
    }
  }

  private boolean isOurs(String host) {
    String name = bare(host);
    return fixed.contains(name)
        || certificate.get().stream().anyMatch(known -> matches(known, name));
  }

  /** RFC 9525 §6.3: a wildcard is the whole of the first label and means one label. */
  private static boolean matches(String known, String name) {
    return known.startsWith("*.")
        ? name.indexOf('.') > 0
            && name.substring(name.indexOf('.')).equalsIgnoreCase(known.substring(1))
        : known.equalsIgnoreCase(name);
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  private static String bracketed(String host) {
    String name = bare(host);
    return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
  }
}
