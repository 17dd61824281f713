package org.belfry.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.AccountAdmin;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/** The whole appliance in this process, on loopback ports of its own. */
public final class LocalAppliance implements AutoCloseable {
  public static final String PASSWORD = "admin-of-tests";

  private final Path data;
  private final int sipPort;
  private final int sipTlsPort;
  private final int sipWssPort;
  private final int httpsPort;
  private final int httpPort;
  private final ConfigurableApplicationContext context;
  // The JVM has one, which Vaadin replaces with each application that starts.
  private final SecurityContextHolderStrategy before =
      SecurityContextHolder.getContextHolderStrategy();

  private LocalAppliance(Path data, Consumer<SpringApplication> also, List<String> more) {
    this.data = data;
    this.sipPort = FreePorts.next();
    this.sipTlsPort = FreePorts.next();
    this.sipWssPort = FreePorts.next();
    this.httpsPort = FreePorts.next();
    this.httpPort = FreePorts.next();
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--belfry.data=" + data,
                "--belfry.bind=127.0.0.1",
                "--belfry.sip-port=" + sipPort,
                "--belfry.sip-tls-port=" + sipTlsPort,
                "--belfry.sip-ws-port=-1",
                "--belfry.sip-wss-port=" + sipWssPort,
                "--belfry.https-port=" + httpsPort,
                "--belfry.http-port=" + httpPort,
                // By default they are taken when they are free: not when tests run side by side.
                "--belfry.turn.port=0",
                "--belfry.turn.tls-port=0",
                "--belfry.provisioning.ldaps-port=0",
                "--vaadin.productionMode=true"));
    if (more.stream().noneMatch(m -> m.startsWith("--belfry.admin-password"))) {
      settings.add("--belfry.admin-password=" + PASSWORD);
    }
    settings.addAll(more);
    context = BelfryApplication.start(settings.toArray(String[]::new), also);
  }

  /** Starts on this data directory; returns when it is ready. */
  public static LocalAppliance on(Path data, String... more) {
    return new LocalAppliance(data, application -> {}, List.of(more));
  }

  /** The same with something added to the application before it runs. */
  static LocalAppliance with(Consumer<SpringApplication> also, Path data, String... more) {
    return new LocalAppliance(data, also, List.of(more));
  }

  /** Its data directory. */
  public Path data() {
    return data;
  }

  public int sipPort() {
    return sipPort;
  }

  public int sipTlsPort() {
    return sipTlsPort;
  }

  public int sipWssPort() {
    return sipWssPort;
  }

  public int httpsPort() {
    return httpsPort;
  }

  public int httpPort() {
    return httpPort;
  }

  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** All parts of this type, as whoever tells them of something has them. */
  public <T> List<T> parts(Class<T> type) {
    return context.getBeanProvider(type).orderedStream().toList();
  }

  /** Empties tables as no command can, and has the directory be what is left. */
  public void clear(String... tables) {
    part(DirectoryStore.class)
        .change(
            Edit.of(Owner.Kind.USER, "", "tables"),
            () -> {
              for (String table : tables) {
                part(JdbcTemplate.class).update("delete from " + table);
              }
              return tables;
            });
  }

  /** A client that is logged in with a token, which costs less than a password each time. */
  public ApiClient api() {
    return https().withToken(part(AccountAdmin.class).createApiToken("test").secret());
  }

  /**
   * Trusts the certificate that was made at the first start, and no other; logged in as {@code
   * admin}.
   */
  public ApiClient https() {
    return https(httpsPort);
  }

  /** The same at another port. */
  public ApiClient https(int port) {
    try (var chain = Files.newInputStream(data.resolve("tls/certificate.pem"))) {
      return ApiClient.trusting(chain, "https://127.0.0.1:" + port).as("admin", PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public RegisteringPhone phone(String extension, String password) {
    return new RegisteringPhone(sipPort, extension, password);
  }

  @Override
  public void close() {
    context.close();
    SecurityContextHolder.setContextHolderStrategy(before);
  }
}
