package org.belfry.appliance.e2e;

import java.nio.file.Path;
import org.belfry.appliance.FreePorts;

/**
 * A telephone provider with one customer: Debian's Kamailio as its registrar and proxy, SIPp as the
 * telephone network behind it. It asks its customer for the password of everything: REGISTER,
 * INVITE and BYE. A bad one refuses to call numbers that end with 503 and 403.
 */
final class Provider implements AutoCloseable {
  static final String PASSWORD = "itsp-password";

  private static final String REFUSALS =
      """
      if ($rU =~ "503$") { sl_send_reply("503", "Service Unavailable"); exit; }
      if ($rU =~ "403$") { sl_send_reply("403", "Outgoing Calls Barred"); exit; }
      """;

  private final Path home;
  private final String address;
  private final String account;
  private final int port = FreePorts.next();
  private final int calleePort = FreePorts.next();
  private final Kamailio kamailio;
  private int phones;

  /**
   * @param address of its own, on loopback: a customer knows it by that
   * @param account the customer's user name, which is the customer's number without +
   * @param bad refuses some calls
   */
  Provider(Path home, String address, String account, boolean bad) {
    this.home = home;
    this.address = address;
    this.account = account;
    kamailio =
        new Kamailio(
            home,
            """
            listen=udp:%s:%d
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "xlog.so"
            loadmodule "maxfwd.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            loadmodule "auth.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            modparam("usrloc", "db_mode", 0)
            modparam("registrar", "max_expires", 60)
            modparam("auth", "qop", "auth")
            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
              if (is_method("REGISTER")) {
                if (!pv_www_authenticate("itsp", "%3$s", "0")) { www_challenge("itsp", "1"); exit; }
                xlog("L_ERR", "REGISTERED $au\\n");
                save("location");
                exit;
              }
              if (has_totag()) {
                if (is_method("BYE") && $ua =~ "Belfry") {
                  if (!pv_proxy_authenticate("itsp", "%3$s", "0")) { proxy_challenge("itsp", "1"); exit; }
                  xlog("L_ERR", "BYE OF $au\\n");
                }
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not here");
                exit;
              }
              if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
              if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
              if ($ua =~ "Belfry") {
                if (!pv_proxy_authenticate("itsp", "%3$s", "0")) { proxy_challenge("itsp", "1"); exit; }
                consume_credentials();
                xlog("L_ERR", "CALL OF $au TO $rU FROM $fU\\n");
                %5$s
                record_route();
                $du = "sip:127.0.0.1:%4$d";
                t_relay();
                exit;
              }
              record_route();
              if (!lookup("location")) { sl_send_reply("480", "Not Registered"); exit; }
              t_relay();
            }
            """
                .formatted(address, port, PASSWORD, calleePort, bad ? REFUSALS : ""));
  }

  String server() {
    return "sip:" + address + ":" + port;
  }

  /** Somebody of the telephone network who answers one call. */
  Sipp answers() {
    return new Sipp(
        home.resolve("callee-" + phones++), "provider/callee", calleePort, address, port);
  }

  /** Somebody of the telephone network calls this number of the customer's, until that hangs up. */
  Sipp calls(String number) {
    return new Sipp(
        home.resolve("caller-" + phones++),
        "provider/caller",
        FreePorts.next(),
        address,
        port,
        "-s",
        number,
        "-key",
        "account",
        account);
  }

  /** An outage: it is gone, and has forgotten who was registered. */
  void stops() {
    kamailio.stops();
  }

  void starts() {
    kamailio.starts();
  }

  /** Waits until its log has this, since it was started last. */
  void says(String what) {
    kamailio.says(what);
  }

  String said() {
    return kamailio.said();
  }

  @Override
  public void close() {
    kamailio.close();
  }
}
