package org.belfry.media.srtp;

import org.belfry.media.rtp.Packet;
import org.jitsi.utils.ByteArrayBuffer;

/** Shows our {@link Packet} to jitsi-srtp without a copy. One is used again and again. */
final class PacketBuffer implements ByteArrayBuffer {
  /** Set before each use. */
  @SuppressWarnings("NullAway.Init")
  private Packet packet;

  PacketBuffer of(Packet shown) {
    packet = shown;
    return this;
  }

  @Override
  public byte[] getBuffer() {
    return packet.bytes();
  }

  @Override
  public int getOffset() {
    return packet.offset();
  }

  @Override
  public int getLength() {
    return packet.length();
  }

  @Override
  public void setLength(int length) {
    packet.set(packet.offset(), length);
  }

  @Override
  public void setOffset(int offset) {
    packet.set(offset, packet.length());
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int at, int length, byte[] target) {
    System.arraycopy(packet.bytes(), packet.offset() + at, target, 0, length);
  }

  /** Nothing to do: whoever protects a packet has checked that there is room behind it. */
  @Override
  public void grow(int bytes) {}

  @Override
  public void append(byte[] data, int length) {
    System.arraycopy(data, 0, packet.bytes(), packet.offset() + packet.length(), length);
    packet.set(packet.offset(), packet.length() + length);
  }

  @Override
  public void shrink(int bytes) {
    packet.set(packet.offset(), Math.max(0, packet.length() - bytes));
  }
}
