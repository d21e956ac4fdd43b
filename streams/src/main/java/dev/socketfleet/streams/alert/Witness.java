package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.streams.baseline.Baseline;
import java.util.Optional;

/** What a place shows of its alerts while they change their status. */
interface Witness {

  /** The host itself, which has nothing to show. */
  Witness NONE =
      new Witness() {
        @Override
        public Evidence evidence(Episode episode, Verdicts past) {
          return Evidence.NONE;
        }

        @Override
        public Optional<Baseline> baseline(Episode episode) {
          return Optional.empty();
        }

        @Override
        public String detail(Episode episode) {
          return "";
        }
      };

  /** Who and what is behind it. */
  Evidence evidence(Episode episode, Verdicts past);

  /** What the judged series is used to. */
  Optional<Baseline> baseline(Episode episode);

  /** What the numbers do not say, for the end of a sentence; empty for nothing. */
  String detail(Episode episode);
}
