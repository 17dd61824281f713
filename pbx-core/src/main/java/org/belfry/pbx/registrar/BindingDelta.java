package org.belfry.pbx.registrar;

import org.belfry.pbx.sip.Aor;

/**
 * One change of an AOR's bindings, as journalled. Applying a delta twice, or applying only the
 * newest of one AOR and key, gives the same result.
 */
public sealed interface BindingDelta {
  Aor aor();

  /** With the AOR what tells a binding from others: {@link Binding#key()}. */
  String key();

  /** The binding is there from now on, new or refreshed. */
  record Stored(Aor aor, Binding binding) implements BindingDelta {
    @Override
    public String key() {
      return binding.key();
    }
  }

  /** The binding is gone: unregistered, expired, lost or removed. */
  record Removed(Aor aor, String key) implements BindingDelta {}
}
