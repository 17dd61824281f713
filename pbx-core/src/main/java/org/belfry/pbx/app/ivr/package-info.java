/**
 * Attendants: menus as data, and the interpreter that leads a caller through one.
 *
 * <p>{@link org.belfry.pbx.app.ivr.Attendant} is the document, {@link org.belfry.pbx.app.ivr.Flaws}
 * what can be wrong with it, {@link org.belfry.pbx.app.ivr.IvrSession} the interpreter: pure, the
 * same for a call and for a dry run ({@link org.belfry.pbx.app.ivr.Trial}). Imports {@code
 * directory}, and {@code app} for the call itself. Start at {@link
 * org.belfry.pbx.app.ivr.IvrSession}.
 */
@NullMarked
package org.belfry.pbx.app.ivr;

import org.jspecify.annotations.NullMarked;
