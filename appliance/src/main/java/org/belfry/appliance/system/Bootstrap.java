package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What must stand before Spring builds anything: ports that are free, a data directory that is
 * ours, a certificate, and the database, which starts up while the rest is being assembled.
 */
public final class Bootstrap implements AutoCloseable {
  /** The SSL bundle made of the certificate's files, which follows their changes. */
  public static final String BUNDLE = "belfry";

  private final StartSettings settings;
  private final DataDirectory data;
  private final LocalAddresses addresses;
  private final ExtraPorts ports;
  private final Certificate certificate;
  private final @Nullable PrivateDatabase database;

  private Bootstrap(
      StartSettings settings,
      DataDirectory data,
      LocalAddresses addresses,
      ExtraPorts ports,
      Certificate certificate,
      @Nullable PrivateDatabase database) {
    this.settings = settings;
    this.data = data;
    this.addresses = addresses;
    this.ports = ports;
    this.certificate = certificate;
    this.database = database;
  }

  /**
   * Has the groundwork laid as soon as the settings are known, and offers it to the context as a
   * bean. What uses it is closed before it.
   */
  public static void layUnder(SpringApplication application, FallBack fallBack) {
    AtomicReference<@Nullable Bootstrap> laid = new AtomicReference<>();
    application.addListeners(
        new EarlyListener(event -> {
          Bootstrap groundwork = lay(event.getEnvironment(), fallBack);
          laid.set(groundwork);
          fallBack.closesFirst(groundwork::close);
        }));
    application.addInitializers(context -> {
      Bootstrap groundwork = laid.get();
      if (groundwork != null) {
        ((GenericApplicationContext) context)
            .registerBean("groundwork", Bootstrap.class, () -> groundwork);
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

  private static Bootstrap lay(ConfigurableEnvironment environment, FallBack fallBack) {
    DataDirectory data = DataDirectory.open(SettingsReader.data(environment));
    takeRestored(data);
    PrivateDatabase database = null;
    try {
      StartSettings settings =
          StartSettings.begin(environment, data.path(), fallBack, Instant.now());
      BelfryProperties p = settings.properties();
      LocalAddresses addresses = LocalAddresses.of(p.bind());
      ExtraPorts ports = Ports.check(p, addresses);
      if (p.database().url() == null) {
        database = new PrivateDatabase(data);
        database.start();
      }
      Certificate certificate = Certificate.in(data, names(p, addresses));
      configure(environment, p, addresses, data.path(), certificate);
      Bootstrap groundwork = new Bootstrap(settings, data, addresses, ports, certificate, database);
      // For a process told to stop before there is a context that would close this.
      SpringApplication.getShutdownHandlers().add(groundwork::close);
      return groundwork;
    } catch (RuntimeException e) {
      release(data, database);
      throw e;
    }
  }

  /** What was restored beside the data directory takes its place before anything is used. */
  private static void takeRestored(DataDirectory data) {
    try {
      RestoredState.settle(data.path());
    } catch (IOException e) {
      data.close();
      throw new CannotStart(
          "what was restored cannot take its place: " + Failures.phrase(e) + ".", e);
    }
  }

  /** Where each setting comes from. */
  public StartSettings settings() {
    return settings;
  }

  public DataDirectory data() {
    return data;
  }

  public LocalAddresses addresses() {
    return addresses;
  }

  /** For SIP over TLS and WebSocket. */
  public ExtraPorts ports() {
    return ports;
  }

  public Certificate certificate() {
    return certificate;
  }

  /** Null when the owner brought a database. */
  public @Nullable PrivateDatabase database() {
    return database;
  }

  /** Last of all: after everything that writes to the database. May be called twice. */
  @Override
  public void close() {
    release(data, database);
  }

  private static void release(DataDirectory data, @Nullable PrivateDatabase database) {
    if (database != null) {
      database.close();
    }
    data.close();
  }

  /** What phones and browsers call us: the certificate is for all of it (RFC 5922 §7.1). */
  private static List<String> names(BelfryProperties p, LocalAddresses addresses) {
    List<String> names = new ArrayList<>(addresses.names());
    if (p.sip().domain() != null) {
      names.add(p.sip().domain().strip());
    }
    for (String each : p.sip().advertise()) {
      names.add(LocalAddresses.text(Advertised.Address.of(each).address()));
    }
    return names;
  }

  private static void configure(
      ConfigurableEnvironment environment,
      BelfryProperties p,
      LocalAddresses addresses,
      Path home,
      Certificate certificate) {
    Map<String, Object> values = new HashMap<>();
    values.put("server.port", p.httpsPort());
    if (p.bind() != null) {
      values.put("server.address", addresses.web());
    }
    String bundle = "spring.ssl.bundle.pem." + BUNDLE + ".";
    values.put("server.ssl.bundle", BUNDLE);
    values.put(bundle + "keystore.certificate", "file:" + certificate.chain());
    values.put(bundle + "keystore.private-key", "file:" + certificate.key());
    values.put(bundle + "keystore.verify-keys", true);
    values.put(bundle + "reload-on-update", true);
    values.put("spring.ssl.bundle.watch.file.quiet-period", "1s");
    values.put("logging.file.name", home.resolve("log").resolve("belfry.log").toString());
    environment.getPropertySources().addFirst(new MapPropertySource("groundwork", values));
  }
}
