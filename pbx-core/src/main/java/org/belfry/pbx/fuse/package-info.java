/**
 * The fraud fuse: how many outside calls, minutes and how much money a user, a trunk and the whole
 * site may use, and what happens beyond that. Everything here is told the time and holds a bounded
 * number of entries.
 *
 * <p>Three kinds of calls are counted apart ({@link org.belfry.pbx.fuse.FuseKind}), so that a
 * stolen account that dials premium numbers leaves the rest of the office on the phone. Calls to
 * emergency numbers are never counted, refused or ended.
 *
 * <p>Imports {@code directory}. Start at {@link org.belfry.pbx.fuse.FraudFuse}.
 */
@NullMarked
package org.belfry.pbx.fuse;

import org.jspecify.annotations.NullMarked;
