package org.belfry.media.server.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VmThreadTest {
  private static final int POLICY = 38; // field 41 of proc(5), counted behind the name
  private static final String ROUND_ROBIN = "2";

  @Test
  void whoeverHurriesIsNotKeptWaitingAtSafepointsByALowerPriority() throws Exception {
    assumeTrue(EpollSockets.isSupported(), "Linux only");
    boolean[] allowed = new boolean[1];
    Thread thread = Thread.ofPlatform().start(() -> allowed[0] = new EpollSockets().hurry());
    thread.join();
    assumeTrue(allowed[0], "this account may not have real-time priority");

    int number = VmThread.number().orElseThrow();
    String stat = Files.readString(Path.of("/proc/self/task/" + number + "/stat"));
    String[] behindTheName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    assertThat(behindTheName[POLICY]).isEqualTo(ROUND_ROBIN);
  }
}
