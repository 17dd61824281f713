package org.belfry.appliance.certificates;

import org.jspecify.annotations.Nullable;

/** Where changes are told of. */
@FunctionalInterface
interface CertificateAudit {
  /** As {@link org.belfry.appliance.audit.AuditTrail#tell}. */
  void tell(String kind, @Nullable Object before, @Nullable Object after);
}
