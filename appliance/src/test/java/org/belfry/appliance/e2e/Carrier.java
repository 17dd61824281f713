package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.e2e.Speech.Keys;

/**
 * A telephone provider whose subscribers are real phones: Debian's Kamailio, where they and one
 * customer register. The customer has an account over UDP and one over TLS. Sound does not pass
 * through it.
 */
final class Carrier implements AutoCloseable {
  static final String PASSWORD = "carrier-password";

  private static final String ADDRESS = "127.0.0.8";

  /** A trunk of the customer: its own numbers, and the subscribers' numbers that it leads to. */
  enum Line {
    PLAIN("+4930123450", "+494012345", Keys.NONE),
    ENCRYPTED("+4930123460", "+494023456", Keys.SDES_ONLY);

    private final String customer;
    private final String subscribers;
    private final Keys keys;

    Line(String customer, String subscribers, Keys keys) {
      this.customer = customer;
      this.subscribers = subscribers;
      this.keys = keys;
    }

    String trunk() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What all numbers of its subscribers begin with. */
    String subscribers() {
      return subscribers;
    }

    /** A subscriber's number, E.164. */
    String subscriber(int which) {
      return subscribers + which;
    }

    /** A number of the customer's, E.164. */
    String inbound(int which) {
      return customer + which;
    }

    /** How subscribers on this line encrypt. */
    Keys keys() {
      return keys;
    }

    private String account() {
      return customer.substring(1);
    }
  }

  private final Path home;
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final Kamailio kamailio;

  Carrier(Path home) {
    this.home = home;
    makeCertificate();
    kamailio =
        new Kamailio(
            home,
            """
            disable_tcp=no
            enable_tls=yes
            tcp_children=1
            listen=udp:%1$s:%2$d
            listen=tls:%1$s:%3$d
            loadmodule "tls.so"
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
            loadmodule "nathelper.so"
            modparam("tls", "tls_method", "TLSv1.2+")
            modparam("tls", "certificate", "%4$s/certificate.pem")
            modparam("tls", "private_key", "%4$s/key.pem")
            modparam("usrloc", "db_mode", 0)
            modparam("registrar", "max_expires", 120)
            modparam("registrar|nathelper", "received_avp", "$avp(received)")
            modparam("auth", "qop", "auth")
            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
              if (is_method("REGISTER")) {
                if (!pv_www_authenticate("carrier", "%5$s", "0")) { www_challenge("carrier", "1"); exit; }
                fix_nated_register();
                save("location");
                exit;
              }
              if (has_totag()) {
                if (loose_route()) {
                  if ($rd == "%1$s") lookup("location"); # a Contact of linphonec names its domain (RFC 5627)
                  t_relay();
                  exit;
                }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not Here");
                exit;
              }
              if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
              if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
              if ($ua =~ "Belfry") {
                if (!pv_proxy_authenticate("carrier", "%5$s", "0")) { proxy_challenge("carrier", "1"); exit; }
                consume_credentials();
              } else {
                $rU = $(rU{s.substr,1,10});
              }
              record_route();
              if (!lookup("location")) { sl_send_reply("480", "Not Registered"); exit; }
              t_relay();
            }
            """
                .formatted(ADDRESS, port, tlsPort, home, PASSWORD));
  }

  /** The customer's trunk, as JSON. */
  String trunk(Line line) {
    return """
    {"name":"%s","server":"sip:%s:%s","username":"%s","password":"%s","number":"%s"}
    """
        .formatted(
            line.trunk(),
            ADDRESS,
            line == Line.ENCRYPTED ? tlsPort + ";transport=tls" : port,
            line.account(),
            PASSWORD,
            line.customer);
  }

  /** What the phone of a subscriber has to know. */
  Account subscriber(String number, double tone) {
    return new Account(number, PASSWORD, ADDRESS, port, "udp", tone);
  }

  String said() {
    return kamailio.said();
  }

  @Override
  public void close() {
    kamailio.close();
  }

  private void makeCertificate() {
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Console openssl =
        new Console(
            home,
            Map.of(),
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=carrier",
                "-addext",
                "subjectAltName=IP:" + ADDRESS,
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem"))) {
      if (openssl.awaitEnd(Duration.ofSeconds(20)) != 0) {
        throw new AssertionError(openssl.said());
      }
    }
  }
}
