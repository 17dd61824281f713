package org.belfry.pbx.routing.cpl;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a document into elements with the JDK's parser, with everything off that reaches out or
 * grows: no document type, so no entities of its own and nothing external.
 */
final class XmlReader extends DefaultHandler {
  private static final String SAX = "http://xml.org/sax/features/";

  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Locator locator;
  private @Nullable XmlElement root;
  private int nodes;

  private XmlReader() {}

  /** An element whose end has not come yet. */
  private static final class Open {
    final String name;
    final String namespace;
    final int line;
    final int column;
    final Map<String, String> attributes = new HashMap<>();
    final List<String> foreign = new ArrayList<>();
    final List<XmlElement> children = new ArrayList<>();
    @Nullable String text;

    Open(String name, String namespace, int line, int column) {
      this.name = name;
      this.namespace = namespace;
      this.line = line;
      this.column = column;
    }

    XmlElement element() {
      return new XmlElement(name, namespace, attributes, foreign, children, text, line, column);
    }
  }

  /**
   * @throws SAXParseException with line, column and a sentence
   */
  static XmlElement read(String text) throws SAXParseException {
    XmlReader handler = new XmlReader();
    try {
      XMLReader reader = parser();
      reader.setContentHandler(handler);
      reader.setErrorHandler(handler);
      reader.setEntityResolver(handler);
      reader.parse(new InputSource(new StringReader(text)));
    } catch (SAXParseException e) {
      throw e;
    } catch (SAXException | IOException e) {
      throw handler.problem("This is no XML: " + e.getMessage());
    }
    XmlElement read = handler.root;
    if (read == null) {
      throw handler.problem("This is no XML: there is no element.");
    }
    return read;
  }

  private static XMLReader parser() throws SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(SAX + "external-general-entities", false);
      factory.setFeature(SAX + "external-parameter-entities", false);
      factory.setXIncludeAware(false);
      return factory.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser lacks what keeps us safe", e);
    }
  }

  @Override
  public void setDocumentLocator(Locator where) {
    locator = where;
  }

  @Override
  public InputSource resolveEntity(String publicId, String systemId) {
    return new InputSource(new StringReader("")); // nothing is ever fetched
  }

  @Override
  public void startElement(String namespace, String name, String qualified, Attributes attributes)
      throws SAXParseException {
    if (open.size() >= CplLimits.DEPTH) {
      throw problem("A script has at most " + CplLimits.DEPTH + " elements inside one another.");
    }
    if (++nodes > CplLimits.NODES) {
      throw problem("A script has at most " + CplLimits.NODES + " elements.");
    }
    Open element = new Open(name, namespace, line(), column());
    for (int i = 0; i < attributes.getLength(); i++) {
      String of = attributes.getURI(i);
      if (of.isEmpty()) {
        element.attributes.put(attributes.getLocalName(i), attributes.getValue(i));
      } else if (!of.equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)
          && !of.equals(XMLConstants.XML_NS_URI)) {
        element.foreign.add(attributes.getQName(i));
      }
    }
    open.push(element);
  }

  @Override
  public void endElement(String namespace, String name, String qualified) {
    XmlElement done = open.pop().element();
    Open parent = open.peek();
    if (parent == null) {
      root = done;
    } else {
      parent.children.add(done);
    }
  }

  @Override
  public void characters(char[] chars, int start, int length) {
    Open inside = open.peek();
    if (inside != null && inside.text == null) {
      String stripped = new String(chars, start, length).strip();
      if (!stripped.isEmpty()) {
        inside.text = stripped.substring(0, Math.min(stripped.length(), 20));
      }
    }
  }

  @Override
  public void error(SAXParseException e) throws SAXParseException {
    throw e;
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXParseException {
    String message = String.valueOf(e.getMessage());
    throw new SAXParseException(
        message.contains("DOCTYPE")
            ? "A script has no document type (DOCTYPE): it could hold entities."
            : "This is no XML: " + message,
        e.getPublicId(),
        e.getSystemId(),
        e.getLineNumber(),
        e.getColumnNumber(),
        e);
  }

  private SAXParseException problem(String sentence) {
    return new SAXParseException(sentence, null, null, line(), column());
  }

  private int line() {
    return locator == null ? 1 : Math.max(1, locator.getLineNumber());
  }

  private int column() {
    return locator == null ? 1 : Math.max(1, locator.getColumnNumber());
  }
}
