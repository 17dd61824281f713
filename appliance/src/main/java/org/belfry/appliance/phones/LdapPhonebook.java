package org.belfry.appliance.phones;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The directory as phones search it, by LDAP (RFC 4511): every user with name, number and mail
 * address. Nobody can change it from outside, and nobody reads it without the phones' own password.
 */
@Component
class LdapPhonebook implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LdapPhonebook.class);
  private static final int CONNECTIONS_MAX = 1000;
  private static final int RESULTS_MAX = 500;
  private static final int REQUEST_BYTES_MAX = 64 * 1024;

  private final BelfryProperties.Provisioning settings;
  private final List<@Nullable InetAddress> addresses;
  private final DirectoryStore directory;
  private final Surroundings surroundings;
  private final SslBundles bundles;
  private final Map<String, Listed> listed = new HashMap<>();
  private @Nullable InMemoryDirectoryServer server;

  LdapPhonebook(
      BelfryProperties properties,
      Groundwork groundwork,
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
    bundles.addBundleUpdateHandler(Groundwork.BUNDLE, changed -> restart());
  }

  @Override
  public synchronized void start() {
    if (settings.ldapPort() < 0 && settings.listenLdapsPort() < 0) {
      return;
    }
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(Surroundings.BASE);
      config.setSchema(null);
      config.addAdditionalBindCredentials(Surroundings.READER, surroundings.ldapPassword());
      config.setAllowedOperationTypes(
          EnumSet.of(
              OperationType.ABANDON,
              OperationType.BIND,
              OperationType.COMPARE,
              OperationType.SEARCH,
              OperationType.UNBIND));
      config.setAuthenticationRequiredOperationTypes(
          EnumSet.of(OperationType.COMPARE, OperationType.SEARCH));
      config.setMaxConnections(CONNECTIONS_MAX);
      config.setMaxSizeLimit(RESULTS_MAX);
      config.setMaxMessageSizeBytes(REQUEST_BYTES_MAX);
      config.setGenerateOperationalAttributes(false);
      config.setListenerConfigs(listeners());
      InMemoryDirectoryServer fresh = new InMemoryDirectoryServer(config);
      fresh.add(branch(Surroundings.BASE, "domain", "dc", "belfry"));
      fresh.add(branch(Surroundings.PEOPLE, "organizationalUnit", "ou", "people"));
      fresh.startListening();
      server = fresh;
      listed.clear();
      fill(directory.current());
      surroundings.ldapAt(port(fresh, "plain"), port(fresh, "tls"));
    } catch (LDAPException e) {
      String why = "the LDAP directory cannot have its ports: " + e.getMessage();
      if (settings.ldapsPort() != null) {
        throw new CannotStart(why + ". Choose others with belfry.provisioning.ldaps-port.", e);
      }
      LOG.warn("There is no LDAP directory: {}", why);
    }
  }

  private List<InMemoryListenerConfig> listeners() throws LDAPException {
    List<InMemoryListenerConfig> listeners = new ArrayList<>();
    SSLContext tls = bundles.getBundle(Groundwork.BUNDLE).createSslContext();
    int n = 0;
    for (@Nullable InetAddress address : addresses) {
      String number = n++ == 0 ? "" : " " + n;
      if (settings.ldapPort() >= 0) {
        listeners.add(
            InMemoryListenerConfig.createLDAPConfig(
                "plain" + number, address, settings.ldapPort(), null));
      }
      if (settings.listenLdapsPort() >= 0) {
        listeners.add(
            InMemoryListenerConfig.createLDAPSConfig(
                "tls" + number,
                address,
                settings.listenLdapsPort(),
                tls.getServerSocketFactory(),
                null));
      }
    }
    return listeners;
  }

  private static Entry branch(String name, String kind, String attribute, String value) {
    Entry entry = new Entry(name);
    entry.addAttribute("objectClass", "top", kind);
    entry.addAttribute(attribute, value);
    return entry;
  }

  private static int port(InMemoryDirectoryServer server, String listener) {
    return server.getListenPort(listener);
  }

  @EventListener
  synchronized void on(DirectoryChanged event) {
    try {
      fill(event.directory());
    } catch (LDAPException e) {
      LOG.warn("the LDAP directory could not follow a change: {}", e.getMessage());
    }
  }

  /** Makes the entries those of the snapshot; only what is different is touched. */
  private void fill(Directory snapshot) throws LDAPException {
    InMemoryDirectoryServer running = server;
    if (running == null) {
      return;
    }
    Map<String, Listed> wanted = new HashMap<>();
    for (User user : snapshot.users().values()) { // by each of their numbers
      wanted.put(user.extension(), new Listed(user.extension(), user.name(), user.email()));
    }
    for (Listed before : List.copyOf(listed.values())) {
      if (!before.equals(wanted.get(before.extension()))) {
        running.delete(before.name());
        listed.remove(before.extension());
      }
    }
    for (Listed each : wanted.values()) {
      if (!listed.containsKey(each.extension())) {
        running.add(entry(each));
        listed.put(each.extension(), each);
      }
    }
  }

  /** What the directory says of a user: compared with each edit, so no entry is made for that. */
  private record Listed(String extension, String person, @Nullable String email) {
    String name() {
      return "uid=" + extension + "," + Surroundings.PEOPLE;
    }
  }

  private static Entry entry(Listed user) {
    String[] names = user.person().strip().split("\\s+");
    String last = names[names.length - 1];
    String first =
        names.length == 1 ? last : String.join(" ", Arrays.copyOf(names, names.length - 1));
    Entry entry = new Entry(user.name());
    entry.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    entry.addAttribute("uid", user.extension());
    entry.addAttribute("cn", user.person());
    entry.addAttribute("sn", last);
    entry.addAttribute("givenName", first);
    entry.addAttribute("telephoneNumber", user.extension());
    if (user.email() != null) {
      entry.addAttribute("mail", user.email());
    }
    return entry;
  }

  private synchronized void restart() {
    if (server != null) {
      stop();
      start();
    }
  }

  @Override
  public synchronized void stop() {
    InMemoryDirectoryServer running = server;
    server = null;
    if (running != null) {
      running.shutDown(true);
      surroundings.ldapAt(-1, -1);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }
}
