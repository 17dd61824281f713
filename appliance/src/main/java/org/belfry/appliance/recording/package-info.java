/**
 * Recordings of calls and rooms: whose are made, where they are kept, how long. What is recorded is
 * written to a file in the intake with a slip of paper beside it that says whose it is; the {@link
 * org.belfry.appliance.recording.RecordingArchiver} files it: the sound under its final name, then
 * its row, then the slip goes. Each step may be done twice, so a killed process or a database that
 * is away loses nothing but the last second.
 *
 * <p>Imports {@code mediabridge}, {@code cdr}, {@code directory}, {@code persistence} and {@code
 * system}. Start at {@link org.belfry.appliance.recording.CallRecorder}.
 */
@NullMarked
package org.belfry.appliance.recording;

import org.jspecify.annotations.NullMarked;
