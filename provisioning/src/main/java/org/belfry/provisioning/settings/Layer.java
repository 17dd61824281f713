package org.belfry.provisioning.settings;

/** Where a value is from, the weakest first. */
public enum Layer {
  /** Ours, when nobody says anything. */
  BUILT_IN,
  /** For all phones. */
  GLOBAL,
  /** For the phones of a place. */
  SITE,
  /** For the phones of a brand or a model. */
  MODEL,
  /** For one phone. */
  DEVICE
}
