package org.belfry.pbx.app;

import java.time.ZoneId;

/**
 * What programs know of the site.
 *
 * @param language BCP 47, in which callers are spoken to first
 */
public record Site(ZoneId zone, String language) {}
