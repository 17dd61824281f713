package org.belfry.appliance.directory;

import org.belfry.pbx.directory.Directory;

/** A change was committed and this is the snapshot that has it. */
public record DirectoryChanged(Directory directory) {}
