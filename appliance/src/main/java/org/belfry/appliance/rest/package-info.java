/**
 * The REST API below {@code /api/v1}: a thin skin over {@code pbx.admin}. Errors are RFC 9457
 * problem documents.
 *
 * <p>Imports {@code pbx.admin} only. Start at {@link org.belfry.appliance.rest.UserResource}.
 */
@NullMarked
package org.belfry.appliance.rest;

import org.jspecify.annotations.NullMarked;
