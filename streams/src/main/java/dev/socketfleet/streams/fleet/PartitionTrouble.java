package dev.socketfleet.streams.fleet;

import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the hosts of one partition have to tell at this moment. It replaces what the partition
 * told before, so a repeat changes nothing and one that was lost is made good by the next.
 *
 * @param hosts that are not gone, in trouble or not
 * @param troubled those of them that have something to tell
 */
public record PartitionTrouble(int hosts, List<HostTrouble> troubled) {

  /** Nobody told anything. */
  public static final PartitionTrouble NONE = new PartitionTrouble(0, List.of());

  private static final int VERSION = 1;
  private static final int MAX_HOSTS = 1_000_000;

  /** Topic and store take twice as much; hosts beyond it are counted but not named. */
  private static final int MAX_BYTES = 900_000;

  public PartitionTrouble {
    troubled = List.copyOf(troubled);
  }

  PartitionTrouble rounded() {
    return new PartitionTrouble(hosts, troubled.stream().map(HostTrouble::rounded).toList());
  }

  /** The compact binary form. */
  public byte[] encode() {
    List<byte[]> each = new ArrayList<>(troubled.size());
    int bytes = 0;
    for (HostTrouble host : troubled) {
      BinaryWriter own = new BinaryWriter(256);
      host.encode(own);
      bytes += own.size() + 5;
      if (bytes > MAX_BYTES) {
        break;
      }
      each.add(own.toByteArray());
    }
    BinaryWriter out = new BinaryWriter(bytes + 16);
    out.varint(VERSION);
    out.varint(hosts);
    out.varint(each.size());
    each.forEach(out::byteArray);
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static PartitionTrouble decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BinaryFormatException(
          "what a partition told has version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    int hosts = in.varint(MAX_HOSTS);
    List<HostTrouble> troubled = new ArrayList<>();
    for (int left = in.varint(MAX_HOSTS); left > 0; left--) {
      troubled.add(HostTrouble.decode(new BinaryReader(in.byteArray(MAX_BYTES))));
    }
    return new PartitionTrouble(hosts, troubled);
  }
}
