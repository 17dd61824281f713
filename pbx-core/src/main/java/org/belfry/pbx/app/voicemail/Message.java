package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A message in a mailbox.
 *
 * @param sound its file, which may be gone meanwhile
 */
public record Message(long id, Sender from, Duration length, Path sound) {}
