package dev.socketfleet.collector.source.netlink;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that both the kernel and Java see; requests and replies share it.
 *
 * @param bytes in native byte order
 * @param address of its first byte
 */
record DirectBuffer(ByteBuffer bytes, long address) {

  /** The kernel fills datagrams up to 32 KiB, and no further, when the reader has room for them. */
  static final int CAPACITY = 32 * 1024;

  static DirectBuffer allocate() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    return new DirectBuffer(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
  }
}
