/**
 * Reports: the calls of a period as figures, charts and tables, to be taken along or mailed on a
 * schedule. Start at {@link org.belfry.webui.reports.ReportsView}.
 */
@NullMarked
package org.belfry.webui.reports;

import org.jspecify.annotations.NullMarked;
