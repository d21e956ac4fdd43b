package dev.socketfleet.streams.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The broker's append time as the record's time ({@code message.timestamp.type=LogAppendTime}). A
 * host's own clock never gets to be stream time, where one fast clock would close everybody's
 * windows.
 */
public final class AppendTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
