package dev.socketfleet.streams.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for the memory of all RocksDB databases of the process: by default each would take 50
 * MiB of block cache and 48 MiB of write buffers, and a window store is many databases.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 64L << 20;

  /** With a quarter of it, flushing and merging took a fifth of the process's time under load. */
  private static final long WRITE_BUFFER_BYTES = 128L << 20;

  private static final long BUFFER_PER_STORE_BYTES = 16L << 20;

  static {
    RocksDB.loadLibrary();
  }

  // Shared by all stores and as long-lived as the process: no store may close them.
  private static final Cache CACHE = new LRUCache(CACHE_BYTES + WRITE_BUFFER_BYTES);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setWriteBufferSize(BUFFER_PER_STORE_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {}
}
