@NullMarked
package org.belfry.webui;

import org.jspecify.annotations.NullMarked;
