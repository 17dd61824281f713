package org.belfry.pbx.presence;

import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.registrar.Location;

/** What the subscriptions of all lanes tell of: presence, the users of now and their bindings. */
public record PresenceSources(
    Presence presence, Supplier<Directory> directory, Location location) {}
