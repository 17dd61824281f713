package org.belfry.appliance.phones;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.pnp.PhoneQuestion;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Sighting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Answers phones that ask by multicast who configures them. A known phone on a network of ours is
 * told its secret address while {@link UrlDisclosure} is open for it; an unknown one is noted. All
 * others are told nothing, as if nobody were here.
 */
@Component
class PnpServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PnpServer.class);
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final String GROUP = "224.0.1.75";
  private static final int PORT = 5060;

  /** A NOTIFY is repeated so long after its first, unless it is answered (RFC 3261 §17.1.2). */
  private static final List<Duration> AGAIN =
      List.of(Duration.ofMillis(500), Duration.ofMillis(1500), Duration.ofMillis(3500));

  private static final int OPEN_MAX = 1000;

  private final Phones phones;
  private final ProfileMaker profiles;
  private final UnadoptedPhones newcomers;
  private final Guard guard;
  private final UrlDisclosure disclosure;
  private final FetchLog log;
  private final boolean wanted;
  private final List<InetAddress> addresses;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Boolean> unanswered = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("pnp-repeats").daemon(true).factory());
  private volatile @Nullable MulticastSocket group;
  private volatile boolean running;

  PnpServer(
      BelfryProperties properties,
      Bootstrap groundwork,
      Phones phones,
      ProfileMaker profiles,
      UnadoptedPhones newcomers,
      Guard guard,
      UrlDisclosure disclosure,
      FetchLog log) {
    this.phones = phones;
    this.profiles = profiles;
    this.newcomers = newcomers;
    this.guard = guard;
    this.disclosure = disclosure;
    this.log = log;
    this.wanted = properties.provisioning().pnp();
    this.addresses =
        groundwork.addresses().all().stream()
            .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
            .toList();
  }

  @Override
  public void start() {
    running = true;
    if (!wanted || addresses.isEmpty()) {
      return;
    }
    try {
      InetAddress at = InetAddress.ofLiteral(GROUP);
      // Bound to the group itself, so that the SIP server beside us keeps its own port 5060.
      MulticastSocket socket = new MulticastSocket(null);
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(at, PORT));
      group = socket;
      for (InetAddress address : addresses) {
        join(socket, at, address);
      }
      Thread.ofPlatform().name("pnp").daemon(true).start(() -> listen(socket));
    } catch (IOException e) {
      LOG.warn("Phones that ask by multicast are not answered: {}", e.getMessage());
    }
  }

  private static void join(MulticastSocket socket, InetAddress group, InetAddress address) {
    try {
      NetworkInterface network = NetworkInterface.getByInetAddress(address);
      if (network != null && network.supportsMulticast()) {
        socket.joinGroup(new InetSocketAddress(group, PORT), network);
      }
    } catch (IOException e) {
      LOG.warn("Phones at {} that ask by multicast are not heard: {}", address, e.getMessage());
    }
  }

  private void listen(MulticastSocket socket) {
    byte[] buffer = new byte[PhoneQuestion.BYTES_MAX + 1];
    while (running) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        heard(
            Arrays.copyOf(buffer, packet.getLength()),
            (InetSocketAddress) packet.getSocketAddress());
      } catch (SocketException e) {
        if (running) {
          LOG.warn("Phones that ask by multicast are no longer heard: {}", e.getMessage());
        }
        return;
      } catch (IOException | RuntimeException e) {
        LOG.warn("a phone that asked by multicast could not be answered", e);
      }
    }
  }

  private void heard(byte[] datagram, InetSocketAddress from) throws IOException {
    PhoneQuestion question =
        guard.admits(from.getAddress(), Instant::now) ? PhoneQuestion.read(datagram) : null;
    Mac mac = question == null ? null : Mac.within(question.identity());
    if (question == null || mac == null || !Neighbours.isOne(from.getAddress())) {
      return;
    }
    Phone phone = phones.byMac(mac);
    if (phone == null) {
      Sighting said =
          Sighting.ofProfileRequest(question.vendor(), question.model(), question.version(), mac);
      newcomers.seen(mac, said, AddressText.of(from.getAddress()), "multicast", Instant.now());
    } else if (profiles.tag(phone) != null && unanswered.size() < OPEN_MAX) {
      boolean told = disclosure.isOpen(phone, Instant.now());
      if (told) {
        answer(question, from, profiles.address(phone));
      }
      note(phone, AddressText.of(from.getAddress()), told);
    }
  }

  /** On the phone's page: who asked, and whether they were told, as of a file. */
  private void note(Phone phone, String source, boolean told) {
    if (!disclosure.isNews(phone, Instant.now())) {
      return;
    }
    AUDIT.info("phone asked by multicast source={} phone={} told={}", source, phone.id(), told);
    Fetched same = phones.fetched(phone.id());
    log.note(phone.id(), Instant.now(), "multicast", told ? 200 : 403, null, source, same, null);
  }

  private void answer(PhoneQuestion question, InetSocketAddress from, String url)
      throws IOException {
    InetAddress ours = addressTowards(from);
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(ours, 0));
    InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
    // To nobody but who asked, whatever its Contact says; only the port is taken from there.
    InetSocketAddress contact = new InetSocketAddress(from.getAddress(), question.contactPort());
    String tag = token();
    SipRequest notice = question.notice(local, tag, "z9hG4bK" + token(), url);
    send(socket, question.accepted(local, tag).encoded(), from);
    send(socket, notice.encoded(), contact);
    String call = notice.callId() + tag;
    unanswered.put(call, true);
    for (Duration after : AGAIN) {
      var _ =
          clock.schedule(
              () -> {
                if (unanswered.containsKey(call)) {
                  repeat(socket, notice, contact);
                }
              },
              after.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    Thread.ofVirtual().name("pnp-answer").start(() -> await(socket, from, call));
  }

  /** The one of our addresses that the system would send from. */
  private static InetAddress addressTowards(InetSocketAddress phone) throws IOException {
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(phone);
      return probe.getLocalAddress();
    }
  }

  private static void send(DatagramSocket socket, byte[] bytes, InetSocketAddress to)
      throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static void repeat(DatagramSocket socket, SipRequest notice, InetSocketAddress to) {
    try {
      send(socket, notice.encoded(), to);
    } catch (IOException e) {
      LOG.debug("a phone is gone while it was told its address: {}", e.getMessage());
    }
  }

  /** Until the phone has said that it got its address, or it is too late. */
  private void await(DatagramSocket socket, InetSocketAddress phone, String call) {
    Instant deadline = Instant.now().plusSeconds(5);
    try (socket) {
      byte[] buffer = new byte[PhoneQuestion.BYTES_MAX];
      while (Instant.now().isBefore(deadline)) {
        socket.setSoTimeout(1000);
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        if (received(socket, packet)
            && packet.getAddress().equals(phone.getAddress())
            && isFinal(Arrays.copyOf(buffer, packet.getLength()))) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("a phone is gone while it was told its address: {}", e.getMessage());
    } finally {
      unanswered.remove(call);
    }
  }

  private static boolean isFinal(byte[] datagram) {
    return MessageParser.parse(datagram, 0, datagram.length) instanceof SipResponse response
        && response.isFinal();
  }

  /** False when nothing came in time. */
  private static boolean received(DatagramSocket socket, DatagramPacket packet) throws IOException {
    try {
      socket.receive(packet);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private String token() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    MulticastSocket open = group;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
