package org.belfry.appliance.security;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The port of administration, when it has one: HTTPS with the certificate of the pages. */
@Component
class AdminPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final BelfryProperties properties;
  private final Bootstrap groundwork;
  private final HttpLimits limits;
  private final SslBundles bundles;

  AdminPort(
      BelfryProperties properties, Bootstrap groundwork, HttpLimits limits, SslBundles bundles) {
    this.properties = properties;
    this.groundwork = groundwork;
    this.limits = limits;
    this.bundles = bundles;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (!properties.hasAdminPort()) {
      return;
    }
    Connector connector = new Connector(WatchedHttp.class.getName());
    limits.apply(connector);
    connector.setPort(properties.portOfAdministration());
    connector.setScheme("https");
    connector.setSecure(true);
    String own = properties.adminAddress();
    if (own != null || properties.bind() != null) {
      connector.setProperty("address", own == null ? groundwork.addresses().web() : own);
    }
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setSSLEnabled(true);
      http.addSslHostConfig(certificate(bundles.getBundle(Bootstrap.BUNDLE)));
      bundles.addBundleUpdateHandler(
          Bootstrap.BUNDLE, changed -> http.addSslHostConfig(certificate(changed), true));
    }
    factory.addAdditionalConnectors(connector);
  }

  private static SSLHostConfig certificate(SslBundle bundle) {
    SSLHostConfig host = new SSLHostConfig();
    host.setProtocols("TLSv1.2+TLSv1.3");
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    String storePassword = bundle.getStores().getKeyStorePassword();
    certificate.setCertificateKeystore(bundle.getStores().getKeyStore());
    certificate.setCertificateKeystorePassword(storePassword == null ? "" : storePassword);
    String keyPassword = bundle.getKey().getPassword();
    if (keyPassword != null) {
      certificate.setCertificateKeyPassword(keyPassword);
    }
    host.addCertificate(certificate);
    return host;
  }
}
