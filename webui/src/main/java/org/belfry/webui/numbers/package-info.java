/**
 * Numbers: the site's outside numbers and where calls to them go, which trunks take outside calls,
 * and how the site dials. Imports {@code pbx.admin}, {@code webui.base} and the states of {@code
 * webui.trunks}. Start at {@link org.belfry.webui.numbers.InboundView}.
 */
@NullMarked
package org.belfry.webui.numbers;

import org.jspecify.annotations.NullMarked;
