package org.belfry.appliance.phones;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * An LDAP server (RFC 4511) with an entry for every user: name, number and mail address. Nobody can
 * change it from outside, and nobody reads it without the phones' own password.
 */
final class LdapServer implements PhonebookServer {
  private static final int CONNECTIONS_MAX = 1000;

  /** Of one address: a small office behind it, each of whose phones has one. */
  static final int OF_A_SOURCE_MAX = 100;

  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final int RESULTS_MAX = 500;

  /**
   * What phones ask has some 200. A filter is read by a recursion, and whoever has it end for want
   * of a stack keeps the connection for good: nobody is left to close it.
   */
  private static final int REQUEST_BYTES_MAX = 768;

  private final InMemoryDirectoryServer server;
  private final Map<String, Listed> listed = new HashMap<>();

  /**
   * Starts it.
   *
   * @param password of {@link Surroundings#READER}
   * @param addresses to listen at; null is all
   * @param port without encryption, 0 for any, -1 for none
   * @param tlsPort over TLS, likewise
   * @throws IOException when it cannot have its ports
   */
  LdapServer(
      String password, List<@Nullable InetAddress> addresses, int port, int tlsPort, SSLContext tls)
      throws IOException {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(Surroundings.BASE);
      config.setSchema(null);
      config.addAdditionalBindCredentials(Surroundings.READER, password);
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
      config.setListenerConfigs(listeners(addresses, port, tlsPort, tls));
      server = new InMemoryDirectoryServer(config);
      server.add(branch(Surroundings.BASE, "domain", "dc", "belfry"));
      server.add(branch(Surroundings.PEOPLE, "organizationalUnit", "ou", "people"));
      server.startListening();
    } catch (LDAPException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public int port() {
    return server.getListenPort("plain");
  }

  @Override
  public int tlsPort() {
    return server.getListenPort("tls");
  }

  @Override
  public void fill(Directory snapshot) throws IOException {
    Map<String, Listed> wanted = new HashMap<>();
    for (User user : snapshot.users().values()) { // by each of their numbers
      wanted.put(user.extension(), new Listed(user.extension(), user.name(), user.email()));
    }
    try {
      for (Listed before : List.copyOf(listed.values())) {
        if (!before.equals(wanted.get(before.extension()))) {
          server.delete(before.name());
          listed.remove(before.extension());
        }
      }
      for (Listed each : wanted.values()) {
        if (!listed.containsKey(each.extension())) {
          server.add(entry(each));
          listed.put(each.extension(), each);
        }
      }
    } catch (LDAPException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    server.shutDown(true);
  }

  private static List<InMemoryListenerConfig> listeners(
      List<@Nullable InetAddress> addresses, int port, int tlsPort, SSLContext tls)
      throws LDAPException {
    List<InMemoryListenerConfig> listeners = new ArrayList<>();
    int n = 0;
    for (@Nullable InetAddress address : addresses) {
      String number = n++ == 0 ? "" : " " + n;
      if (port >= 0) {
        listeners.add(
            new InMemoryListenerConfig(
                "plain" + number,
                address,
                port,
                new FairSockets(ServerSocketFactory.getDefault(), OF_A_SOURCE_MAX, IDLE),
                null,
                null));
      }
      if (tlsPort >= 0) {
        listeners.add(
            new InMemoryListenerConfig(
                "tls" + number,
                address,
                tlsPort,
                new FairSockets(tls.getServerSocketFactory(), OF_A_SOURCE_MAX, IDLE),
                null,
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

  /** What the directory says of a user: compared with each edit, so no entry is made for that. */
  private record Listed(String extension, String person, @Nullable String email) {
    String name() {
      return "uid=" + extension + "," + Surroundings.PEOPLE;
    }
  }
}
