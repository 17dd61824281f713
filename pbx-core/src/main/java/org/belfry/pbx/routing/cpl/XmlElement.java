package org.belfry.pbx.routing.cpl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element as it was written.
 *
 * @param namespace empty for none
 * @param attributes of no namespace, by name
 * @param foreign attributes of other namespaces, as written
 * @param text the first characters in it that are no blanks, or null
 * @param line where its start tag ends, from 1
 * @param column just behind its start tag, from 1
 */
record XmlElement(
    String name,
    String namespace,
    Map<String, String> attributes,
    List<String> foreign,
    List<XmlElement> children,
    @Nullable String text,
    int line,
    int column) {

  @Nullable String attribute(String attribute) {
    return attributes.get(attribute);
  }
}
