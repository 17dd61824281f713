package org.belfry.pbx.engine;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Something that can be counted or measured about the server, for monitoring. Which figures there
 * are is fixed when the server is assembled.
 *
 * @param name in the glossary's words, parts separated by dots: {@code sip.requests}
 * @param help what it says, one sentence without a full stop
 * @param counter true when it only ever grows
 * @param labels what distinguishes figures of the same name
 * @param value read on any thread, cheaply
 */
public record Figure(
    String name, String help, boolean counter, Map<String, String> labels, DoubleSupplier value) {
  public Figure {
    labels = Map.copyOf(labels);
  }

  public static Figure counter(String name, String help, DoubleSupplier value) {
    return new Figure(name, help, true, Map.of(), value);
  }

  public static Figure gauge(String name, String help, DoubleSupplier value) {
    return new Figure(name, help, false, Map.of(), value);
  }

  /** The same with one more label. */
  public Figure with(String label, String text) {
    Map<String, String> more = new java.util.HashMap<>(labels);
    more.put(label, text);
    return new Figure(name, help, counter, more, value);
  }
}
