/**
 * Ring groups: extensions that ring for one number. Imports {@code pbx.admin} and {@code
 * webui.base}. Start at {@link org.belfry.webui.groups.GroupsView}.
 */
@NullMarked
package org.belfry.webui.groups;

import org.jspecify.annotations.NullMarked;
