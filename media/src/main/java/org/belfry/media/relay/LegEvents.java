package org.belfry.media.relay;

/** Is told what happens to a leg, on the leg's thread. */
public interface LegEvents {
  void happened(LegEvent event);
}
