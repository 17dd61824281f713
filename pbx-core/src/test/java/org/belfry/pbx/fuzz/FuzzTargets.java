package org.belfry.pbx.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.sip.transport.FramingFuzz;

/** What strangers can feed us bytes through. Jazzer is given the class, the tests the method. */
final class FuzzTargets {
  private FuzzTargets() {}

  static Map<Class<?>, Consumer<byte[]>> all() {
    Map<Class<?>, Consumer<byte[]>> all = new LinkedHashMap<>();
    all.put(FramingFuzz.class, FramingFuzz::fuzzerTestOneInput);
    all.put(MessageFuzz.class, MessageFuzz::fuzzerTestOneInput);
    all.put(GrammarFuzz.class, GrammarFuzz::fuzzerTestOneInput);
    all.put(DigestFuzz.class, DigestFuzz::fuzzerTestOneInput);
    all.put(RouteFuzz.class, RouteFuzz::fuzzerTestOneInput);
    all.put(LadderFuzz.class, LadderFuzz::fuzzerTestOneInput);
    all.put(CplFuzz.class, CplFuzz::fuzzerTestOneInput);
    return all;
  }
}
