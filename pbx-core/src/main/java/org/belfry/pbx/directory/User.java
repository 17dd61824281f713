package org.belfry.pbx.directory;

import org.jspecify.annotations.Nullable;

/**
 * A person with an extension.
 *
 * @param ha1Md5 hex of MD5(extension:realm:password), RFC 7616 §3.4.2
 * @param ha1Sha256 the same with SHA-256, RFC 8760
 */
public record User(
    long id,
    String extension,
    String name,
    @Nullable String email,
    String ha1Md5,
    String ha1Sha256) {

  /** The digests stay out of logs. */
  @Override
  public String toString() {
    return "User[" + id + " " + extension + "]";
  }
}
