package org.belfry.pbx.registrar;

import java.util.List;
import org.belfry.pbx.sip.Aor;

/** Keeps bindings over a restart, behind the call path. */
public interface BindingJournal {

  /**
   * Queues changes and returns at once.
   *
   * @return false when the journal is full and the changes will not outlive a restart; the caller
   *     counts it
   */
  boolean append(List<BindingDelta> deltas);

  /** What was stored and has not been removed, expired ones included; read once at start. */
  List<Stored> restore();

  /** A binding as it was journalled. */
  record Stored(Aor aor, Binding binding) {}
}
