package org.belfry.pbx.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.engine.Figure;
import org.belfry.pbx.sip.Method;

/**
 * Requests by method, responses by class, retransmissions. Written by the lanes at every message,
 * so an entry costs one uncontended addition; methods nobody knows share one.
 */
public final class MessageCounts {
  private static final int CLASSES = 7;
  private static final int CLASS_AT = "SIP/2.0 ".length();

  private final List<Method> methods = Method.known();
  private final LongAdder[] requests = adders(methods.size());
  private final LongAdder otherRequests = new LongAdder();
  private final LongAdder[] received = adders(CLASSES);
  private final LongAdder[] sent = adders(CLASSES);
  private final LongAdder receivedAgain = new LongAdder();
  private final LongAdder sentAgain = new LongAdder();

  public void request(Method method) {
    int which = methods.indexOf(method);
    (which < 0 ? otherRequests : requests[which]).increment();
  }

  public void response(int status) {
    received[status / 100].increment();
  }

  /** A message of ours goes out; told by its bytes whether it is a response (RFC 3261 §7.2). */
  void sent(byte[] message) {
    if (message.length > CLASS_AT && message[0] == 'S' && message[3] == '/') {
      int which = message[CLASS_AT] - '0';
      if (which > 0 && which < CLASSES) {
        sent[which].increment();
      }
    }
  }

  public void receivedAgain() {
    receivedAgain.increment();
  }

  public void sentAgain() {
    sentAgain.increment();
  }

  public List<Figure> figures() {
    List<Figure> all = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      all.add(requests(methods.get(i).name(), requests[i]));
    }
    all.add(requests("other", otherRequests));
    for (int i = 1; i < CLASSES; i++) {
      all.add(responses("received", i, received[i]));
      all.add(responses("sent", i, sent[i]));
    }
    all.add(retransmissions("received", receivedAgain));
    all.add(retransmissions("sent", sentAgain));
    return all;
  }

  private static Figure requests(String method, LongAdder count) {
    return Figure.counter("sip.requests", "Requests received", count::sum).with("method", method);
  }

  private static Figure responses(String direction, int which, LongAdder count) {
    return Figure.counter("sip.responses", "Responses received and sent", count::sum)
        .with("direction", direction)
        .with("class", which + "xx");
  }

  private static Figure retransmissions(String direction, LongAdder count) {
    return Figure.counter(
            "sip.retransmissions", "Requests received again and messages sent again", count::sum)
        .with("direction", direction);
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }
}
