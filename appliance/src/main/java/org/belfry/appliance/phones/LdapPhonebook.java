package org.belfry.appliance.phones;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The directory as phones search it, by LDAP: runs a server where there are ports for one, and
 * keeps it like the directory. Knows {@link LdapServer} by its interface, so that nothing of its
 * library is loaded where there is none: that jar is sealed, and a JVM whose start-up cache has
 * classes of a sealed jar does not start when the jar was moved (ADR 37).
 */
@Component
class LdapPhonebook implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LdapPhonebook.class);

  private final BelfryProperties.Provisioning settings;
  private final List<@Nullable InetAddress> addresses;
  private final DirectoryStore directory;
  private final Surroundings surroundings;
  private final SslBundles bundles;
  private @Nullable PhonebookServer server;

  LdapPhonebook(
      BelfryProperties properties,
      Bootstrap groundwork,
      DirectoryStore directory,
      Surroundings surroundings,
      SslBundles bundles) {
    this.settings = properties.provisioning();
    this.addresses =
        properties.bind() == null
            ? Collections.singletonList(null)
            : new ArrayList<>(groundwork.addresses().all());
    this.directory = directory;
    this.surroundings = surroundings;
    this.bundles = bundles;
    bundles.addBundleUpdateHandler(Bootstrap.BUNDLE, changed -> restart());
  }

  @Override
  public synchronized void start() {
    if (settings.ldapPort() < 0 && settings.listenLdapsPort() < 0) {
      return;
    }
    try {
      PhonebookServer fresh =
          new LdapServer(
              surroundings.ldapPassword(),
              addresses,
              settings.ldapPort(),
              settings.listenLdapsPort(),
              bundles.getBundle(Bootstrap.BUNDLE).createSslContext());
      server = fresh;
      fresh.fill(directory.current());
      surroundings.ldapAt(fresh.port(), fresh.tlsPort());
    } catch (IOException e) {
      String why = "the LDAP directory cannot have its ports: " + e.getMessage();
      if (settings.ldapsPort() != null) {
        throw new CannotStart(why + ". Choose others with belfry.provisioning.ldaps-port.", e);
      }
      LOG.warn("There is no LDAP directory: {}", why);
    }
  }

  @EventListener
  synchronized void on(DirectoryChanged event) {
    try {
      if (server != null) {
        server.fill(event.directory());
      }
    } catch (IOException e) {
      LOG.warn("the LDAP directory could not follow a change: {}", e.getMessage());
    }
  }

  private synchronized void restart() {
    if (server != null) {
      stop();
      start();
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.close();
      server = null;
      surroundings.ldapAt(-1, -1);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }
}
