package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.belfry.pbx.SimulatedServer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sim.VirtualNetwork;
import org.belfry.pbx.sim.Weather;
import org.belfry.pbx.sip.message.GoldenFiles;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.message.TortureMessages;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message of RFC 4475 and RFC 5118 sent to a whole server that is responsible for {@code
 * example.com}, the domain most of them are for. What it answers stands in {@code
 * torture/answers.txt}, beside what the RFC says of it.
 */
class TortureServerTest {
  private static final InetSocketAddress US = new InetSocketAddress("192.0.2.1", 5060);
  private static final InetSocketAddress THEM = new InetSocketAddress("192.0.2.21", 5060);

  @TestFactory
  Stream<DynamicTest> isAnsweredAsWritten() {
    Map<String, String> answers = answers();
    return TortureMessages.all().entrySet().stream()
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(),
                () -> assertThat(answer(e.getValue())).isEqualTo(answers.get(e.getKey()))));
  }

  @Test
  void theTableHasNothingElse() {
    assertThat(answers().keySet()).isEqualTo(TortureMessages.all().keySet());
  }

  /**
   * The status of the first answer, or "none"; nothing is left behind, nobody else is written to.
   */
  private static String answer(byte[] message) {
    VirtualNetwork net = new VirtualNetwork(1, Weather.CALM);
    Directory directory =
        Directory.of(1, "example.com", Set.of("example.com"), List.of(), List.of());
    SimulatedServer server =
        new SimulatedServer(net, US, directory, 1, Federation.OFF, new ScriptedDns(net::later));
    List<Integer> statuses = new ArrayList<>();
    for (int port : new int[] {5060, wayBack(message)}) {
      net.attach(new InetSocketAddress(THEM.getAddress(), port), d -> statuses.add(status(d)));
    }
    net.send(new Datagram(THEM, US, message));
    net.advance(Duration.ofMinutes(5));
    assertThat(server.counters().get("faults")).isZero();
    assertThat(server.transactions()).isZero();
    assertThat(server.liveCalls()).isEmpty();
    return statuses.isEmpty() ? "none" : String.valueOf(statuses.getFirst());
  }

  /** Without rport the answer goes to the port of the topmost Via (RFC 3261 §18.2.2). */
  private static int wayBack(byte[] message) {
    try {
      return MessageParser.parse(message, 0, message.length) instanceof SipRequest request
          ? Math.max(1, request.topVia().port())
          : 5060;
    } catch (MalformedHeader e) {
      return 5060;
    }
  }

  private static int status(Datagram datagram) {
    return MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length)
            instanceof SipResponse response
        ? response.status()
        : 0;
  }

  private static Map<String, String> answers() {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : GoldenFiles.lines("torture/answers.txt")) {
      String[] columns = line.split("\\s+", 3);
      table.put(columns[0], columns[1]);
    }
    return table;
  }
}
