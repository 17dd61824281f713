/**
 * Storage: what takes the disk, and where that is changed. Imports {@code pbx.admin} and {@code
 * webui.base}. Start at {@link org.belfry.webui.storage.StorageView}.
 */
@NullMarked
package org.belfry.webui.storage;

import org.jspecify.annotations.NullMarked;
