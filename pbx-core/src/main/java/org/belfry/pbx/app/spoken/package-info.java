/**
 * How numbers, dates and times are said in a language: a pure function of the {@link
 * org.belfry.pbx.app.Prompt} to names of recorded words. Imports the contract of applications
 * alone. Start at {@link org.belfry.pbx.app.spoken.Grammar}.
 */
@NullMarked
package org.belfry.pbx.app.spoken;

import org.jspecify.annotations.NullMarked;
