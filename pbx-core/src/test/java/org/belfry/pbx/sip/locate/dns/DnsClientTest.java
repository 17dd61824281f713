package org.belfry.pbx.sip.locate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.Destination;
import org.belfry.pbx.sip.locate.NameServer;
import org.belfry.pbx.sip.locate.NameServerContract;
import org.belfry.pbx.sip.locate.Question;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/** The real client against a real name server with a zone of its own. */
@Tag("adapter")
class DnsClientTest implements NameServerContract {
  private static final List<String> ZONE = new ArrayList<>();

  static {
    ZONE.addAll(
        List.of(
            "local-ttl=42",
            "naptr-record=contract.example,10,20,s,SIP+D2U,,_sip._udp.contract.example",
            "srv-host=_sip._udp.contract.example,one.contract.example,5070,1,10",
            "srv-host=_sip._udp.contract.example,two.contract.example,5071,1,30",
            "srv-host=_sip._udp.contract.example,two.contract.example,5072,2,0",
            "host-record=one.contract.example,192.0.2.1,2001:db8::1",
            "host-record=two.contract.example,192.0.2.2",
            "cname=alias.contract.example,one.contract.example"));
    for (int i = 0; i < 200; i++) { // does not fit a datagram
      ZONE.add("srv-host=_sip._tcp.huge.example,host" + i + ".huge.example,5060,1,1");
    }
  }

  @TempDir static Path directory;
  private static Dnsmasq dnsmasq;
  private static DnsClient client;

  @BeforeAll
  static void start() throws IOException {
    dnsmasq = Dnsmasq.serving(directory, ZONE);
    client = client(List.of(dnsmasq.address()), null);
  }

  @AfterAll
  static void stop() {
    client.close();
    dnsmasq.close();
  }

  @Override
  public NameServer.Reply ask(Question question) {
    return ask(client, question);
  }

  @Test
  void whatDoesNotFitADatagramComesOverTcpAndIsCutToSize() {
    Answer answer = ask(new Question("_sip._tcp.huge.example", Question.Type.SRV)).answer();
    assertThat(((Answer.Found) answer).records()).hasSize(64);
  }

  @Test
  void aSipDomainIsFoundFromNaptrToAddress() {
    Map<Question, Answer> known = new HashMap<>();
    ServerLocation location =
        new ServerLocation(new Supported(EnumSet.of(Transport.UDP), true, true, false));
    Destination to = Destination.of(Grammar.uri("sip:bob@contract.example"));
    List<Hop> hops = List.of();
    while (hops.isEmpty()) {
      switch (location.locate(to, known::get, new SplittableRandom(3))) {
        case ServerLocation.Outcome.Ask ask ->
            ask.questions().forEach(q -> known.put(q, ask(q).answer()));
        case ServerLocation.Outcome.Located located -> hops = located.hops();
        case ServerLocation.Outcome.Nowhere nowhere -> throw new AssertionError(nowhere);
      }
    }
    assertThat(hops).hasSize(4);
    assertThat(hops.getLast().shown()).isEqualTo("udp:192.0.2.2:5072");
  }

  @Test
  void theHostsFileComesFirst() throws IOException {
    Path hosts =
        Files.writeString(directory.resolve("hosts"), "198.51.100.9 one.contract.example\n");
    try (DnsClient withHosts = client(List.of(dnsmasq.address()), hosts)) {
      assertThat(ask(withHosts, new Question("one.contract.example", Question.Type.A)).answer())
          .isEqualTo(NameServerContract.found(NameServerContract.at("198.51.100.9")));
      assertThat(ask(withHosts, new Question("two.contract.example", Question.Type.A)).answer())
          .isEqualTo(NameServerContract.found(NameServerContract.at("192.0.2.2")));
    }
  }

  @Test
  void theSecondNameServerIsAskedWhenTheFirstIsNotThere() {
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 9);
    try (DnsClient two = client(List.of(nobody, dnsmasq.address()), null)) {
      assertThat(ask(two, new Question("two.contract.example", Question.Type.A)).answer())
          .isInstanceOf(Answer.Found.class);
    }
  }

  @Test
  void aNameServerThatStallsCostsItsTimeAndNoMore() throws IOException {
    Path own = Files.createDirectory(directory.resolve("stalled"));
    try (Dnsmasq stalled = Dnsmasq.serving(own, ZONE);
        DnsClient patient = client(List.of(stalled.address()), null)) {
      stalled.stalls();
      long begun = System.nanoTime();
      CompletableFuture<NameServer.Reply> reply = new CompletableFuture<>();
      patient.ask(new Question("one.contract.example", Question.Type.A), reply::complete);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(300));
      assertThat(reply.orTimeout(10, TimeUnit.SECONDS).join().answer())
          .isEqualTo(new Answer.Failed("no name server answered in time"));
    }
  }

  @Test
  void answersThatNobodyAskedForAreNotBelieved() throws Exception {
    Answer answer = answerOf(q -> address("elsewhere.example.", "203.0.113.66"), "victim.example");
    assertThat(answer).isNotInstanceOf(Answer.Found.class);
  }

  @Test
  void aliasesThatLeadRoundInACircleEnd() throws Exception {
    Answer answer =
        answerOf(
            q -> alias(q, q.toString().startsWith("loop1") ? "loop2.example." : "loop1.example."),
            "loop1.example");
    assertThat(answer).isEqualTo(new Answer.Failed("its names lead round in a circle"));
  }

  @Test
  void aliasesThatNeverEndAreNotFollowedForEver() throws Exception {
    Answer answer = answerOf(q -> alias(q, "x" + q), "a.example");
    assertThat(answer).isInstanceOf(Answer.Failed.class);
  }

  private static Record address(String name, String address) {
    try {
      return new ARecord(Name.fromString(name), DClass.IN, 60, InetAddress.ofLiteral(address));
    } catch (TextParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Record alias(Name name, String target) {
    try {
      return new CNAMERecord(name, DClass.IN, 60, Name.fromString(target));
    } catch (TextParseException e) {
      throw new AssertionError(e);
    }
  }

  /** What the client makes of a name server that answers in this way. */
  private static Answer answerOf(Function<Name, Record> record, String name) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        DnsClient asking =
            client(List.of((InetSocketAddress) socket.getLocalSocketAddress()), null)) {
      Thread answering = Thread.ofPlatform().daemon().start(() -> serve(socket, record));
      NameServer.Reply reply = ask(asking, new Question(name, Question.Type.A));
      socket.close();
      answering.join(2000);
      return reply.answer();
    }
  }

  private static void serve(DatagramSocket socket, Function<Name, Record> record) {
    byte[] buffer = new byte[1500];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        answer.addRecord(record.apply(query.getQuestion().getName()), Section.ANSWER);
        byte[] bytes = answer.toWire();
        socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      return; // the test is over
    }
  }

  private static NameServer.Reply ask(DnsClient of, Question question) {
    CompletableFuture<NameServer.Reply> reply = new CompletableFuture<>();
    of.ask(question, reply::complete);
    return reply.orTimeout(15, TimeUnit.SECONDS).join();
  }

  private static DnsClient client(List<InetSocketAddress> servers, Path hosts) {
    return new DnsClient(
        new DnsClientProperties(servers, hosts, Duration.ofMillis(400), 2), InstantSource.system());
  }
}
