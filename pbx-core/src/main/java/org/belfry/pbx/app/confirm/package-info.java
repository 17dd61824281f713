/**
 * Outside numbers of find-me steps that must press 1: whoever answers there is asked whether they
 * take the call, so that a mobile's voicemail never swallows it. Start at {@link
 * org.belfry.pbx.app.confirm.Confirm}.
 */
@NullMarked
package org.belfry.pbx.app.confirm;

import org.jspecify.annotations.NullMarked;
