/**
 * Mail: the server that takes ours, a test of it, and what waits to be sent. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.mail.MailView}.
 */
@NullMarked
package org.belfry.webui.mail;

import org.jspecify.annotations.NullMarked;
