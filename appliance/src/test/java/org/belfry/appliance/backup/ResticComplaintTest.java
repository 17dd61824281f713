package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResticComplaintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Fatal: wrong password or no key found                                   | the passphrase is not
          Fatal: unable to open config file: Stat: no such file\\nIs there a repository at the following location? | there are no backups
          Fatal: repository does not exist: unable to open config file            | there are no backups
          write /mnt/x: no space left on device                                   | disk of the backups is full
          ssh: Could not resolve hostname nas: Name or service not known          | cannot be reached
          belfry@nas: Permission denied (publickey).                              | authorized keys
          Host key verification failed.                                           | another key than the first time
          client.BucketExists: Access Denied.                                     | refuses the access key
          load(<data/ab12>) returned error: ciphertext verification failed        | damaged
          error: pack file cannot be listed                                       | damaged
          unable to create lock in backend: repository is already locked by PID 7 | another program
          something quite new                                                     | restic failed: something quite new
          """)
  void whatResticSaysBecomesASentence(String said, String sentence) {
    assertThat(ResticComplaint.sentence(said)).contains(sentence);
  }

  @Test
  void silenceIsSaidToo() {
    assertThat(ResticComplaint.sentence("")).isEqualTo("restic failed: no reason given");
  }
}
