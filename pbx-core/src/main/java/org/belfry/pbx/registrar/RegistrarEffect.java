package org.belfry.pbx.registrar;

import java.util.List;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.message.SipResponse;

/** What the registrar wants done. */
public sealed interface RegistrarEffect extends Effect {

  record Answer(SipResponse response) implements RegistrarEffect {}

  /** Make the changes outlive a restart. */
  record Journal(List<BindingDelta> deltas) implements RegistrarEffect {}

  /** Tell whom it concerns that a phone has gone. */
  record Announce(Binding binding, Loss cause) implements RegistrarEffect {}
}
