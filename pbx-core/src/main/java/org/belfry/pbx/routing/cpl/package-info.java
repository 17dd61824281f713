/**
 * The Call Processing Language (RFC 3880): users' own scripts read, refused with line and column or
 * compiled to call plans; users' rules written as scripts and read back where they fit.
 *
 * <p>Pure functions: no files, no network, no clock. Whatever somebody uploads is read and asked in
 * bounded time. Imports {@code routing}, {@code directory} and {@code sip}. Start at {@link
 * org.belfry.pbx.routing.cpl.CplScript}; what is supported is in docs/cpl.md.
 */
@NullMarked
package org.belfry.pbx.routing.cpl;

import org.jspecify.annotations.NullMarked;
