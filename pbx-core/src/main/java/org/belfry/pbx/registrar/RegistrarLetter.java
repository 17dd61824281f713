package org.belfry.pbx.registrar;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/** What happens to the bindings of an AOR beside REGISTER requests. */
public sealed interface RegistrarLetter extends Event {
  Aor aor();

  /** The earliest binding runs out. */
  record Expire(Aor aor) implements RegistrarLetter {}

  /** Bindings were restored: set their timers. */
  record Restored(Aor aor) implements RegistrarLetter {}

  /** An administrator removed a binding, or its user is gone (contact null: all of them). */
  record Removed(Aor aor, @Nullable String contact) implements RegistrarLetter {}

  /** The connection over which a phone was reached is closed. */
  record FlowClosed(Aor aor, long connection) implements RegistrarLetter {}

  /** Time to ask the phones whether they are still there. */
  record KeepAliveDue(Aor aor) implements RegistrarLetter {}

  /** A phone that was asked is there, whatever it said. */
  record PhoneAnswered(Aor aor, String binding) implements RegistrarLetter {}

  /** A phone that was asked said nothing. */
  record PhoneSilent(Aor aor, String binding) implements RegistrarLetter {}
}
