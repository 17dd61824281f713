package org.belfry.pbx.sip.locate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of RFC 3263 §4 as a pure function: from a destination and what is known of the DNS
 * to the hops to try, or to the questions that must be answered first. It is called again with each
 * answer, so that it holds no state between them; the order of equals is drawn from the randomness
 * that the caller gives, which for the requests of one call should begin alike.
 */
public final class ServerLocation {
  /** Hops that are tried at most. */
  public static final int HOPS_MAX = 16;

  /** Records of one kind that are looked at; a zone that has more is not a SIP server's. */
  private static final int RECORDS_MAX = 32;

  private static final int SERVICES_MAX = 4;

  /** In the order in which they are tried when no NAPTR record says otherwise. */
  private static final List<Service> SERVICES =
      List.of(
          new Service("SIP+D2U", "_sip._udp.", Transport.UDP),
          new Service("SIP+D2T", "_sip._tcp.", Transport.TCP),
          new Service("SIPS+D2T", "_sips._tcp.", Transport.TLS));

  private final Supported supported;

  public ServerLocation(Supported supported) {
    this.supported = supported;
  }

  /** What is found so far. */
  public sealed interface Outcome {

    /**
     * The hops in the order to try them, at least one and at most {@link #HOPS_MAX}, without our
     * end.
     */
    record Located(List<Hop> hops) implements Outcome {}

    /** Nothing can be said before these are answered. */
    record Ask(Set<Question> questions) implements Outcome {}

    /**
     * There is no server, or none that we could reach.
     *
     * @param certain true when the DNS said so, false when it did not answer
     */
    record Nowhere(boolean certain, String why) implements Outcome {}
  }

  /** A transport and the name of its SRV records. */
  private record Service(String naptr, String srvPrefix, Transport transport) {}

  /** One server to find the addresses of. */
  private record Server(Transport transport, String host, int port) {}

  /** One pass over what is known: notes what is missing and whether anything failed. */
  private static final class Pass {
    final Function<Question, @Nullable Answer> known;
    final Set<Question> missing = new LinkedHashSet<>();
    boolean denied;
    @Nullable String failure;

    Pass(Function<Question, @Nullable Answer> known) {
      this.known = known;
    }

    <T extends DnsRecord> List<T> records(String name, Question.Type type, Class<T> kind) {
      Question question = new Question(name, type);
      List<T> records = new ArrayList<>();
      switch (known.apply(question)) {
        case null -> missing.add(question);
        case Answer.Failed failed -> failure = question + ": " + failed.why();
        case Answer.None none -> {}
        case Answer.Found found -> {
          for (DnsRecord record : found.records()) {
            if (kind.isInstance(record) && records.size() < RECORDS_MAX) {
              records.add(kind.cast(record));
            }
          }
        }
      }
      return records;
    }
  }

  /**
   * @param known what is known of a question, or null when it was not answered yet
   * @param random begins alike whenever this is called for the same request
   */
  public Outcome locate(
      Destination to, Function<Question, @Nullable Answer> known, RandomGenerator random) {
    InetAddress numeric = HostAddress.address(to.host());
    Transport certain = to.certainTransport(numeric != null);
    if (certain != null && !possible(certain, to.secure())) {
      return new Outcome.Nowhere(true, certain + " is not a way to " + to.host() + " for us");
    }
    if (numeric == null && !isName(to.host())) {
      return new Outcome.Nowhere(true, to.host() + " is no host name");
    }
    Pass pass = new Pass(known);
    List<Server> servers =
        numeric != null
            ? List.of(server(certain, to))
            : to.port() != 0 ? List.of(server(certain, to)) : byName(to, certain, pass, random);
    List<Hop> hops = new ArrayList<>();
    for (Server server : servers) {
      hops(server, to.host(), pass, hops);
    }
    if (!pass.missing.isEmpty()) {
      return new Outcome.Ask(pass.missing);
    }
    if (!hops.isEmpty()) {
      return new Outcome.Located(List.copyOf(hops));
    }
    String failure = pass.failure;
    return failure == null
        ? new Outcome.Nowhere(true, "there is no SIP server for " + to.host())
        : new Outcome.Nowhere(false, failure);
  }

  private static Server server(@Nullable Transport certain, Destination to) {
    Transport transport = certain == null ? defaultTransport(to) : certain;
    return new Server(transport, to.host(), to.port() == 0 ? transport.defaultPort() : to.port());
  }

  private static Transport defaultTransport(Destination to) {
    return to.secure() ? Transport.TLS : Transport.UDP;
  }

  /** A name without a port: NAPTR, SRV, then the name itself (§4.1, §4.2). */
  private List<Server> byName(
      Destination to, @Nullable Transport certain, Pass pass, RandomGenerator random) {
    List<Server> servers = new ArrayList<>();
    if (certain == null) {
      for (Chosen chosen : byNaptr(to, pass)) {
        bySrv(chosen.srvName(), chosen.transport(), pass, random, servers);
      }
    }
    if (servers.isEmpty() && pass.missing.isEmpty()) {
      for (Service service : SERVICES) {
        boolean wanted =
            certain == null
                ? possible(service.transport(), to.secure())
                : service.transport() == certain;
        if (wanted) {
          bySrv(service.srvPrefix() + to.host(), service.transport(), pass, random, servers);
        }
      }
    }
    if (!servers.isEmpty() || !pass.missing.isEmpty() || pass.denied) {
      return servers;
    }
    Server itself = server(certain, to);
    return possible(itself.transport(), to.secure()) ? List.of(itself) : List.of();
  }

