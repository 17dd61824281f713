package org.belfry.pbx.registrar;

import org.belfry.pbx.sip.Aor;

/**
 * One change of an AOR's bindings, as journalled. Applying a delta twice, or applying only the
 * newest of one AOR and contact, gives the same result.
 */
public sealed interface BindingDelta {
  Aor aor();

  /** The Contact URI; with the AOR the key of a binding. */
  String contact();

  /** The binding is there from now on, new or refreshed. */
  record Stored(Aor aor, Binding binding) implements BindingDelta {
    @Override
    public String contact() {
      return binding.contact();
    }
  }

  /** The binding is gone: unregistered, expired or removed. */
  record Removed(Aor aor, String contact) implements BindingDelta {}
}
