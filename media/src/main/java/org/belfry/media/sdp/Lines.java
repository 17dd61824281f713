package org.belfry.media.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the session level or of one media section, in their order. */
public record Lines(List<Line> all) {
  static final Lines NONE = new Lines(List.of());

  public Lines {
    all = List.copyOf(all);
  }

  /** The first line of a type, or null. */
  public @Nullable String first(char type) {
    for (Line line : all) {
      if (line.type() == type) {
        return line.value();
      }
    }
    return null;
  }

  public boolean has(String attribute) {
    return value(attribute) != null;
  }

  /** The first value of an attribute; empty for a property attribute; null if it is not there. */
  public @Nullable String value(String attribute) {
    for (Line line : all) {
      if (line.isAttribute(attribute)) {
        return line.attributeValue();
      }
    }
    return null;
  }

  /** The values of an attribute in their order, no more than {@code limit}. */
  public List<String> values(String attribute, int limit) {
    var values = new ArrayList<String>();
    for (Line line : all) {
      if (values.size() >= limit) {
        break;
      }
      if (line.isAttribute(attribute)) {
        values.add(line.attributeValue());
      }
    }
    return values;
  }

  void write(StringBuilder out) {
    for (Line line : all) {
      out.append(line.type()).append('=').append(line.value()).append("\r\n");
    }
  }
}
