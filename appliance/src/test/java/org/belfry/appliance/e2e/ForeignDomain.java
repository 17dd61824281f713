package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.FreePorts;

/**
 * The domain {@code far.example}: Debian's Kamailio, which knows nobody and asks nobody for
 * credentials, with SIPp phones behind it. Each on a loopback address of its own.
 */
final class ForeignDomain implements AutoCloseable {
  static final String ADDRESS = "127.0.0.3";
  private static final String CALLEE = "127.0.0.5";
  private static final String CALLER = "127.0.0.6";

  private final Path home;
  private final int port = FreePorts.next();
  private final int calleePort = FreePorts.next();
  private final Kamailio kamailio;
  private final List<Process> phones = new ArrayList<>();

  /**
   * @param belfryPort where this domain has been told that {@code belfry.example} is
   */
  ForeignDomain(Path home, int belfryPort) {
    this.home = home;
    kamailio =
        new Kamailio(
            home,
            """
            listen=udp:%s:%d
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
              if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not here");
                exit;
              }
              if (is_method("INVITE")) record_route();
              if ($rd == "far.example") { $du = "sip:%s:%d"; t_relay(); exit; }
              if ($rd == "belfry.example") { $du = "sip:127.0.0.1:%d"; t_relay(); exit; }
              sl_send_reply("404", "No such domain");
            }
            """
                .formatted(ADDRESS, port, CALLEE, calleePort, belfryPort));
  }

  int port() {
    return port;
  }

  /** A phone that answers one call and waits for its end. */
  Process answers() {
    return sipp(
        "-sf",
        scenario("callee", ANSWER),
        "-i",
        CALLEE,
        "-p",
        Integer.toString(calleePort),
        "-m",
        "1");
  }

  /** A phone that calls somebody of belfry.example and hangs up after two seconds of talk. */
  Process calls(String extension) {
    return sipp(
        "-sf",
        scenario("caller", CALL),
        "-s",
        extension,
        "-i",
        CALLER,
        "-p",
        Integer.toString(FreePorts.next()),
        "-m",
        "1",
        ADDRESS + ":" + port);
  }

  private String scenario(String name, String text) {
    try {
      return Files.writeString(home.resolve(name + ".xml"), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a phone's one call to end; true when all went as it should for that phone. */
  static boolean wasContent(Process phone) {
    try {
      return phone.waitFor(20, TimeUnit.SECONDS) && phone.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String said() {
    return kamailio.said();
  }

  @Override
  public void close() {
    phones.forEach(Process::destroy);
    kamailio.close();
  }

  private Process sipp(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sipp"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-nostdin", "-timeout", "25s", "-timeout_error"));
    try {
      Process phone =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("sipp-" + phones.size() + ".log").toFile())
              .start();
      phones.add(phone);
      return phone;
    } catch (IOException e) {
      throw new UncheckedIOException("is sipp installed?", e);
    }
  }

  private static final String ANSWER =
      """
      <?xml version="1.0" encoding="ISO-8859-1" ?>
      <scenario name="callee of far.example">
        <recv request="INVITE" rrs="true"/>
        <send><![CDATA[
          SIP/2.0 180 Ringing
          [last_Via:]
          [last_Record-Route:]
          [last_From:]
          [last_To:];tag=[call_number]b
          [last_Call-ID:]
          [last_CSeq:]
          Contact: <sip:bob@[local_ip]:[local_port]>
          Content-Length: 0

        ]]></send>
        <send retrans="500"><![CDATA[
          SIP/2.0 200 OK
          [last_Via:]
          [last_Record-Route:]
          [last_From:]
          [last_To:];tag=[call_number]b
          [last_Call-ID:]
          [last_CSeq:]
          Contact: <sip:bob@[local_ip]:[local_port]>
          Content-Type: application/sdp
          Content-Length: [len]

          v=0
          o=bob 1 1 IN IP4 [local_ip]
          s=-
          c=IN IP4 [media_ip]
          t=0 0
          m=audio [media_port] RTP/AVP 8
          a=rtpmap:8 PCMA/8000
        ]]></send>
        <recv request="ACK"/>
        <recv request="BYE"/>
        <send><![CDATA[
          SIP/2.0 200 OK
          [last_Via:]
          [last_From:]
          [last_To:]
          [last_Call-ID:]
          [last_CSeq:]
          Content-Length: 0

        ]]></send>
      </scenario>
      """;

  private static final String CALL =
      """
      <?xml version="1.0" encoding="ISO-8859-1" ?>
      <scenario name="caller of far.example">
        <send retrans="500"><![CDATA[
          INVITE sip:[service]@belfry.example SIP/2.0
          Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
          From: "Carol" <sip:carol@far.example>;tag=[call_number]c
          To: <sip:[service]@belfry.example>
          Call-ID: [call_id]
          CSeq: 1 INVITE
          Contact: <sip:carol@[local_ip]:[local_port]>
          Max-Forwards: 70
          Content-Type: application/sdp
          Content-Length: [len]

          v=0
          o=carol 1 1 IN IP4 [local_ip]
          s=-
          c=IN IP4 [media_ip]
          t=0 0
          m=audio [media_port] RTP/AVP 8
          a=rtpmap:8 PCMA/8000
        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="183" optional="true"/>
        <recv response="200" rrs="true"/>
        <send><![CDATA[
          ACK [next_url] SIP/2.0
          Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
          [routes]
          From: "Carol" <sip:carol@far.example>;tag=[call_number]c
          To: <sip:[service]@belfry.example>[peer_tag_param]
          Call-ID: [call_id]
          CSeq: 1 ACK
          Max-Forwards: 70
          Content-Length: 0

        ]]></send>
        <pause milliseconds="2000"/>
        <send retrans="500"><![CDATA[
          BYE [next_url] SIP/2.0
          Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
          [routes]
          From: "Carol" <sip:carol@far.example>;tag=[call_number]c
          To: <sip:[service]@belfry.example>[peer_tag_param]
          Call-ID: [call_id]
          CSeq: 2 BYE
          Max-Forwards: 70
          Content-Length: 0

        ]]></send>
        <recv response="200"/>
      </scenario>
      """;
}
