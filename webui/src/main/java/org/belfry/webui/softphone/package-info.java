/**
 * The phone in the page: what the browser runs is {@code assets/phone/phone.js}, this is its end on
 * the server. Start at {@link org.belfry.webui.softphone.Softphone}.
 */
@NullMarked
package org.belfry.webui.softphone;

import org.jspecify.annotations.NullMarked;
