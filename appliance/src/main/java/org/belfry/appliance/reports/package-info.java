/**
 * Reports on calls: figures from the database, workbooks, and mails on a schedule. Start at {@link
 * org.belfry.pbx.admin.CallReports}.
 */
@NullMarked
package org.belfry.appliance.reports;

import org.jspecify.annotations.NullMarked;
