package org.belfry.pbx;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.cdr.CdrSink;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.Location;

/**
 * What all lanes of a server share: ports, the current snapshot, the location service and the
 * counters.
 *
 * @param changed run after registrations or calls have changed
 */
record SipShared(
    SipServerProperties properties,
    Supplier<Directory> directory,
    Location location,
    BindingJournal journal,
    CdrSink cdrs,
    SecurityLog securityLog,
    SipNetwork network,
    Counters counters,
    Runnable changed) {

  /** Counts for people and alarms; names are the glossary's. */
  record Counters(
      LongAdder requests,
      LongAdder responses,
      LongAdder malformed,
      LongAdder strayResponses,
      LongAdder overload,
      LongAdder authenticationFailures,
      LongAdder faults,
      LongAdder journalFull) {
    Counters() {
      this(
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder());
    }
  }
}
