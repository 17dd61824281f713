/**
 * What all pages share: the shell with theme and push, the frame with the navigation, headers,
 * empty states, form dialogs, live updates, texts, and what happens to errors. Knows no feature but
 * the routes in the navigation. Start at {@link org.belfry.webui.base.MainLayout} and {@link
 * org.belfry.webui.base.Page}.
 */
@NullMarked
package org.belfry.webui.base;

import org.jspecify.annotations.NullMarked;
