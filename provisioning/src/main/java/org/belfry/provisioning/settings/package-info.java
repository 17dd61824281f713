/**
 * What may be set on a phone, in layers: what is built in, what holds for all, for a site, for a
 * model, for one phone. Each value knows which layer it is from. Imports {@code catalogue}. Start
 * at {@link org.belfry.provisioning.settings.Layers}.
 */
@NullMarked
package org.belfry.provisioning.settings;

import org.jspecify.annotations.NullMarked;
