/**
 * Who is registered right now. Start at {@link org.belfry.webui.registrations.RegistrationsView}.
 */
@NullMarked
package org.belfry.webui.registrations;

import org.jspecify.annotations.NullMarked;
