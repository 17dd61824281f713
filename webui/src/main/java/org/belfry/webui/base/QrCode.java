package org.belfry.webui.base;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.vaadin.flow.component.html.Image;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A text as a picture for a phone's camera: black on white whatever the theme, or no phone reads
 * it.
 */
public final class QrCode extends Image {

  /**
   * @param text at most 2000 bytes of UTF-8
   * @param alt what the picture is, for those who do not see it
   * @throws IllegalArgumentException when the text does not fit
   */
  public QrCode(String text, String alt) {
    super(dataUri(text), alt);
    addClassName("bf-qr");
  }

  private static String dataUri(String text) {
    byte[] svg = svg(text).getBytes(StandardCharsets.UTF_8);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
  }

  static String svg(String text) {
    BitMatrix dots = encode(text);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < dots.getHeight(); y++) {
      for (int x = 0; x < dots.getWidth(); x++) {
        if (dots.get(x, y)) {
          path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
    <rect width="%1$d" height="%1$d" fill="#fff"/><path d="%2$s"/></svg>\
    """
        .formatted(dots.getWidth(), path);
  }

  private static BitMatrix encode(String text) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              0,
              0,
              Map.of(
                  EncodeHintType.CHARACTER_SET,
                  "UTF-8",
                  EncodeHintType.ERROR_CORRECTION,
                  ErrorCorrectionLevel.M,
                  EncodeHintType.MARGIN,
                  4));
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("This text does not fit into a QR code.", tooLong);
    }
  }
}
