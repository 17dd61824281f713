/**
 * Feature codes that change something: do-not-disturb, forwarding, the night switch. What was
 * changed is said, and where nothing can sound it is shown as the reason of a refusal. Start at
 * {@link org.belfry.pbx.app.feature.FeatureCodes}.
 */
@NullMarked
package org.belfry.pbx.app.feature;

import org.jspecify.annotations.NullMarked;
