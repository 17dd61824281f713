/**
 * What an owner looks at or sends when something is wrong: the log, what takes the disk, the
 * support bundle. Nothing that leaves here has a secret in it ({@link
 * org.belfry.appliance.support.Redaction}).
 *
 * <p>Imports {@code audit}, {@code directory} and {@code system}. Start at {@link
 * org.belfry.appliance.support.LogFiles}.
 */
@NullMarked
package org.belfry.appliance.support;

import org.jspecify.annotations.NullMarked;
