package org.belfry.pbx.registrar;

import org.belfry.pbx.sip.Aor;

/** Is told of phones that have gone. Called on a lane: returns at once. */
@FunctionalInterface
public interface RegistrationObserver {
  void lost(Aor aor, Binding binding, Loss cause);
}
