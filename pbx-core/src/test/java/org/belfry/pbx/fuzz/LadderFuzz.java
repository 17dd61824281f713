package org.belfry.pbx.fuzz;

import java.io.StringReader;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.ladder.Ladder;
import org.belfry.pbx.ladder.LadderDrawing;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.trace.TracedMessage;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A message of anything in a call: its ladder can be drawn, and nothing in it is markup. */
public final class LadderFuzz {
  private static final Hop HOP = Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.1", 5060));

  private LadderFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    var message =
        new TracedMessage(
            0, Instant.EPOCH, TracedMessage.Direction.RECEIVED, HOP, data.clone(), null);
    LadderView ladder = Ladder.of("call", List.of(message));
    String svg = LadderDrawing.svg(ladder);
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
      if (document.getElementsByTagName("*").getLength() > 40) {
        throw new AssertionError("markup came from outside:\n" + svg);
      }
    } catch (SAXException | ParserConfigurationException | java.io.IOException e) {
      throw new AssertionError("the drawing is no XML:\n" + svg, e);
    }
  }
}
