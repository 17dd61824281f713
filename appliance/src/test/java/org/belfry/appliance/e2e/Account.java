package org.belfry.appliance.e2e;

/**
 * What a phone needs to know.
 *
 * @param tone Hz that it plays to the other side
 */
record Account(String extension, String password, int serverPort, String transport, double tone) {

  String uri(String callee) {
    return "sip:" + callee + "@127.0.0.1:" + serverPort + parameter();
  }

  String parameter() {
    return transport.equals("udp") ? "" : ";transport=" + transport;
  }
}
