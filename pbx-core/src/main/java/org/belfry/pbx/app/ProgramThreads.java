package org.belfry.pbx.app;

/** What programs run on: virtual threads, or the one thread of a virtual world. */
interface ProgramThreads {
  void start(String name, Runnable program);

  NewsQueue queue();
}
