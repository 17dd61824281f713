package org.belfry.pbx.directory;

import org.jspecify.annotations.Nullable;

/**
 * A person with an extension.
 *
 * @param ha1Md5 hex of MD5(extension:realm:password), RFC 7616 §3.4.2
 * @param ha1Sha256 the same with SHA-256, RFC 8760
 * @param encryption of the media of this user's phones
 * @param digest which algorithms this user's phones are challenged with
 * @param settings for calls to and from this user
 * @param script the user's own script for their calls, or null
 */
public record User(
    long id,
    String extension,
    String name,
    @Nullable String email,
    String ha1Md5,
    String ha1Sha256,
    MediaEncryption encryption,
    DigestOffer digest,
    CallSettings settings,
    @Nullable CallScript script) {

  /** A user whose phones are challenged as the site's are. */
  public User(
      long id,
      String extension,
      String name,
      @Nullable String email,
      String ha1Md5,
      String ha1Sha256,
      MediaEncryption encryption,
      CallSettings settings,
      @Nullable CallScript script) {
    this(
        id,
        extension,
        name,
        email,
        ha1Md5,
        ha1Sha256,
        encryption,
        DigestOffer.SITE,
        settings,
        script);
  }

  /** A user without a script. */
  public User(
      long id,
      String extension,
      String name,
      @Nullable String email,
      String ha1Md5,
      String ha1Sha256,
      MediaEncryption encryption,
      CallSettings settings) {
    this(id, extension, name, email, ha1Md5, ha1Sha256, encryption, settings, null);
  }

  /** A user with the usual settings for calls. */
  public User(
      long id,
      String extension,
      String name,
      @Nullable String email,
      String ha1Md5,
      String ha1Sha256,
      MediaEncryption encryption) {
    this(id, extension, name, email, ha1Md5, ha1Sha256, encryption, CallSettings.DEFAULT);
  }

  /** A user whose phones encrypt as the site's do. */
  public User(
      long id,
      String extension,
      String name,
      @Nullable String email,
      String ha1Md5,
      String ha1Sha256) {
    this(id, extension, name, email, ha1Md5, ha1Sha256, MediaEncryption.SITE);
  }

  /** The digests stay out of logs. */
  @Override
  public String toString() {
    return "User[" + id + " " + extension + "]";
  }
}