  private record Chosen(String srvName, Transport transport) {}

  /** §4.1: the services that both sides have, in the order that the domain's owner prefers. */
  private List<Chosen> byNaptr(Destination to, Pass pass) {
    List<DnsRecord.Naptr> records =
        pass.records(to.host(), Question.Type.NAPTR, DnsRecord.Naptr.class);
    records.sort(
        Comparator.comparingInt(DnsRecord.Naptr::order)
            .thenComparingInt(DnsRecord.Naptr::preference));
    List<Chosen> chosen = new ArrayList<>();
    for (DnsRecord.Naptr record : records) {
      for (Service service : SERVICES) {
        if (record.service().equals(service.naptr())
            && record.flags().equals("s")
            && isName(record.replacement())
            && possible(service.transport(), to.secure())
            && chosen.size() < SERVICES_MAX) {
          chosen.add(new Chosen(record.replacement(), service.transport()));
        }
      }
    }
    return chosen;
  }

  /** RFC 2782: lower priorities first; within one, a draw by weight. */
  private static void bySrv(
      String name, Transport transport, Pass pass, RandomGenerator random, List<Server> servers) {
    List<DnsRecord.Srv> records = pass.records(name, Question.Type.SRV, DnsRecord.Srv.class);
    // Zero weights first, as the algorithm wants it; then a fixed order, since name servers rotate
    // theirs and the same randomness should draw the same server.
    records.sort(
        Comparator.comparingInt(DnsRecord.Srv::priority)
            .thenComparingInt(DnsRecord.Srv::weight)
            .thenComparing(DnsRecord.Srv::target)
            .thenComparingInt(DnsRecord.Srv::port));
    while (!records.isEmpty()) {
      DnsRecord.Srv next = records.remove(drawn(records, random));
      if (next.target().equals(".")) {
        pass.denied = true; // "the service is decidedly not available at this domain"
      } else if (isName(next.target()) && next.port() != 0 && servers.size() < HOPS_MAX) {
        servers.add(new Server(transport, next.target(), next.port()));
      }
    }
  }

  /** The index of the record whose turn it is among those of the first priority. */
  private static int drawn(List<DnsRecord.Srv> sorted, RandomGenerator random) {
    int priority = sorted.getFirst().priority();
    int same = 0;
    int sum = 0;
    while (same < sorted.size() && sorted.get(same).priority() == priority) {
      sum += sorted.get(same++).weight();
    }
    if (same == 1) {
      return 0;
    }
    if (sum == 0) {
      return random.nextInt(same);
    }
    int point = random.nextInt(sum + 1);
    int running = 0;
    for (int i = 0; i < same; i++) {
      running += sorted.get(i).weight();
      if (running >= point) {
        return i;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }

  /**
   * The addresses of a server. IPv4 before IPv6: a name that has both is the same machine, and a
   * site whose IPv6 is broken, as many are, should not learn it by waiting.
   *
   * @param wanted what the URI says: a certificate must be for that, whatever DNS made of it (RFC
   *     5922 §7.3)
   */
  private void hops(Server server, String wanted, Pass pass, List<Hop> hops) {
    InetAddress numeric = HostAddress.address(server.host());
    if (numeric != null) {
      add(server, wanted, numeric, hops);
      return;
    }
    if (supported.ipv4()) {
      for (DnsRecord.Address a :
          pass.records(server.host(), Question.Type.A, DnsRecord.Address.class)) {
        add(server, wanted, a.address(), hops);
      }
    }
    if (supported.ipv6()) {
      for (DnsRecord.Address a :
          pass.records(server.host(), Question.Type.AAAA, DnsRecord.Address.class)) {
        add(server, wanted, a.address(), hops);
      }
    }
  }

  private void add(Server server, String wanted, InetAddress address, List<Hop> hops) {
    InetSocketAddress remote = new InetSocketAddress(address, server.port());
    boolean named = server.transport() == Transport.TLS && HostAddress.address(wanted) == null;
    Hop hop =
        named ? Hop.to(server.transport(), remote, wanted) : Hop.to(server.transport(), remote);
    if (supported.usable(address) && hops.size() < HOPS_MAX && !hops.contains(hop)) {
      hops.add(hop);
    }
  }

  private boolean possible(Transport transport, boolean secure) {
    return supported.transports().contains(transport)
        && transport != Transport.WS
        && transport != Transport.WSS
        && (!secure || transport == Transport.TLS);
  }

  /** Letters, digits, hyphens, underscores and dots, so that nothing odd is asked of anybody. */
  static boolean isName(String host) {
    int length = host.endsWith(".") ? host.length() - 1 : host.length();
    if (length < 1 || length > 253) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < length; i++) {
      char c = Character.toLowerCase(host.charAt(i));
      if (c == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
        if (++label > 63) {
          return false;
        }
      } else {
        return false;
      }
    }
    return label > 0;
  }
}
