package org.belfry.pbx.routing.cpl;

/**
 * What is wrong with a script, for the person who wrote it.
 *
 * @param line from 1
 * @param column from 1; of the tag or attribute that is meant
 */
public record CplProblem(int line, int column, String sentence) {

  @Override
  public String toString() {
    return "Line " + line + ", column " + column + ": " + sentence;
  }
}
