/**
 * Who has changed what. Tables tell it of each change in the transaction that makes it, so what is
 * not committed is not told. Imports {@code pbx.admin} and the database. Start at {@link
 * org.belfry.appliance.audit.AuditTrail}.
 */
@NullMarked
package org.belfry.appliance.audit;

import org.jspecify.annotations.NullMarked;
