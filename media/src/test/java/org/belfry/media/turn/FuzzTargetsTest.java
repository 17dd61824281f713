package org.belfry.media.turn;

import java.util.HexFormat;
import java.util.Random;
import org.belfry.media.ice.IceFuzz;
import org.junit.jupiter.api.Test;

/** The fuzz targets on sound messages with a little damage; Jazzer looks for more. */
class FuzzTargetsTest {
  private static final String[] SOUND = {
    "000100002112a442000000000000000000000001",
    "000300082112a4420000000000000000000000010019000411000000",
    "000300102112a44200000000000000000000000100190004110000000018000180000000",
    "000800182112a442000000000000000000000001001200080001a4b2e721c086001200080001a4b2" + "e721c087",
    "001600142112a442000000000000000000000001001200080001a4b2e721c0860013000401020304",
    "000900142112a442000000000000000000000001000c000440010000001200080001a4b2e721c086",
    "000400082112a442000000000000000000000001000d000400000000",
    "4000000401020304",
    "000100282112a442000000000000000000000001000600096f7572733a6f75727300000000240004"
        + "6e0001ff802a0008000000000000000100250000",
    "0111000c2112a4420000000000000000000000010009000800000457526f6c65"
  };

  @Test
  void damageHarmsNoTarget() {
    Random random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = HexFormat.of().parseHex(SOUND[random.nextInt(SOUND.length)]);
      for (int k = random.nextInt(4); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      IceFuzz.fuzzerTestOneInput(bytes);
      TurnFuzz.fuzzerTestOneInput(bytes);
    }
  }
}
