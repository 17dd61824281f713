package org.belfry.pbx.admin;

import java.util.Locale;

/** Sentences of the appliance, such as problems and advice, in other languages than English. */
public interface SentenceTranslations {

  /** The sentence in this language; as it is when there is no translation. */
  String translated(String sentence, Locale language);
}
