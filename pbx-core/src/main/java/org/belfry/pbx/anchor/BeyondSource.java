package org.belfry.pbx.anchor;

import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/** Knows who is behind an application of ours; null where nobody is, or it does not matter. */
public interface BeyondSource {
  /** There is no application. */
  BeyondSource NOBODY =
      new BeyondSource() {
        @Override
        public @Nullable Hop called(Hop application, SipUri uri) {
          return null;
        }

        @Override
        public @Nullable Beyond leg(String callId, Side side) {
          return null;
        }
      };

  /** As far as the Request-URI tells. */
  @Nullable Hop called(Hop application, SipUri uri);

  /** Whom the leg of ours on a side of a call speaks for. */
  @Nullable Beyond leg(String callId, Side side);
}
