/**
 * Backups: the database and the files of the data directory, encrypted by restic on a disk, an SFTP
 * server or S3 storage; each night proven by restoring the newest one into a scratch database. The
 * way back is the same: fetched beside what is there, proven, and exchanged at the next start
 * ({@link org.belfry.appliance.system.RestoredState}).
 *
 * <p>Imports {@code system}, {@code persistence}, {@code directory} (the vault) and {@code audit}.
 * {@link org.belfry.appliance.backup.Restic} is the only one who runs restic. Start at {@link
 * org.belfry.appliance.backup.BackupKeeper} and {@link org.belfry.appliance.backup.BackupMaker}.
 */
@NullMarked
package org.belfry.appliance.backup;

import org.jspecify.annotations.NullMarked;
