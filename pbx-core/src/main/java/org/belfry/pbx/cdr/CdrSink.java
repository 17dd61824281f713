package org.belfry.pbx.cdr;

/**
 * Where call records go. Implementations queue and return at once; the caller is a lane, or the
 * thread that told how a call sounded.
 */
public interface CdrSink {

  /**
   * Takes a record of a call that has ended.
   *
   * @return false when the journal is full and the record is lost; the caller counts it
   */
  boolean append(CallRecord call);
}
