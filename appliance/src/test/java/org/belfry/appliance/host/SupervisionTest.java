package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

/** Java has no datagrams on sockets of this family; Python plays the supervisor. */
@Timeout(60)
class SupervisionTest {
  private static final String SUPERVISOR =
      """
      import socket, sys
      heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      at = sys.argv[1]
      heard.bind("\\0" + at[1:] if at[0] == "@" else at)
      print("listening", flush=True)
      while True:
          print(heard.recv(4096).decode().splitlines()[0], flush=True)
      """;

  @TempDir Path home;
  private String at;
  private Process supervisor;
  private BufferedReader heard;

  @BeforeEach
  void listen() throws IOException {
    listenAt(home.resolve("notify").toString());
  }

  private void listenAt(String where) throws IOException {
    at = where;
    supervisor = new ProcessBuilder("python3", "-c", SUPERVISOR, at).start();
    heard = supervisor.inputReader(StandardCharsets.UTF_8);
    assertThat(heard.readLine()).isEqualTo("listening");
  }

  @AfterEach
  void end() {
    supervisor.destroyForcibly();
  }

  @Test
  void theSupervisorIsToldOfReadinessOfLifeAndOfTheEnd() throws IOException {
    Supervision supervision =
        new Supervision(
            List.of(within -> true), Map.of("NOTIFY_SOCKET", at, "WATCHDOG_USEC", "80000"));

    supervision.ready();

    assertThat(List.of(heard.readLine(), heard.readLine(), heard.readLine()))
        .containsExactly("READY=1", "WATCHDOG=1", "WATCHDOG=1");
    supervision.destroy();
    supervision.stopping();
    assertThat(untilTheEnd()).last().isEqualTo("STOPPING=1");
  }

  /** What others do once everything has started may take minutes on a slow machine, or hang. */
  @Test
  void readinessIsToldBeforeAnybodyElseBegins() {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean("other", Other.class, () -> new Other(heard));
      context.registerBean(
          "supervision",
          Supervision.class,
          () -> new Supervision(List.of(), Map.of("NOTIFY_SOCKET", at)));
      context.refresh();

      context.publishEvent(
          new ApplicationReadyEvent(
              new SpringApplication(), new String[0], context, Duration.ZERO));

      assertThat(context.getBean(Other.class).heardBefore)
          .containsExactly("STATUS=Calls can be made; the pages are starting.", "READY=1");
    }
  }

  private static final class Other {
    private final BufferedReader heard;
    private final List<String> heardBefore = new ArrayList<>();

    Other(BufferedReader heard) {
      this.heard = heard;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() throws IOException {
      heardBefore.add(heard.readLine());
      heardBefore.add(heard.readLine());
    }
  }

  @Test
  void whoHangsIsNotSaidToBeAlive() throws IOException {
    Supervision dead =
        new Supervision(
            List.of(within -> true, within -> false),
            Map.of("NOTIFY_SOCKET", at, "WATCHDOG_USEC", "1000"));
    dead.ready();
    dead.stopping();
    dead.destroy();

    assertThat(untilTheEnd()).containsExactly("READY=1", "STOPPING=1");
  }

  @Test
  void anAddressInTheAbstractNamespaceIsReachedToo() throws IOException {
    supervisor.destroyForcibly();
    listenAt("@belfry-test-" + ProcessHandle.current().pid());

    new NotifySocket(at).send("READY=1");

    assertThat(heard.readLine()).isEqualTo("READY=1");
  }

  @Test
  void whereNobodySupervisesNothingIsSaid() {
    Supervision supervision = new Supervision(List.of(within -> true), Map.of());

    supervision.ready();
    supervision.stopping();
    supervision.destroy();

    assertThat(supervisor.isAlive()).isTrue();
  }

  @Test
  void aSupervisorThatIsGoneIsAnError() {
    assertThatThrownBy(() -> new NotifySocket(home + "/nobody").send("READY=1"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new NotifySocket("relative"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> untilTheEnd() throws IOException {
    List<String> said = new ArrayList<>();
    String line;
    do {
      line = heard.readLine();
      said.add(line);
    } while (line != null && !line.equals("STOPPING=1"));
    return said;
  }
}
