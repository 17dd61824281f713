/**
 * Phones that configure themselves: the list, those that nobody has adopted yet, the form with the
 * keys, and one page for each phone with what it gets and why. Imports {@code pbx.admin} and {@code
 * webui.base}. Start at {@link org.belfry.webui.phones.PhonesView}.
 */
@NullMarked
package org.belfry.webui.phones;

import org.jspecify.annotations.NullMarked;
