package org.belfry.pbx.sip.transport;

/** The same with the JDK's sockets, which machines without epoll use. */
class NioTlsTest extends TlsTest {
  @Override
  boolean epoll() {
    return false;
  }
}
