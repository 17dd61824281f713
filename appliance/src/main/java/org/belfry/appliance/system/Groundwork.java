package org.belfry.appliance.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What must stand before Spring builds anything: ports that are free, a data directory that is
 * ours, a certificate, and the database, which starts up while the rest is being assembled.
 */
public final class Groundwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Groundwork.class);

  private final DataDirectory data;
  private final LocalAddresses addresses;
  private final Certificate certificate;
  private final @Nullable PrivateDatabase database;

  private Groundwork(
      DataDirectory data,
      LocalAddresses addresses,
      Certificate certificate,
      @Nullable PrivateDatabase database) {
    this.data = data;
    this.addresses = addresses;
    this.certificate = certificate;
    this.database = database;
  }

  /**
   * Has the groundwork laid as soon as the settings are known, and offers it to the context as a
   * bean.
   */
  public static void layUnder(SpringApplication application) {
    AtomicReference<@Nullable Groundwork> laid = new AtomicReference<>();
    application.addListeners(new EarlyListener(event -> laid.set(lay(event.getEnvironment()))));
    application.addInitializers(context -> {
      Groundwork groundwork = laid.get();
      if (groundwork != null) {
        context.getBeanFactory().registerSingleton("groundwork", groundwork);
      }
    });
  }

  /**
   * After the settings are read and before logging is set up, which wants to know where the log
   * goes.
   */
  private record EarlyListener(Consumer<ApplicationEnvironmentPreparedEvent> work)
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      work.accept(event);
    }

    @Override
    public int getOrder() {
      return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 1;
    }
  }

  private static Groundwork lay(ConfigurableEnvironment environment) {
    BelfryProperties p = Binder.get(environment).bindOrCreate("belfry", BelfryProperties.class);
    LocalAddresses addresses = LocalAddresses.of(p.bind());
    DataDirectory data = DataDirectory.open(p.data());
    checkPorts(p, addresses);
    PrivateDatabase database = null;
    if (p.database().url() == null) {
      database = new PrivateDatabase(data);
      PrivateDatabase started = database;
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "database-last-resort"));
      started.start();
    }
    Certificate certificate = Certificate.in(data, addresses);
    configure(environment, p, certificate);
    return new Groundwork(data, addresses, certificate, database);
  }

  public DataDirectory data() {
    return data;
  }

  public LocalAddresses addresses() {
    return addresses;
  }

  public Certificate certificate() {
    return certificate;
  }

  /** Null when the owner brought a database. */
  public @Nullable PrivateDatabase database() {
    return database;
  }

  /** Last of all: after everything that writes to the database. */
  @Override
  public void close() throws IOException {
    if (database != null) {
      database.close();
    }
    data.close();
  }

  private static void configure(
      ConfigurableEnvironment environment, BelfryProperties p, Certificate certificate) {
    Map<String, Object> values = new HashMap<>();
    values.put("server.port", p.httpsPort());
    if (p.bind() != null) {
      values.put("server.address", p.bind());
    }
    values.put("server.ssl.certificate", "file:" + certificate.chain());
    values.put("server.ssl.certificate-private-key", "file:" + certificate.key());
    values.put("logging.file.name", p.data().resolve("log").resolve("belfry.log").toString());
    environment.getPropertySources().addFirst(new MapPropertySource("groundwork", values));
  }

  /** Early, so that a mistake costs nothing; whoever takes the port later still gets a sentence. */
  private static void checkPorts(BelfryProperties p, LocalAddresses addresses) {
    for (InetAddress address : addresses.all()) {
      checkTcp("SIP", address, p.sipPort());
      checkUdp(address, p.sipPort());
    }
    InetAddress web = p.bind() == null ? null : addresses.all().getFirst();
    checkTcp("HTTPS", web, p.httpsPort());
    checkTcp("HTTP", web, p.httpPort());
  }

  private static void checkTcp(String what, @Nullable InetAddress address, int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken(what, "TCP", address, port, e);
    }
  }

  private static void checkUdp(InetAddress address, int port) {
    if (port == 0) {
      return;
    }
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port))) {
      LOG.debug("{} is free", socket.getLocalSocketAddress());
    } catch (IOException e) {
      throw taken("SIP", "UDP", address, port, e);
    }
  }

  private static CannotStart taken(
      String what, String protocol, @Nullable InetAddress address, int port, IOException e) {
    String where = address == null ? "" : " of " + LocalAddresses.text(address);
    return new CannotStart(
        "the "
            + what
            + " port "
            + port
            + " ("
            + protocol
            + ")"
            + where
            + " cannot be used: "
            + e.getMessage()
            + ". Stop what uses it or choose another with --"
            + (what.equals("SIP") ? "sip" : what.equals("HTTP") ? "http" : "https")
            + "-port.",
        e);
  }
}
