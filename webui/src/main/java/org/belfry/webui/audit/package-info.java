/**
 * The audit log: who has changed what. Imports {@code pbx.admin} and {@code webui.base}. Start at
 * {@link org.belfry.webui.audit.AuditView}.
 */
@NullMarked
package org.belfry.webui.audit;

import org.jspecify.annotations.NullMarked;
