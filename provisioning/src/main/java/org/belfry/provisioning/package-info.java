/**
 * Phone models and the files they ask for, as pure functions: the same account and settings always
 * give the same bytes. No network, no Spring, no SQL. So far only {@link
 * org.belfry.provisioning.profile} exists; start there.
 */
@NullMarked
package org.belfry.provisioning;

import org.jspecify.annotations.NullMarked;
