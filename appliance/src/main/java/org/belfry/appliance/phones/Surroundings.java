package org.belfry.appliance.phones;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.ExtraPorts;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.SipTransport;
import org.belfry.provisioning.settings.Setting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What phones must know of the appliance: addresses, ports, codes. */
@Component
class Surroundings {
  static final String BASE = "dc=belfry";
  static final String PEOPLE = "ou=people," + BASE;
  static final String READER = "cn=phones," + BASE;
  private static final int SECRET_BYTES = 12;

  private final SiteIdentity site;
  private final String host;
  private final String secureUrl;
  private final String plainUrl;
  private final int sipPort;
  private final ExtraPorts ports;
  private final String ldapPassword;
  private final AtomicInteger ldapPort = new AtomicInteger(-1);
  private final AtomicInteger ldapsPort = new AtomicInteger(-1);

  Surroundings(BelfryProperties properties, Bootstrap groundwork, SiteIdentity site) {
    this.site = site;
    this.host = groundwork.addresses().main();
    this.sipPort = properties.sipPort();
    this.ports = groundwork.ports();
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String given = properties.provisioning().url();
    this.secureUrl =
        given != null && given.startsWith("https:")
            ? given
            : "https://" + bracketed + ":" + properties.httpsPort();
    this.plainUrl =
        given != null && given.startsWith("http:")
            ? given
            : "http://" + bracketed + ":" + properties.httpPort();
    this.ldapPassword =
        HexFormat.of().formatHex(groundwork.data().secret("ldap.key"), 0, SECRET_BYTES);
  }

  /** Where a phone finds its files; ends in a slash. */
  String directory(Phone phone) {
    return (phone.wishes().plainHttp() ? plainUrl : secureUrl) + "/p/" + phone.token() + "/";
  }

  /** The same over HTTPS whatever the phone may. */
  String secureDirectory(String token) {
    return secureUrl + "/p/" + token + "/";
  }

  String domain() {
    return site.domain();
  }

  String realm() {
    return site.realm();
  }

  /** Where the registrar is: our address, for not every site has its domain in the DNS. */
  String host() {
    return host;
  }

  /** The port for this transport, or -1 when we do not listen there. */
  int port(SipTransport transport) {
    return transport == SipTransport.TLS ? ports.tls() : sipPort;
  }

  /** The directory listens there from now on; -1 for not. */
  void ldapAt(int plain, int tls) {
    ldapPort.set(plain);
    ldapsPort.set(tls);
  }

  String ldapPassword() {
    return ldapPassword;
  }

  /** How phones look names up; null while there is no LDAP server. Over TLS where there is that. */
  @Nullable DirectoryAccess ldap() {
    boolean tls = ldapsPort.get() > 0;
    int port = tls ? ldapsPort.get() : ldapPort.get();
    return port <= 0 ? null : new DirectoryAccess(host, port, tls, PEOPLE, READER, ldapPassword);
  }

  /** What follows from the site itself, below whatever anybody sets. */
  Map<Setting, String> defaults(Directory directory) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    directory
        .dialPlan()
        .features()
        .forEach((code, feature) -> {
          if (feature == FeatureCode.PICKUP) {
            values.put(Setting.PICKUP, code);
          } else if (feature == FeatureCode.VOICEMAIL) {
            values.put(Setting.VOICEMAIL, code);
          }
        });
    String country = directory.dialPlan().country().toLowerCase(Locale.ROOT);
    if (Setting.TONES.problem(country) == null) {
      values.put(Setting.TONES, country);
    }
    if (country.equals("de") || country.equals("at")) {
      values.put(Setting.LANGUAGE, "de");
    }
    values.put(Setting.TIME_ZONE, ZoneId.systemDefault().getId());
    return values;
  }
}
