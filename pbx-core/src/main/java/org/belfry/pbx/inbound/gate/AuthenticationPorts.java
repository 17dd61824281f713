package org.belfry.pbx.inbound.gate;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.directory.Directory;

/**
 * What {@link Authenticated} decides by.
 *
 * @param directory the current snapshot
 * @param failures counts credentials that were not accepted
 */
public record AuthenticationPorts(
    DigestAuthenticator authenticator,
    Supplier<Directory> directory,
    SecurityLog securityLog,
    LongAdder failures) {}
