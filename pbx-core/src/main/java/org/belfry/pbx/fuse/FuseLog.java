package org.belfry.pbx.fuse;

/** Keeps what happens to the fuse. Called on any thread, one call at a time; must not block. */
@FunctionalInterface
public interface FuseLog {
  void on(FuseEvent event);
}
