package org.belfry.appliance.e2e;

/**
 * What a phone needs to know.
 *
 * @param server address of the appliance
 * @param tone Hz that it plays to the other side
 */
record Account(
    String extension,
    String password,
    String server,
    int serverPort,
    String transport,
    double tone) {

  /** Of an appliance on loopback. */
  Account(String extension, String password, int serverPort, String transport, double tone) {
    this(extension, password, "127.0.0.1", serverPort, transport, tone);
  }

  String uri(String callee) {
    return "sip:" + callee + "@" + server + ":" + serverPort + parameter();
  }

  String parameter() {
    return transport.equals("udp") ? "" : ";transport=" + transport;
  }
}
