package org.belfry.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/** Calls come up before pages, and nothing that happens in between is lost. */
@Tag("adapter")
class CallsFirstTest {
  @TempDir Path data;

  /** Does something when the web server is about to be made. */
  private static void beforePages(SpringApplication application, Consumer<BeanFactory> work) {
    application.addInitializers(context ->
        context
            .getBeanFactory()
            .addBeanPostProcessor(
                new BeanPostProcessor() {
                  @Override
                  public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof ServletWebServerFactory) {
                      work.accept(context.getBeanFactory());
                    }
                    return bean;
                  }
                }));
  }

  /** Listens as most beans do. */
  static final class Listener {
    private final List<Long> versions = new ArrayList<>();

    @EventListener
    void on(DirectoryChanged event) {
      versions.add(event.directory().version());
    }
  }

  @Test
  void aUserMadeBeforeThereArePagesRegistersAtOnceAndEveryListenerHearsOfThem() {
    AtomicInteger registered = new AtomicInteger();
    Consumer<SpringApplication> more =
        application -> {
          beforePages(
              application,
              beans -> {
                NewUser alice =
                    beans
                        .getBean(UserAdmin.class)
                        .create(List.of(new CreateUser("1001", "Alice", null, null, null)))
                        .getFirst();
                try (var phone =
                    new RegisteringPhone(port(beans, "sip"), "1001", alice.sipPassword())) {
                  registered.set(phone.registers());
                }
                assertThatThrownBy(() -> connect(port(beans, "https")))
                    .isInstanceOf(ConnectException.class);
              });
          application.addInitializers(context ->
              ((GenericApplicationContext) context).registerBean(Listener.class, Listener::new));
        };

    try (LocalAppliance appliance = LocalAppliance.with(more, data)) {
      assertThat(registered).hasValue(200);
      assertThat(appliance.part(Listener.class).versions).hasSize(1);
      assertThat(appliance.https().get("/api/v1/registrations").raw().body())
          .as("the pages, which are served now")
          .contains("1001");
    }
  }

  @Test
  void pagesThatCannotComeUpLeaveNoCallsBehind() throws IOException {
    AtomicInteger sip = new AtomicInteger();
    Consumer<SpringApplication> broken =
        application ->
            beforePages(
                application,
                beans -> {
                  sip.set(port(beans, "sip"));
                  try (var phone = new RegisteringPhone(sip.get(), "1001", "none")) {
                    assertThat(phone.registers()).isGreaterThan(0);
                  }
                  throw new IllegalStateException("of this test");
                });

    assertThatThrownBy(() -> LocalAppliance.with(broken, data))
        .hasStackTraceContaining("of this test");

    try (var again = new DatagramSocket(new InetSocketAddress("127.0.0.1", sip.get()))) {
      assertThat(again.isBound()).isTrue();
    }
  }

  private static int port(BeanFactory beans, String of) {
    return beans
        .getBean(Environment.class)
        .getRequiredProperty("belfry." + of + "-port", Integer.class);
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }
}
