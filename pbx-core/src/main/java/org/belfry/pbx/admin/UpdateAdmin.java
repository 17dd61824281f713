package org.belfry.pbx.admin;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates of an installed Belfry: where one comes from, and its installation by the host, which
 * checks the maker's signature and returns to the previous version when the new one does not work.
 */
public interface UpdateAdmin {

  UpdateView update();

  /**
   * Asks the update server for a newer version.
   *
   * @throws InvalidCommand when none is set, or it does not answer
   */
  UpdateView check();

  /**
   * Begins to download the newer version of the update server; {@link #update} tells how far it is.
   *
   * @throws InvalidCommand when there is none, or something is being downloaded or installed
   */
  UpdateView download();

  /**
   * Takes an update file.
   *
   * @param file as {@code ./belfry release} makes it; read to its end
   * @throws InvalidCommand when it is no such file, or there is no room for it
   * @throws IOException when it cannot be read
   */
  UpdateView take(InputStream file) throws IOException;

  /** Deletes the update that is ready, and with it a plan to install it. */
  UpdateView discard();

  /**
   * Has the host install the update that is ready, at once: calls end.
   *
   * @throws InvalidCommand when none is ready, or nothing here can install one
   */
  UpdateView installNow();

  /**
   * Has it installed in the coming night, in the first minute without calls.
   *
   * @throws InvalidCommand as {@link #installNow}
   */
  UpdateView installTonight();

  /** No installation in the coming night. */
  UpdateView cancelInstallation();

  /**
   * Has the host return to the version before the last update, at once, with the database that it
   * had: what has changed since is lost, and calls end.
   *
   * @throws InvalidCommand when there is none any more, or something is being installed
   */
  UpdateView goBack();

  /** What is done about a newer version of the update server without being asked. */
  enum Automatic {
    /** It is shown. */
    CHECK,
    /** It is downloaded, too. */
    DOWNLOAD,
    /** And installed in the coming night. */
    INSTALL
  }

  /** How far an installation is, or how the last one ended. */
  enum State {
    /** There was none. */
    NONE,
    /** The host has been asked. */
    ASKED,
    CHECKING,
    /** A new system is written beside the one that runs; calls go on. */
    WRITING,
    SAVING,
    INSTALLING,
    STARTING,
    UPDATED,
    /** The previous version runs again. */
    UNDONE,
    /** Nothing was changed. */
    REFUSED;

    /** Whether the host works on it. */
    public boolean isBusy() {
      return switch (this) {
        case ASKED, CHECKING, WRITING, SAVING, INSTALLING, STARTING -> true;
        default -> false;
      };
    }
  }

  /** Why an installation was refused or undone. */
  enum Reason {
    /** No key that may sign updates is on this host. */
    NO_KEY,
    /** The maker has not signed it, or it was changed. */
    UNSIGNED,
    NOT_NEWER,
    INSTALLED,
    NOT_BELFRY,
    NO_ROOM,
    UNREADABLE,
    /** Package or database could not be saved. */
    NOT_SAVED,
    /** The new system could not be written, or not be read as it was written. */
    NOT_WRITTEN,
    SLOT_TOO_SMALL,
    /** Its accounts have other numbers. */
    OTHER_ACCOUNTS,
    /** There is no version to go back to. */
    NO_PREVIOUS,
    /** An administrator went back. */
    REQUESTED,
    /** The new system did not start. */
    NOT_STARTED,
    /** The new version did not become healthy. */
    UNHEALTHY,
    /** Power went off. */
    INTERRUPTED,
    /** The host does not react. */
    NO_ANSWER,
    OTHER
  }

  /**
   * @param version that runs
   * @param slot of the image that runs, A or B; null where Belfry is a package
   * @param previous the version that can be gone back to; null for none
   * @param installable whether this host installs updates: not when Belfry runs from a clone
   * @param signable whether the host has a key that may sign updates
   * @param server the update server's address; null for none
   * @param automatic what is done about a newer version that it has
   * @param checkedAt when it was asked last; null for never
   * @param offer the newer version that it has; null for none
   * @param download null when nothing is being downloaded and nothing went wrong
   * @param ready the update that can be installed; null for none
   * @param tonight from when on it is installed in the first minute without calls; null when that
   *     is not planned
   * @param liveCalls that an installation now would end
   * @param past installations, the latest first
   */
  record UpdateView(
      String version,
      @Nullable String slot,
      @Nullable PreviousView previous,
      boolean installable,
      boolean signable,
      @Nullable String server,
      Automatic automatic,
      @Nullable Instant checkedAt,
      @Nullable OfferView offer,
      @Nullable DownloadView download,
      @Nullable OfferView ready,
      ProgressView progress,
      @Nullable Instant tonight,
      int liveCalls,
      List<PastView> past) {}

  /**
   * A version as its file or the server describes it.
   *
   * @param at when it was made; null when unknown
   * @param notes what is new, plain text; may be empty
   * @param size of the file in bytes
   */
  record OfferView(String version, @Nullable Instant at, String notes, long size) {}

  /**
   * The version before the last update.
   *
   * @param until when it is deleted
   */
  record PreviousView(String version, Instant until) {}

  /**
   * @param percent 0 to 100
   * @param problem a sentence when it failed; null while it goes on
   */
  record DownloadView(int percent, @Nullable String problem) {}

  /**
   * @param at since when; null when there was none
   * @param reason of {@link State#REFUSED} and {@link State#UNDONE}
   * @param percent of {@link State#WRITING}, 0 to 100
   */
  record ProgressView(State state, @Nullable Instant at, @Nullable Reason reason, int percent) {

    public ProgressView(State state, @Nullable Instant at, @Nullable Reason reason) {
      this(state, at, reason, 0);
    }
  }

  /**
   * @param outcome {@code UPDATED}, {@code UNDONE} or {@code REFUSED}
   * @param from the version before; null when unknown
   * @param to the version that was to be installed; null when unknown
   */
  record PastView(
      Instant at,
      State outcome,
      @Nullable String from,
      @Nullable String to,
      @Nullable Reason reason) {}
}
