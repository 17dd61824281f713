package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  private static final int SCALE = 4;

  @Test
  void aCameraReadsWhatWasWritten() throws Exception {
    String text = "SIP account of Jürgen Müßig\nUser: 1001\nPassword: k7Qw-mZ4x-Tb9e";

    assertThat(read(QrCode.svg(text))).isEqualTo(text);
  }

  private static String read(String svg) throws Exception {
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
    assertThat(box.find()).isTrue();
    int side = Integer.parseInt(box.group(1)) * SCALE;
    int[] pixels = new int[side * side];
    Arrays.fill(pixels, 0xffffff);
    Matcher dots = Pattern.compile("M(\\d+) (\\d+)h1").matcher(svg);
    while (dots.find()) {
      int x = Integer.parseInt(dots.group(1)) * SCALE;
      int y = Integer.parseInt(dots.group(2)) * SCALE;
      for (int row = y; row < y + SCALE; row++) {
        Arrays.fill(pixels, row * side + x, row * side + x + SCALE, 0);
      }
    }
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(
                new GlobalHistogramBinarizer(new RGBLuminanceSource(side, side, pixels))))
        .getText();
  }
}
