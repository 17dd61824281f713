package org.belfry.pbx.anchor;

/** How a far end has agreed to speak, as the media side knows it; call control only carries it. */
public interface AgreedMedia {}
